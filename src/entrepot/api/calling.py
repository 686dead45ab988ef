"""Who calls the API: the person behind a key, or a guest, who may hold the signed link of a purchase."""

from functools import lru_cache

from django.http import HttpRequest
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext_lazy as _
from msgspec.structs import replace

from entrepot.identity.acting import actor_of_key
from entrepot.kit.actor import Actor
from entrepot.kit.errors import NotAllowed, SignInNeeded
from entrepot.trade.following import followed


class ScopeMissing(NotAllowed):
    """The API key was not given the scope that this needs."""

    code = "scope.missing"
    sentence = _("This API key does not have the scope {scope}.")


@lru_cache(maxsize=1024)
def language_of(accepted: str) -> str:
    """The language that a header `Accept-Language` asks for."""
    request = HttpRequest()
    request.META["HTTP_ACCEPT_LANGUAGE"] = accepted
    return get_language_from_request(request)


def caller(request: HttpRequest, *scopes: str, needs_key: bool = False) -> Actor:
    """The Actor behind a request. `?follow=` carries the token of a purchase's signed link. Raises what `acting` does."""
    actor = acting(
        request.META.get("HTTP_AUTHORIZATION", ""),
        *scopes,
        locale=get_language_from_request(request),
        needs_key=needs_key,
    )
    purchase = followed(request.GET.get("follow", ""))
    return replace(actor, follows=frozenset({purchase})) if purchase else actor


def acting(authorization: str, *scopes: str, locale: str, needs_key: bool = False) -> Actor:
    """The Actor of a header `Authorization`, or nobody.

    A key needs one of `scopes`; what it may then do is what all of its scopes let it (kit/actor.py). A key is an operator's only
    where the scope `ledger` is asked for: reading the books is all that programs do for operators.
    Raises SignInNeeded for a key that is unknown or, where `needs_key`, for none; ScopeMissing for one without a scope of these.
    """
    header = authorization.strip()
    if not header:
        if needs_key:
            raise SignInNeeded
        return Actor(locale=locale)
    kind, _space, secret = header.partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        raise SignInNeeded
    actor = actor_of_key(secret.strip(), locale=locale)
    if scopes and not any(actor.has_scope(scope) for scope in scopes):
        raise ScopeMissing(scope=" / ".join(scopes))
    return replace(actor, is_operator=actor.is_operator and "ledger" in scopes)
