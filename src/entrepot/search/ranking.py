"""The one formula by which goods stand where they stand. docs/ranking.md says it in words, and so does a page of the shop.

The best CANDIDATES by their words are put in order by the sum of five parts, each from 0 to 1, by WEIGHTS. No part knows who owns
the merchant, what it is called, or what it pays. Of every EVERY places the last is kept for a newcomer (newcomers.py says who).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

import tantivy

from entrepot.kit import clock
from entrepot.search import asking
from entrepot.search.asking import SENT_THERE, Question
from entrepot.search.reading import View
from entrepot.search.schema import (
    LOWEST,
    NEWCOMER,
    PUBLISHED,
    QUALITY_MAX,
    QUALITY_SHIFT,
    STANDING,
    STOCKED,
    age_of,
    price_of,
)

#: How many of the most relevant are put in order.
CANDIDATES = 1000
#: What each part counts; together one.
WEIGHTS = {"text": 0.86, "quality": 0.06, "availability": 0.04, "price": 0.02, "freshness": 0.02}
#: After so many days freshness is half of what it was.
HALF_LIFE_DAYS = 90
#: One place in so many is a newcomer's, who must have at least this part of the best text.
EVERY, TEXT_MIN = 12, 0.5
#: Sums that differ by less than one of these are equal, and a draw that is new each day says who stands first.
STEPS = 10_000
_DAYS_MAX = 720
_FRESHNESS = tuple(0.5 ** (days / HALF_LIFE_DAYS) for days in range(_DAYS_MAX + 1))
#: Odd numbers that spread the draw over 64 bits.
_MIX, _SALT, _MASK = 0x9E3779B97F4A7C15, 0xD1B54A32D192ED03, (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the sum: its value from 0 to 1, and what it counts."""

    name: str
    value: float

    @property
    def weight(self) -> float:
        return WEIGHTS[self.name]

    @property
    def points(self) -> float:
        return self.value * self.weight


class Tier:
    """Candidates of one question, and the parts of each. Lists side by side, since there are a thousand for each search."""

    def __init__(self, view: View, question: Question, to: str, at: datetime) -> None:
        # The stubs leave `count` out, and allow other kinds of columns than ours, which is whole numbers.
        result: Any = view.searcher.search(asking.ranked(question, view.schema, to), limit=CANDIDATES)
        self.total: int = result.count
        self.addresses: list[tantivy.DocAddress] = [address for _, address in result.hits]
        columns: Any = [
            view.searcher.fast_field_values(name, self.addresses) if self.addresses else []
            for name in (PUBLISHED, LOWEST, STANDING)
        ]
        self.published: list[int] = columns[0]
        is_sent = [not to or score >= SENT_THERE for score, _ in result.hits]
        scores = [score - SENT_THERE if to and score >= SENT_THERE else score for score, _ in result.hits]
        best = max(scores, default=0.0) or 1.0
        now = int(at.timestamp() * 1000)
        self.text = [score / best for score in scores]
        self.quality = [(standing >> QUALITY_SHIFT) / QUALITY_MAX for standing in columns[2]]
        self.availability = [
            float(bool(sent and standing & STOCKED))
            for sent, standing in zip(is_sent, columns[2], strict=True)
        ]
        self.price = _price_positions(columns[1])
        self.freshness = [_FRESHNESS[min(age_of(each, now), _DAYS_MAX)] for each in self.published]
        self.is_newcomer = [
            bool(standing & NEWCOMER) and text >= TEXT_MIN
            for standing, text in zip(columns[2], self.text, strict=True)
        ]

    def sums(self) -> list[int]:
        """The sum of each, in STEPS."""
        text, quality, availability, price, freshness = (WEIGHTS[name] * STEPS for name in WEIGHTS)
        return [
            round(t * text + q * quality + a * availability + p * price + f * freshness)
            for t, q, a, p, f in zip(
                self.text, self.quality, self.availability, self.price, self.freshness, strict=True
            )
        ]

    def parts(self, number: int) -> tuple[Part, ...]:
        """The parts of one candidate's sum."""
        return tuple(Part(name, getattr(self, name)[number]) for name in WEIGHTS)


class Seat(NamedTuple):
    """A candidate at its place. is_turn: it has the place that is kept for newcomers."""

    tier: Tier
    number: int
    is_turn: bool = False

    @property
    def address(self) -> tantivy.DocAddress:
        return self.tier.addresses[self.number]

    @property
    def published(self) -> int:
        return self.tier.published[self.number]


def seated(tiers: Sequence[Tier], day: date) -> list[Seat]:
    """All candidates in their order: those of an earlier tier first, each once, newcomers in their places."""
    taken: set[int] = set()
    seats: list[Seat] = []
    for tier in tiers:
        ordered = _ordered(tier, day)
        if taken:
            ordered = [number for number in ordered if tier.published[number] not in taken]
        taken.update(tier.published)
        seats += [Seat(tier, number) for number in ordered]
    return _with_turns(seats, day)


def _ordered(tier: Tier, day: date) -> list[int]:
    """The numbers of a tier's candidates, the greatest sum first; only equals are drawn."""
    sums = tier.sums()
    ordered: list[int] = []
    for _, group in groupby(sorted(range(len(sums)), key=sums.__getitem__, reverse=True), sums.__getitem__):
        equals = list(group)
        if len(equals) > 1:
            equals.sort(key=lambda number: draw(tier.published[number], day), reverse=True)
        ordered += equals
    return ordered


def draw(published: int, day: date) -> int:
    """A number that no one can choose, another each day: equals stand in its order."""
    mixed = (published ^ day.toordinal() * _SALT) * _MIX & _MASK
    return (mixed ^ mixed >> 32) * _MIX & _MASK


def today() -> date:
    """The day of the draw."""
    return clock.now().date()


def _with_turns(seats: list[Seat], day: date) -> list[Seat]:
    """Every EVERY-th place to the newcomer whose turn the draw says it is, of those that would stand further below."""
    newcomers = [place for place, seat in enumerate(seats) if seat.tier.is_newcomer[seat.number]]
    if not newcomers or len(seats) < EVERY:
        return seats
    newcomers.sort(key=lambda place: draw(seats[place].published, day))
    is_placed = bytearray(len(seats))
    ordered: list[Seat] = []
    following = 0
    while len(ordered) < len(seats):
        while newcomers and is_placed[newcomers[-1]]:
            newcomers.pop()
        if newcomers and len(ordered) % EVERY == EVERY - 1:
            place = newcomers.pop()
            ordered.append(seats[place]._replace(is_turn=True))
        else:
            while is_placed[following]:
                following += 1
            place = following
            ordered.append(seats[place])
        is_placed[place] = True
    return ordered


def _price_positions(lowest: Sequence[int]) -> list[float]:
    """1 for the lowest price among the candidates, 0 for the highest, by rank; one half for what cannot be compared."""
    prices = [price_of(each) for each in lowest]
    ranked = sorted((price for price in prices if price is not None), reverse=True)
    last = len(ranked) - 1
    if last < 1:
        return [0.5] * len(prices)
    # Of equal prices the last one counts, so that all of them have the place of the best.
    places: dict[int | None, float] = {price: place / last for place, price in enumerate(ranked)}
    places[None] = 0.5
    return [places[price] for price in prices]
