"""The rows of one version in force on one day, ready to price with: a frozen value that needs no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from entrepot.customs import keys


@dataclass(frozen=True, slots=True)
class Period:
    """When a row holds: from its first day up to, not including, the day it ends, if any."""

    begins: date
    ends: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.begins <= day and (self.ends is None or day < self.ends)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A dated value. `id` is how an order line names the rows it was priced by."""

    id: str
    jurisdiction: str
    key: str
    value: str
    period: Period


@dataclass(frozen=True, slots=True)
class TariffRow:
    """The statutory rates of a tariff line."""

    id: str
    hs8: str
    duty: Fraction
    vat: Fraction
    consumption_tax: Fraction
    condition: str
    period: Period


@dataclass(frozen=True, slots=True)
class ListingRow:
    """A tariff line on the positive list, with its remarks."""

    id: str
    hs8: str
    bonded_only: bool
    name_words: frozenset[str]
    excluded_words: frozenset[str]
    annual_cap: Fraction | None
    cap_unit: str
    period: Period

    def admits(self, name: str, *, bonded: bool) -> bool:
        """Whether goods of this Chinese name, sent this way, meet the remarks."""
        if self.bonded_only and not bonded:
            return False
        if self.name_words and not any(word in name for word in self.name_words):
            return False
        return not any(word in name for word in self.excluded_words)


@dataclass(frozen=True, slots=True)
class Value:
    """A rule row's value, read, and the row's id."""

    read: object
    id: str


@dataclass(frozen=True, slots=True)
class Composite:
    """What each tax is of the dutiable value, as reduced fractions: no fraction is multiplied while pricing."""

    duty: tuple[int, int]
    import_vat: tuple[int, int]
    consumption_tax: tuple[int, int]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All that pricing reads. `version` and `day` name it: the same two always price the same."""

    version: int
    day: date
    values: Mapping[tuple[str, str], Value]
    lapsed: frozenset[tuple[str, str]]
    tariff: Mapping[str, TariffRow]
    listings: Mapping[str, ListingRow]
    composites: dict[tuple[str, bool, bool, str, str], Composite] = field(
        default_factory=dict, compare=False, repr=False
    )

    def value(self, jurisdiction: str, key: str) -> Value | None:
        """The value in force, or None: whoever needs it refuses the sale."""
        return self.values.get((jurisdiction, key))


def as_on(
    day: date,
    *,
    version: int,
    rules: Iterable[RuleRow],
    tariff: Iterable[TariffRow],
    listings: Iterable[ListingRow],
) -> RuleBook:
    """The book of the rows in force on `day`; keys whose rows have all ended are lapsed: they matter, unknown."""
    values: dict[tuple[str, str], Value] = {}
    begun: set[tuple[str, str]] = set()
    for row in rules:
        if row.period.holds_on(day):
            values[row.jurisdiction, row.key] = Value(keys.read(row.key, row.value), row.id)
        elif row.period.begins <= day:
            begun.add((row.jurisdiction, row.key))
    return RuleBook(
        version=version,
        day=day,
        values=values,
        lapsed=frozenset(begun - values.keys()),
        tariff={row.hs8: row for row in tariff if row.period.holds_on(day)},
        listings={row.hs8: row for row in listings if row.period.holds_on(day)},
    )
