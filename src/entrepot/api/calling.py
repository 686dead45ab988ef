"""Who calls the API: the person behind a key, or a guest, who may hold the signed link of a purchase."""

from dataclasses import replace

from django.http import HttpRequest
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext_lazy as _

from entrepot.identity.acting import actor_of_key
from entrepot.kit.actor import Actor
from entrepot.kit.errors import NotAllowed, SignInNeeded
from entrepot.trade.following import followed


class ScopeMissing(NotAllowed):
    """The API key was not given the scope that this needs."""

    code = "scope.missing"
    sentence = _("This API key does not have the scope {scope}.")


def caller(request: HttpRequest, *, scope: str = "", needs_key: bool = False) -> Actor:
    """The Actor behind a request. `?follow=` carries the token of a purchase's signed link.

    Raises SignInNeeded for a key that is unknown or, where `needs_key`, for none; ScopeMissing for one without `scope`.
    """
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    locale = get_language_from_request(request)
    if not secret:
        if needs_key:
            raise SignInNeeded
        actor = Actor(locale=locale)
    elif kind.lower() != "bearer":
        raise SignInNeeded
    else:
        actor = actor_of_key(secret.strip(), locale=locale)
        if scope and scope not in (actor.scopes or ()):
            raise ScopeMissing(scope=scope)
    purchase = followed(request.GET.get("follow", ""))
    return replace(actor, follows=frozenset({purchase})) if purchase else actor
