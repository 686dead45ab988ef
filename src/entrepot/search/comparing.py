"""Prices in one currency, so that those of all merchants can be compared."""

from fractions import Fraction
from math import ceil

from entrepot.kit.money import MINOR_MAX, exponent
from entrepot.payments import rates
from entrepot.search.schema import COMPARABLE


def comparable(low: int | None, high: int | None, currency: str) -> tuple[int | None, int | None]:
    """The prices in COMPARABLE that are shown within [low, high] of `currency`: the exact turning round of a price's half-up.

    A range upside down is turned over. Raises RateMissing.
    """
    if low is not None and high is not None and low > high:
        low, high = high, low
    if low is None and high is None:
        return None, None
    rate = rates.current(COMPARABLE, currency).rate.value
    scaled = rate * Fraction(10) ** (exponent(currency) - exponent(COMPARABLE))
    half = Fraction(1, 2)
    return (
        None if low is None else min(ceil((low - half) / scaled), MINOR_MAX),
        None if high is None else min(ceil((high + half) / scaled) - 1, MINOR_MAX),
    )
