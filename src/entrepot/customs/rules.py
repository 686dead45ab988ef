"""The rules of cross-border retail import as pure functions. Source: trade rules, sections 1.1 and 1.2."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from entrepot.kit import clock


class Route(StrEnum):
    """How an order crosses the border."""

    CBEC_PREF = "cbec_pref"  # within the limits: no duty, VAT and consumption tax at 70 %
    CBEC_FULL = "cbec_full"  # one indivisible good above the limit: full duty, VAT and consumption tax
    NONE = "none"  # no tax is worked out for this destination


class Over(StrEnum):
    """Why an order cannot go as cross-border retail."""

    ANNUAL = "annual"  # above the buyer's yearly amount
    SINGLE = "single"  # several goods above the limit of one transaction


def calendar_year(at: datetime) -> int:
    """The year whose allowance a purchase at `at` uses: the calendar year in Shanghai."""
    return at.astimezone(clock.SHANGHAI).year


def cbec_route(
    *, dutiable: int, used: int, units: int, indivisible: bool, transaction_limit: int, annual_limit: int
) -> Route | Over:
    """The route of one order on the positive list. Fen; both limits are inclusive; the annual one comes first."""
    if used + dutiable > annual_limit:
        return Over.ANNUAL
    if dutiable <= transaction_limit:
        return Route.CBEC_PREF
    if units == 1 and indivisible:
        return Route.CBEC_FULL
    return Over.SINGLE


def tax_shares(
    *, duty: Fraction, vat: Fraction, consumption_tax: Fraction, share: Fraction
) -> tuple[Fraction, Fraction, Fraction]:
    """Duty, import VAT and consumption tax, each as an exact share of the dutiable value.

    The consumption tax is part of the price that it is taxed on, hence the division by (1 - c). `share` is
    what is levied of VAT and consumption tax: 7/10 within the limits, 1 above them.
    """
    base = (1 + duty) / (1 - consumption_tax)
    return duty, base * vat * share, base * consumption_tax * share


def half_up(amount: int, numerator: int, denominator: int) -> int:
    """`amount` times a fraction of whole numbers, none negative, a half rounded up."""
    return (2 * amount * numerator + denominator) // (2 * denominator)


def reaches(dutiable: int, *, quantity: int, content: Sequence[int], pieces: int, threshold: int) -> bool:
    """Whether the dutiable value of a line, in fen, is `threshold` or more for each unit of its content.

    content: what one piece holds, as (numerator, denominator). Freight counts: the dutiable value is the
    legal base.
    """
    numerator, denominator = content
    return dutiable * denominator >= threshold * quantity * pieces * numerator
