"""How people sign up and in: django-allauth does it; this says where they go and what their mail looks like."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import translation


class AccountAdapter(DefaultAccountAdapter):
    """Keeps the language a person signed up in, so that mail to them is in it."""

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.locale = translation.get_language() or "en"
        return super().save_user(request, user, form, commit)
