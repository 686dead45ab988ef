"""The quick door of purchases: a well-formed one passes here without Django's request, all else goes to the usual door.

A purchase is asked for a thousand times a second, and URL resolver, request, middleware and models of fields were a third of
what it cost (bench/README.md). Both doors call `purchases.bought`, answer the same bytes and headers, and refuse alike: what does
not fit the types below is explained by the usual door, which reads it anew.
"""

import io
import logging
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Annotated, Any, NotRequired, TypedDict
from uuid import UUID

import msgspec
from django.db import close_old_connections
from msgspec import Meta

from entrepot.api.calling import acting, language_of
from entrepot.api.errors import Failed, problem
from entrepot.api.v1 import purchases
from entrepot.kit.errors import DomainError

log = logging.getLogger(__name__)

type Environ = dict[str, Any]
type Start = Callable[..., Any]
type Door = Callable[[Environ, Start], Any]

#: More than any purchase of a hundred lines takes; what is longer is the usual door's to refuse.
_BODY_MAX = 64 * 1024

#: What Django's SecurityMiddleware gives the usual door's answers.
_SAFE = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]
_JSON = [("Content-Type", "application/json; charset=utf-8"), *_SAFE]


class _ShipTo(TypedDict):
    country: Annotated[str, Meta(max_length=2)]
    region: NotRequired[Annotated[str, Meta(max_length=200)]]
    city: NotRequired[Annotated[str, Meta(max_length=200)]]
    district: NotRequired[Annotated[str, Meta(max_length=200)]]
    postal_code: NotRequired[Annotated[str, Meta(max_length=40)]]
    lines: NotRequired[Annotated[list[str], Meta(max_length=10)]]
    name: NotRequired[Annotated[str, Meta(max_length=200)]]
    phone: NotRequired[Annotated[str, Meta(max_length=40)]]
    id_number: NotRequired[Annotated[str, Meta(max_length=40)]]


class _WantedLine(TypedDict):
    variant: UUID
    quantity: int


class _Payment(TypedDict):
    provider: NotRequired[Annotated[str, Meta(max_length=20)]]
    token: Annotated[str, Meta(max_length=200)]


class Purchase(TypedDict):
    """`schemas.PurchaseIn` in the words of msgspec; a test keeps the two alike."""

    currency: Annotated[str, Meta(max_length=3)]
    ship_to: _ShipTo
    lines: Annotated[list[_WantedLine], Meta(max_length=1000)]
    payment: _Payment
    email: NotRequired[Annotated[str, Meta(max_length=254)]]
    quote: NotRequired[Annotated[str, Meta(max_length=1000)]]
    expected_total: NotRequired[int | None]


_read = msgspec.json.Decoder(Purchase).decode


def through(usual: Door, environ: Environ, start: Start) -> Iterable[bytes]:
    """The answer to `POST /api/v1/purchases`, by this door or by the `usual` one."""
    length = environ.get("CONTENT_LENGTH") or ""
    plain = not environ.get("QUERY_STRING") and "HTTP_COOKIE" not in environ
    if not (plain and length.isascii() and length.isdigit() and int(length) <= _BODY_MAX):
        return usual(environ, start)
    body = environ["wsgi.input"].read(int(length))
    document = _understood(body)
    if document is None:
        return usual(environ | {"wsgi.input": io.BytesIO(body)}, start)
    try:
        return _answer(document, environ, start)
    finally:
        close_old_connections()


def _understood(body: bytes) -> dict[str, Any] | None:
    """The purchase in `body`, with what need not be said; None where that is the usual door's to tell."""
    if b"\\u0000" in body:  # JSON can spell what PostgreSQL does not hold
        return None
    try:
        document: Any = _read(body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    document["payment"].setdefault("provider", "sandbox")
    return dict(document)


def _answer(document: dict[str, Any], environ: Environ, start: Start) -> list[bytes]:
    locale = language_of(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    try:
        by = acting(environ.get("HTTP_AUTHORIZATION", ""), "purchases", locale=locale)
        status, answer = purchases.bought(document, key=environ.get("HTTP_IDEMPOTENCY_KEY", ""), by=by)
    except DomainError as error:
        return _refused(error, locale, start)
    except Exception:
        log.exception("POST /api/v1/purchases failed")
        return _refused(Failed(), locale, start)
    start(f"{status.value} {status.phrase}", _JSON)
    return [msgspec.json.encode(answer)]


def _refused(error: DomainError, locale: str, start: Start) -> list[bytes]:
    refusal = problem(error, language=locale)
    status = HTTPStatus(refusal.status_code)
    start(f"{status.value} {status.phrase}", [*refusal.items(), *_SAFE])
    return [refusal.content]
