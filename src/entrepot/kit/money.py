"""Money is an integer count of one currency's minor unit; a rate is an exact fraction. No float comes near either."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

#: ISO 4217 currencies whose minor unit is not a hundredth (facts of the standard's table A.1).
_EXPONENTS = dict.fromkeys(
    [
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "UYI",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    ],
    0,
)
_EXPONENTS |= dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3)

#: The greatest amount one row may hold (PostgreSQL BIGINT).
MINOR_MAX = 2**63 - 1


class Rounding(StrEnum):
    """How a fraction of a minor unit becomes a whole one; every conversion names its choice."""

    HALF_UP = "half_up"  # a half goes away from zero: taxes and prices
    DOWN = "down"  # toward zero: amounts paid out, so that we never owe a unit we do not hold


class CurrencyMismatch(TypeError):
    """Two amounts of different currencies met in one sum."""


def exponent(currency: str) -> int:
    """Digits after the point in `currency`: JPY 0, USD 2, KWD 3."""
    return _EXPONENTS.get(currency, 2)


def round_fraction(value: Fraction, rounding: Rounding = Rounding.HALF_UP) -> int:
    """The whole number that `value` becomes under `rounding`."""
    return round_ratio(value.numerator, value.denominator, rounding)


def round_ratio(top: int, bottom: int, rounding: Rounding = Rounding.HALF_UP) -> int:
    """The whole number that `top` / `bottom` (more than zero) becomes under `rounding`."""
    whole, rest = divmod(abs(top), bottom)
    if rounding is Rounding.HALF_UP and 2 * rest >= bottom:
        whole += 1
    return whole if top >= 0 else -whole


def apportion(minor: int, weights: Sequence[int]) -> list[int]:
    """`minor` divided by `weights` without losing a unit: largest remainder, ties to the earliest.

    Weights that are all zero share equally. Raises ValueError for no weights or a negative one.
    """
    if not weights or min(weights) < 0:
        raise ValueError("an amount is split over one or more weights, none negative")
    total = sum(weights)
    if not total:
        weights, total = [1] * len(weights), len(weights)
    sign, size = (1, minor) if minor >= 0 else (-1, -minor)
    parts = [size * weight // total for weight in weights]
    left = size - sum(parts)
    if left:
        by_remainder = sorted(range(len(weights)), key=lambda i: (-(size * weights[i] % total), i))
        for i in by_remainder[:left]:
            parts[i] += 1
    return [sign * part for part in parts]


class Money(Struct, frozen=True):
    """An exact amount of one currency, counted in that currency's minor unit."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"money is counted in whole minor units, not {self.minor!r}")

    @classmethod
    def parse(cls, text: str, currency: str) -> "Money":
        """`"12.30"`, `"USD"` as Money; ValueError for more digits than the currency has, or anything but a plain number."""
        sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
        whole, _, part = digits.partition(".")
        places = exponent(currency)
        part = part.rstrip("0") if len(part) > places else part
        if not (whole + part).isascii() or not (whole + part).isdigit() or not whole or len(part) > places:
            raise ValueError(f"{text!r} is not an amount of {currency}")
        minor = sign * int(whole + part.ljust(places, "0"))
        if abs(minor) > MINOR_MAX:
            raise ValueError(f"{text!r} is more than can be kept")
        return cls(minor, currency)

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} do not add up")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __mul__(self, count: int) -> "Money":
        if type(count) is not int:
            raise TypeError(
                "money is multiplied by a count; a share of it is `portion`, another currency `Rate.convert`"
            )
        return Money(self.minor * count, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor <= other.minor

    def __gt__(self, other: "Money") -> bool:
        return other < self

    def __ge__(self, other: "Money") -> bool:
        return other <= self

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        return f"{self.currency} {self.decimal}"

    @property
    def decimal(self) -> str:
        """The amount in major units as a plain decimal string, for a machine: `1766.33`."""
        places = exponent(self.currency)
        digits = str(abs(self.minor)).rjust(places + 1, "0")
        text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
        return f"-{text}" if self.minor < 0 else text

    def split(self, weights: Sequence[int]) -> list["Money"]:
        """Divide without losing a unit: largest remainder, ties to the earliest."""
        return [Money(part, self.currency) for part in apportion(self.minor, weights)]

    def portion(self, share: Fraction, rounding: Rounding = Rounding.HALF_UP) -> "Money":
        """`share` of the amount (a commission, a tax), rounded once as named."""
        return Money(round_fraction(self.minor * share, rounding), self.currency)


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum of `amounts`, which all must be of `currency`; none gives zero."""
    answer = Money(0, currency)
    for amount in amounts:
        answer += amount
    return answer


@dataclass(frozen=True, slots=True)
class Rate:
    """What one major unit of `base` costs in major units of `quote`, exactly, with where and when that was so."""

    base: str
    quote: str
    value: Fraction
    source: str
    at: datetime
    #: What one minor unit becomes, as a quotient of whole numbers: no fraction is multiplied for each price.
    _ratio: tuple[int, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        scale = Fraction(10) ** (exponent(self.quote) - exponent(self.base))
        object.__setattr__(self, "_ratio", (self.value * scale).as_integer_ratio())

    def convert(self, amount: Money, *, rounding: Rounding = Rounding.HALF_UP) -> Money:
        """`amount` of the base currency in the quote currency, rounded once."""
        if amount.currency != self.base:
            raise CurrencyMismatch(f"a rate from {self.base} does not convert {amount.currency}")
        top, bottom = self._ratio
        return Money(round_ratio(amount.minor * top, bottom, rounding), self.quote)

    def inverse(self) -> "Rate":
        """The same rate read the other way; exact, as it is a fraction."""
        return Rate(self.quote, self.base, 1 / self.value, self.source, self.at)


def money(minor: str, currency: str) -> property:
    """Two columns read and written as one Money: `price = money("price_minor", "currency")`."""

    def read(row: object) -> Money | None:
        amount = getattr(row, minor)
        return None if amount is None else Money(amount, getattr(row, currency))

    def write(row: object, value: Money | None) -> None:
        setattr(row, minor, None if value is None else value.minor)
        if value is not None:
            setattr(row, currency, value.currency)

    return property(read, write)
