"""Which rule rows there are, and how each is read. The values are rows, never constants here."""

import re
from collections.abc import Callable
from fractions import Fraction

from entrepot.kit.money import Money

METHOD = "landed_cost.method"
REGIONS_EXCLUDED = "landed_cost.regions_excluded"
TRANSACTION_LIMIT = "cbec.limit.transaction"
ANNUAL_LIMIT = "cbec.limit.annual"
TAX_SHARE = "cbec.tax_share"
DUTY_WITHIN = "cbec.duty"
RETURN_APPLY, RETURN_ARRIVE = "return.apply_days", "return.arrive_days"
THRESHOLD = "consumption_tax."
ADDITIONAL_DUTY = "duty.additional."

#: How the landed cost of a destination is found.
CBEC, NOT_CALCULATED = "cbec", "not_calculated"

_PERCENT = re.compile(r"([0-9]+)(?:\.([0-9]+))?%")
_FRACTION = re.compile(r"([0-9]+)(?:/([1-9][0-9]*))?")


def rate(text: str) -> Fraction:
    """`13%`, `6.5%`, `13/100` or `0` as an exact fraction from 0 to 10; ValueError for anything else.

    A bare `13` is refused: thirteen percent, or thirteen times?
    """
    if match := _PERCENT.fullmatch(text):
        whole, part = match[1], match[2] or ""
        value = Fraction(int(whole + part), 100 * 10 ** len(part))
    elif (match := _FRACTION.fullmatch(text)) and (match[2] or text in ("0", "1")):
        value = Fraction(text)
    else:
        raise ValueError("write a rate as 13%, 6.5% or 13/100")
    if value > 10:
        raise ValueError("a rate of more than 1000% cannot be right")
    return value


def share(text: str) -> Fraction:
    """A rate of which no more than the whole can be meant."""
    value = rate(text)
    if value > 1:
        raise ValueError("this cannot be more than 100%")
    return value


def tax(text: str) -> Fraction:
    """A consumption tax is part of the price that contains it, so it stays below the whole."""
    value = rate(text)
    if value >= 1:
        raise ValueError("a consumption tax is below 100%")
    return value


def amount_minor(text: str) -> int:
    """An amount of CNY such as `5000.00`, in fen."""
    minor = Money.parse(text, "CNY").minor
    if minor <= 0:
        raise ValueError("an amount above zero is needed")
    return minor


def days(text: str) -> int:
    """A whole number of days."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 10_000:
        raise ValueError("write a whole number of days")
    return int(text)


def method(text: str) -> str:
    """One of the ways that landing.py knows."""
    if text not in (CBEC, NOT_CALCULATED):
        raise ValueError(f"write {CBEC} or {NOT_CALCULATED}")
    return text


def words(text: str) -> frozenset[str]:
    """Words parted by `|`."""
    return frozenset(word for word in (part.strip() for part in text.split("|")) if word)


#: Each kind of key: how its value is read, and one as it may be written.
_KINDS: list[tuple[re.Pattern[str], Callable[[str], object], str]] = [
    (re.compile(r"landed_cost\.method"), method, f"{CBEC}, {NOT_CALCULATED}"),
    (re.compile(r"landed_cost\.regions_excluded"), words, "香港特别行政区|澳门特别行政区"),
    (re.compile(r"cbec\.limit\.(transaction|annual)"), amount_minor, "5000.00"),
    (re.compile(r"cbec\.(tax_share|duty)"), share, "70%"),
    (re.compile(r"consumption_tax\.[a-z_]+\.(g|ml|sheet|piece)"), amount_minor, "10.00"),
    (re.compile(r"duty\.additional\.[A-Z]{2}"), rate, "10%"),
    (re.compile(r"return\.(apply|arrive)_days"), days, "30"),
    (re.compile(r"tax\.pay_(from|to)_day"), days, "31"),
]


def read(key: str, text: str) -> object:
    """What `text` means under `key`; KeyError for a key that nothing reads, ValueError for a wrong value."""
    for pattern, parse, _ in _KINDS:
        if pattern.fullmatch(key):
            return parse(text)
    raise KeyError(key)


def example(key: str) -> str:
    """A value as it may be written under `key`."""
    return next((text for pattern, _, text in _KINDS if pattern.fullmatch(key)), "")
