"""Who visits an account page: somebody who is signed in."""

from django.http import HttpRequest

from entrepot.kit.actor import Actor
from entrepot.kit.errors import SignInNeeded


def person(request: HttpRequest) -> Actor:
    """The caller. Raises SignInNeeded for a guest, which becomes the sign-in page and then the way back here."""
    caller = request.actor  # type: ignore[attr-defined]  # set by web/middleware.py on every request
    if not isinstance(caller, Actor) or caller.id is None:
        raise SignInNeeded
    return caller
