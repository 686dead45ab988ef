"""What a guest's browser has in its cart joins the person's cart at sign-in."""

from typing import Any

from django.http import HttpRequest

from entrepot.identity.acting import actor_of_person
from entrepot.trade import carting
from entrepot.web.middleware import GUEST_KEY
from entrepot.web.shop.reading import keep_count


def merge_cart(sender: object, request: HttpRequest | None, user: Any, **_facts: object) -> None:
    """Called by Django's `user_logged_in`; the session is the one the guest had, under a new id."""
    if request is None or not hasattr(request, "session"):
        return
    count = carting.merge(request.session.pop(GUEST_KEY, ""), by=actor_of_person(user.pk))
    keep_count(request, count)
