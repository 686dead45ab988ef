"""What results can be narrowed to, with how many would stay: each counted without its own filter, for who takes another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import floor, log10
from typing import Any
from uuid import UUID

from entrepot.catalog import indexing
from entrepot.kit.money import exponent
from entrepot.payments import rates
from entrepot.search import asking
from entrepot.search.asking import Question
from entrepot.search.comparing import comparable
from entrepot.search.reading import View
from entrepot.search.schema import CHOICES, COMPARABLE, COUNTRY, LOWEST, REACH, free, lowest_at
from entrepot.search.sellers import Sellers, in_language

_MERCHANTS_MAX, _COUNTRIES_MAX, _CATEGORIES_MAX, _TERMS_MAX = 20, 20, 200, 300
#: Names of choices that are shown, the most frequent first, and values of each.
_NAMES_MAX, _VALUES_MAX = 5, 12
#: From and to, in the reader's minor unit, both included; None where it is open.
type Bounds = tuple[int | None, int | None]
#: The same in the index's column, as the library takes it; and both.
type Borders = tuple[tuple[str, int], ...]
type Bands = tuple[tuple[Bounds, Borders], ...]
#: Where bands of price begin, in whole units of COMPARABLE; in another currency the nearest round amounts.
_BANDS = (10, 20, 50, 100, 200)


@dataclass(frozen=True, slots=True)
class Facet:
    """One value that the results could be narrowed to, and how many would stay."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Band:
    """From `low` up to `high`, in the reader's minor unit, both included; None where it is open."""

    low: int | None
    high: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The most numerous first; bands by price. choices: by the name of the option. Of reach only the reader's country is told."""

    category: Sequence[Facet] = ()
    merchant: Sequence[Facet] = ()
    country: Sequence[Facet] = ()
    choices: Sequence[tuple[str, Sequence[Facet]]] = ()
    price: Sequence[Band] = ()
    #: How many can be sold to the reader's country, and how many with the freight there included.
    sold: int = 0
    freight_free: int = 0


NONE = Facets()


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts by value for each facet, before their names are known. bands: the ranges of prices that were counted."""

    values: Mapping[str, Mapping[str, int]]
    bands: Sequence[tuple[Bounds, str]]

    @property
    def merchants(self) -> list[UUID]:
        return [UUID(key) for key in self.values["merchant"]]

    def named(self, sellers: Sellers, *, to: str) -> Facets:
        """With the names in the reader's language, of merchants that `sellers` know; reach for the country `to`."""
        sellers.know(())
        values = self.values
        names = indexing.category_names(values["category"])
        return Facets(
            category=tuple(
                Facet(slug, in_language(*names[slug], sellers.lang), count)
                for slug, count in values["category"].items()
                if slug in names
            ),
            merchant=tuple(
                Facet(sellers.slug(key), sellers.name(key), count)
                for key, count in zip(self.merchants, values["merchant"].values(), strict=True)
                if sellers.may_sell(key)
            ),
            country=tuple(Facet(key, key, count) for key, count in values["country"].items()),
            choices=_choices(values["choices"]),
            price=tuple(
                Band(*bounds, count) for bounds, key in self.bands if (count := values["price"].get(key, 0))
            ),
            sold=values["reach"].get(to, 0),
            freight_free=values["reach"].get(free(to), 0),
        )


def counted(view: View, question: Question, *, currency: str) -> Counted:
    """The counts of all facets of what matches; prices in bands of `currency`."""
    bands = _bands(currency)
    values = _counts(view, question, bands)
    chosen = question.narrow.category
    if chosen.isascii() and chosen.isprintable():
        values["category"].setdefault(chosen, 0)  # so that a page without results can name it
    return Counted(values, [(bounds, _key(borders)) for bounds, borders in bands])


def _counts(view: View, question: Question, bands: Bands) -> dict[str, Any]:
    """Each facet's values with their counts: one pass for all without a filter of their own, one for each other."""
    terms = {
        "category": ("category", _CATEGORIES_MAX),
        "merchant": ("merchant_id", _MERCHANTS_MAX),
        "country": (COUNTRY, _COUNTRIES_MAX),
        "choices": (CHOICES[question.lang], _TERMS_MAX),
        "reach": (REACH, _TERMS_MAX),
    }
    wanted: dict[str, Any] = {
        name: {"terms": {"field": field, "size": size}} for name, (field, size) in terms.items()
    }
    if bands:
        wanted["price"] = {"range": {"field": LOWEST, "ranges": [dict(borders) for _, borders in bands]}}
    own = {name for name, _ in asking.filters(question.narrow, view.schema)}
    passes: list[tuple[str | None, dict[str, Any]]] = [
        (None, {name: each for name, each in wanted.items() if name not in own})
    ]
    passes += [(name, {name: wanted[name]}) for name in own & wanted.keys()]
    passes += [(name, {"choices": wanted["choices"]}) for name in question.narrow.chosen]
    counted: dict[str, Any] = {}
    for but, these in passes:
        answer = view.searcher.aggregate(asking.query(question, view.schema, but=but), these)
        for name in these:
            values = _buckets(answer[name]["buckets"])
            if but is not None and name == "choices":
                # Of the choice that is filtered by, the others of its name can be taken too.
                others = {key: count for key, count in values.items() if key.startswith(f"{but}=")}
                values = {key: count for key, count in counted[name].items() if key not in others} | others
            counted[name] = values
    return counted


def _buckets(buckets: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Most numerous first, then by name."""
    pairs = ((bucket["key"], bucket["doc_count"]) for bucket in buckets)
    return dict(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def _choices(counted: Mapping[str, int]) -> Sequence[tuple[str, Sequence[Facet]]]:
    by_name: dict[str, list[Facet]] = {}
    for choice, count in counted.items():
        name, _, value = choice.partition("=")
        by_name.setdefault(name, []).append(Facet(choice, value, count))
    named = sorted(by_name.items(), key=lambda item: -sum(facet.count for facet in item[1]))
    return tuple((name, tuple(values[:_VALUES_MAX])) for name, values in named[:_NAMES_MAX])


def _key(borders: Borders) -> str:
    """How the library names a band in its answer."""
    ends = dict(borders)
    return "-".join(str(ends[end]) if end in ends else "*" for end in ("from", "to"))


def _bands(currency: str) -> Bands:
    """The bands in `currency`'s minor unit, whose borders are round there; none for one without a rate."""
    try:
        return _banded(currency, rates.current(COMPARABLE, currency).rate.value)
    except rates.RateMissing:
        return ()


@lru_cache(maxsize=64)
def _banded(currency: str, rate: Fraction) -> Bands:
    unit = 10 ** exponent(currency)
    lows = sorted({int(_round(each * rate) * unit) for each in _BANDS})
    edges = [None, *lows, None]
    bands = [(low, None if high is None else high - 1) for low, high in pairwise(edges)]
    return tuple((bounds, tuple(_borders(*comparable(*bounds, currency)))) for bounds in bands)


def _borders(low: int | None, high: int | None) -> Iterator[tuple[str, int]]:
    """The ends of a band in the index's column."""
    if low is not None:
        yield "from", lowest_at(low)
    if high is not None:
        yield "to", lowest_at(high + 1)


def _round(amount: Fraction) -> Fraction:
    """The nearest of 1, 2, 5, 10, 20 …, by ratio."""
    power = Fraction(10) ** floor(log10(amount))
    return min((step * power for step in (1, 2, 5, 10)), key=lambda each: max(each / amount, amount / each))
