"""How people sign up and in: django-allauth does it; this says in which language its mail is."""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import translation

from entrepot.identity.models import Person


class AccountAdapter(DefaultAccountAdapter):
    """Keeps the language a person signed up in, and writes to them in it, links included."""

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.locale = translation.get_language() or "en"
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        locale = _locale(email, context)
        links = {
            name: translate_url(value, locale)
            for name, value in context.items()
            if name.endswith("_url") and value
        }
        with translation.override(locale):
            super().send_mail(template_prefix, email, context | links)


def _locale(email: str, context: Mapping[str, Any]) -> str:
    """The language of whom it concerns; of the page, for an address that nobody has."""
    known = getattr(context.get("user"), "locale", "")
    known = known or Person.objects.filter(email=email.lower()).values_list("locale", flat=True).first()
    return known or translation.get_language() or "en"
