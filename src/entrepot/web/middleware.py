"""What every request passes: the caller becomes an Actor, a refusal becomes a page, the API skips what only pages need."""

import secrets
from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_path

from entrepot.api.errors import problem
from entrepot.identity.acting import actor_of_person
from entrepot.kit.actor import Actor
from entrepot.kit.errors import DomainError, SignInNeeded

type Respond = Callable[[HttpRequest], HttpResponse]

GUEST_KEY = "guest_key"
FOLLOWS = "follows"
#: How many goods the cart holds, kept by the shop (web/shop/reading.py) so that no page has to ask for it.
CART_COUNT = "cart_count"
#: Likewise of the wish list.
WISH_COUNT = "wish_count"


def actor(get_response: Respond) -> Respond:
    """`request.actor` for every page."""

    def respond(request: HttpRequest) -> HttpResponse:
        request.actor = _actor(request)  # type: ignore[attr-defined]  # declared for views in web/requests.py
        request.cart_count = request.session.get(CART_COUNT, 0)  # type: ignore[attr-defined]  # read by web/context.py
        request.wish_count = request.session.get(WISH_COUNT, 0)  # type: ignore[attr-defined]  # likewise
        return get_response(request)

    return respond


def _actor(request: HttpRequest) -> Actor:
    follows = frozenset(UUID(text) for text in request.session.get(FOLLOWS, ()))
    locale = getattr(request, "LANGUAGE_CODE", "en")
    if request.user.is_authenticated:
        return actor_of_person(request.user.pk, locale=locale, follows=follows)
    return Actor(guest_key=request.session.get(GUEST_KEY, ""), follows=follows, locale=locale)


def ensure_guest_key(request: HttpRequest) -> str:
    """The key by which this browser's cart is found again, made on the first need."""
    key = request.session.get(GUEST_KEY)
    if not key:
        key = request.session[GUEST_KEY] = secrets.token_hex(16)
    return str(key)


def refusals(get_response: Respond) -> Respond:
    """A refusal that a view did not show beside its form becomes a page that says so, with the right status."""

    def respond(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        if request.path_info.startswith("/api/"):
            return problem(error)
        if isinstance(error, SignInNeeded):
            messages.info(request, str(error))
            return redirect(f"/{request.LANGUAGE_CODE}/account/login/?next={request.path}")
        back = request.META.get("HTTP_REFERER", "")
        safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
        return render(
            request, "refusal.html", {"refusal": error, "back": back if safe else ""}, status=error.status
        )

    respond.process_exception = process_exception  # type: ignore[attr-defined]  # how Django finds the hook of a function
    return respond


def ways_back(get_response: Respond) -> Respond:
    """Who asks to see the address of a deed is led to what the deed is about.

    A form that was refused is shown at its deed's address, where the switch of languages, a reload and a bookmark lead too; an
    address minus its last part is the thing itself (`…/products/7/pictures/`).
    """

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        above = request.path.rstrip("/").rpartition("/")[0] + "/"
        is_page = get_language_from_path(above) and "text/html" in request.headers.get("Accept", "")
        if (
            response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
            and is_page
            and request.method in ("GET", "HEAD")
        ):
            return redirect(above)
        return response

    return respond
