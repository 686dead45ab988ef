"""Reading one cell: prices, weights, counts and yes-or-no, exactly or not at all."""

import re
from decimal import ROUND_CEILING, Decimal
from typing import Any

from entrepot.catalog.varying import PRICE_MAX_MAJOR, WEIGHT_MAX_GRAMS
from entrepot.kit.money import Money
from entrepot.stock.counting import COUNT_MAX

#: Grams in one of each unit, exactly (the avoirdupois pound is 453.59237 g by definition).
GRAMS = {
    "g": Decimal(1),
    "kg": Decimal(1000),
    "lbs": Decimal("453.59237"),
    "lb": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}
_DECIMAL = re.compile(r"[0-9]{0,12}(\.[0-9]{0,9})?")
_WHOLE = re.compile(r"-?[0-9]{1,15}(\.0+)?")


class Unreadable(ValueError):
    """A cell that cannot be used: a code of reporting.SENTENCES and its facts."""

    def __init__(self, code: str, **facts: Any) -> None:
        self.code, self.facts = code, facts


def price(text: str, currency: str) -> int:
    """A price in minor units. Raises Unreadable: price.malformed, price.negative, price.too_high."""
    plain = f"0{text}" if text.startswith(".") else text
    try:
        amount = Money.parse(plain, currency)
    except ValueError:
        raise Unreadable("price.malformed", value=text[:40], currency=currency) from None
    if amount.minor < 0:
        raise Unreadable("price.negative", value=text[:40])
    if amount > Money.parse(str(PRICE_MAX_MAJOR), currency):
        raise Unreadable("price.too_high", value=text[:40])
    return amount.minor


def grams(text: str, unit: str) -> int | None:
    """A weight in whole grams, rounded up so that freight is never too low; None for blank or zero, which means unknown.

    Raises Unreadable: weight.malformed, weight.too_high.
    """
    if not text:
        return None
    if not _DECIMAL.fullmatch(text) or text == ".":
        raise Unreadable("weight.malformed", value=text[:40])
    exact = Decimal(f"0{text}" if text.startswith(".") else text) * GRAMS[unit]
    whole = int(exact.to_integral_value(ROUND_CEILING))
    if whole > WEIGHT_MAX_GRAMS:
        raise Unreadable("weight.too_high", value=text[:40])
    return whole or None


def quantity(text: str) -> int:
    """How many there are; blank is none. Raises Unreadable: stock.malformed, stock.negative, stock.absurd."""
    if not text:
        return 0
    if not _WHOLE.fullmatch(text):
        raise Unreadable("stock.malformed", value=text[:40])
    number = int(text.partition(".")[0])
    if number < 0:
        raise Unreadable("stock.negative", value=text[:40])
    if number > COUNT_MAX:
        raise Unreadable("stock.absurd", value=text[:40], most=COUNT_MAX)
    return number


def yes(text: str) -> bool:
    """Whether a shop's yes-or-no cell says yes."""
    return text.strip().lower() in ("1", "true", "yes")
