"""The quick door of purchases: a well-formed one passes here without Django's request, all else goes to the usual door.

A purchase is asked for a thousand times a second, and URL resolver, request, middleware and models of fields were a third of
what it cost (bench/README.md). Both doors call `purchases.bought`, answer the same bytes and headers, and refuse alike: what does
not fit the types below is explained by the usual door, which reads it anew.
"""

import logging
from functools import partial
from typing import Annotated, Any, NotRequired, TypedDict
from uuid import UUID

import msgspec
from msgspec import Meta

from entrepot.api.calling import acting, language_of
from entrepot.api.errors import failure, problem
from entrepot.api.v1 import purchases
from entrepot.kit.actor import Actor
from entrepot.kit.errors import DomainError
from entrepot.kit.serving import (
    WHOLE_MAX,
    Exchange,
    Handler,
    Headers,
    HeadersIn,
    Scope,
    answered,
    aside,
    body_length,
)

log = logging.getLogger(__name__)

PATH = "/api/v1/purchases"

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


async def through(usual: Handler, scope: Scope, exchange: Exchange) -> None:
    """Answer `POST /api/v1/purchases`, by this door or by the `usual` one."""
    headers = scope.headers
    length = body_length(headers)
    if length is None or length > WHOLE_MAX or scope.query_string or headers.get("cookie") is not None:
        await answered(usual, scope, exchange)
        return
    body = await exchange()
    document = _understood(body)
    if document is None:
        await answered(usual, scope, exchange, body=body)
    else:
        exchange.response_bytes(*await _answer(document, headers))


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


async def _answer(document: dict[str, Any], headers: HeadersIn) -> tuple[int, Headers, bytes]:
    locale = language_of(headers.get("accept-language") or "")
    try:
        by = await _acting(headers.get("authorization") or "", locale)
        status, answer = await purchases.bought_soon(
            document, key=headers.get("idempotency-key") or "", by=by
        )
    except DomainError as error:
        return _refused(error, locale)
    except Exception as error:
        log.exception("POST /api/v1/purchases failed")
        return _refused(failure(error), locale)
    return status.value, _JSON, msgspec.json.encode(answer)


async def _acting(authorization: str, locale: str) -> Actor:
    if not authorization:  # nobody is looked up for a guest
        return acting("", "purchases", locale=locale)
    return await aside(partial(acting, authorization, "purchases", locale=locale))


def _refused(error: DomainError, locale: str) -> tuple[int, Headers, bytes]:
    refusal = problem(error, language=locale)
    return refusal.status_code, [*refusal.items(), *_SAFE], refusal.content
