"""What a guest's browser has in its cart and its wish list joins the person's at sign-in."""

from typing import Any

from django.http import HttpRequest

from entrepot.identity.acting import actor_of_person
from entrepot.trade import carting, wishing
from entrepot.web.middleware import GUEST_KEY
from entrepot.web.shop.reading import keep_count, keep_wish_count


def merge(sender: object, request: HttpRequest | None, user: Any, **_facts: object) -> None:
    """Called by Django's `user_logged_in`; the session is the one the guest had, under a new id."""
    if request is None or not hasattr(request, "session"):
        return
    key, person = request.session.pop(GUEST_KEY, ""), actor_of_person(user.pk)
    keep_count(request, carting.merge(key, by=person))
    keep_wish_count(request, wishing.adopt(key, by=person))
