"""Exchange rates: the newest by pair, or the one a quote names. Exact fractions; rows are added, never changed."""

import time
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import DomainError
from entrepot.kit.events import record
from entrepot.kit.money import Rate
from entrepot.kit.verb import verb
from entrepot.payments.models import ExchangeRate

#: For how long a process may price by rates it has read; a quote holds them far longer anyway.
FRESH_SECONDS = 2.0

#: When nothing needs converting.
SAME = UUID(int=0)


class RateMissing(DomainError):
    """There is no exchange rate between two currencies, so nothing can be priced from one in the other."""

    code = "payments.rate_missing"
    sentence = _("There is no exchange rate from {base} to {quote} at the moment, so this cannot be priced.")


class Held(Struct, frozen=True):
    """A rate with the id of its row, by which a quote names it."""

    id: UUID
    rate: Rate
    decimal: str
    as_of: date


_newest: dict[tuple[str, str], Held] = {}
_by_id: dict[UUID, Held] = {}
_read_at = 0.0


def _held(row: ExchangeRate) -> Held:
    text = format(row.value.normalize(), "f")
    return Held(
        row.pk, Rate(row.base, row.quote, Fraction(text), row.source, row.created_at), text, row.as_of
    )


def _rates() -> dict[tuple[str, str], Held]:
    """The newest rates, read again when they are no longer fresh. Never emptied in place: other threads are reading it."""
    global _newest, _read_at
    kept = _newest
    if time.monotonic() - _read_at < FRESH_SECONDS and kept:
        return kept
    rows = ExchangeRate.objects.order_by("base", "quote", "-created_at", "-id").distinct("base", "quote")
    fresh = {(row.base, row.quote): _held(row) for row in rows}
    _by_id.update({held.id: held for held in fresh.values()})
    _newest, _read_at = fresh, time.monotonic()
    return fresh


def forget() -> None:
    """Read the rates anew on the next use."""
    global _newest, _by_id, _read_at
    _newest, _by_id, _read_at = {}, {}, 0.0


def current(base: str, quote: str) -> Held:
    """The newest rate from `base` to `quote`. Raises RateMissing."""
    if base == quote:
        return Held(SAME, Rate(base, quote, Fraction(1), "", datetime.min.replace(tzinfo=UTC)), "1", date.min)
    try:
        return _rates()[base, quote]
    except KeyError:
        raise RateMissing(base=base, quote=quote) from None


def newest() -> list[Held]:
    """The rate that counts now of every pair, by currency."""
    return [held for _pair, held in sorted(_rates().items())]


def named(rate_id: UUID) -> Held | None:
    """The rate with this id, as a quote named it; None if there is no such row."""
    held = _by_id.get(rate_id)
    if held is None:
        row = ExchangeRate.objects.filter(pk=rate_id).first()
        if row is None:
            return None
        held = _by_id[rate_id] = _held(row)
    return held


@verb(allow={Caller.OPERATOR, Caller.SYSTEM})
def publish_rate(
    *, base: str, quote: str, value: Decimal, source: str, as_of: date, by: Actor, confidence: str = "checked"
) -> UUID:
    """Add a rate: what one major unit of `base` costs in `quote`. It counts from now on; quotes given keep theirs."""
    row = ExchangeRate.objects.create(
        base=base,
        quote=quote,
        value=value,
        source=source,
        as_of=as_of,
        confidence=confidence,
        created_at=clock.now(),
    )
    record("rate.published", row.pk, by=by)
    forget()
    return row.pk
