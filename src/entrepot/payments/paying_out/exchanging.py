"""Which exchange a merchant is promised: the day's rate, with the margin of the terms in force."""

from datetime import date
from uuid import UUID

from entrepot.payments import rates
from entrepot.payments.parameters import payout_terms
from entrepot.payments.rates import Held, RateMissing
from entrepot.payments.rules import Exchange


def exchange(own: str, currency: str, *, on: date) -> Exchange | None:
    """How `currency` is changed into the merchant's own on this day; None for the same one, or without a rate."""
    if own == currency:
        return None
    margin = payout_terms(on).exchange_margin_bps
    for base, quote in ((own, currency), (currency, own)):
        try:
            return _exchange(rates.current(base, quote), own, margin)
        except RateMissing:
            continue
    return None


def as_promised(rate_id: UUID, own: str, margin_bps: int) -> Exchange | None:
    """The exchange that was promised by this row of the rates with this margin; None for no such row."""
    held = rates.named(rate_id)
    return _exchange(held, own, margin_bps) if held else None


def _exchange(held: Held, own: str, margin_bps: int) -> Exchange:
    day_rate = held.rate if held.rate.base == own else held.rate.inverse()
    return Exchange(held.id, day_rate, margin_bps, held.as_of)
