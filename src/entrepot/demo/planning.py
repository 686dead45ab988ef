"""Planning two months of trade: who buys what, when, and what becomes of it. Chance decides, the same every time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum, auto
from random import Random

from entrepot.demo.goods import Choice, Good, Shop
from entrepot.demo.people import BUYERS, Buyer
from entrepot.demo.stocking import offered

#: For how long the marketplace has been trading.
DAYS = 60
_SEED = "entrepot"
#: One merchant's part of a purchase to China stays below the limit of one transaction (trade rules, 1.1), freight included.
_ORDER_MAX_USD = Decimal(320)
_GRAMS_MAX = 6_000
#: And one person's purchases far below the limit of the year, in dollars: whoever tries the demo buys as one of them.
_YEAR_MAX_USD = Decimal(1_400)


class Fate(Enum):
    """What becomes of a purchase."""

    KEPT = auto()  # paid, sent, and received if there was time enough
    CONFIRMED = auto()  # the same, but the bank asked the buyer first
    DECLINED = auto()
    ABANDONED = auto()  # the bank asked, and nobody answered
    FORGOTTEN = auto()  # never paid
    WITHDRAWN = auto()  # cancelled before it was paid
    REGRETTED = auto()  # cancelled by the buyer after it was paid
    SHORT = auto()  # cancelled by the merchant, who found a flaw
    PARTED = auto()  # kept, but sent in two parcels
    HALVED = auto()  # received with a flaw, and a part of the price given back
    RETURNED = auto()  # sent back, and refunded when it was here again
    DISPUTED = auto()  # the buyer objects, and nobody has given way yet
    RECLAIMED = auto()  # the buyer's bank takes the money back
    UNPAID = auto()  # placed a moment ago
    ASKED = auto()  # the bank asks at this moment


#: Of each hundred purchases, which end otherwise than kept; by their place, so that a small demo has each of them too.
_ENDS = {
    3: Fate.DECLINED,
    4: Fate.RETURNED,
    6: Fate.REGRETTED,
    8: Fate.PARTED,
    9: Fate.ABANDONED,
    11: Fate.HALVED,
    13: Fate.CONFIRMED,
    16: Fate.WITHDRAWN,
    18: Fate.DISPUTED,
    19: Fate.SHORT,
    21: Fate.PARTED,
    22: Fate.FORGOTTEN,
    24: Fate.RETURNED,
    29: Fate.RECLAIMED,
    31: Fate.CONFIRMED,
    38: Fate.REGRETTED,
    43: Fate.PARTED,
    47: Fate.DECLINED,
    55: Fate.CONFIRMED,
    57: Fate.HALVED,
    64: Fate.ABANDONED,
    68: Fate.RETURNED,
    72: Fate.REGRETTED,
    79: Fate.DISPUTED,
    83: Fate.CONFIRMED,
    90: Fate.FORGOTTEN,
}


@dataclass(frozen=True, slots=True)
class Line:
    """So many of one variant of a shop's product."""

    shop: str
    good: str
    place: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Planned:
    """One purchase. `key`: by which it is known again when a loading that was interrupted goes on."""

    key: str
    at: datetime
    buyer: Buyer
    lines: tuple[Line, ...]
    fate: Fate


def plan(shops: Sequence[Shop], *, purchases: int, until: datetime) -> list[Planned]:
    """So many purchases from these shops, the last of them a moment before `until`."""
    chance = Random(_SEED)
    shelves = _Shelves(shops, chance)
    planned = []
    for number, at in enumerate(_moments(purchases, until, chance)):
        fate = _ENDS.get(number % 100, Fate.KEPT)
        if left := _now(purchases - number):
            fate = left
        buyer, lines = shelves.basket(chance)
        planned.append(Planned(f"demo-{number:05d}", at, buyer, lines, fate))
    return planned


def _now(from_the_end: int) -> Fate | None:
    """The last three purchases are happening as somebody looks."""
    return {1: Fate.ASKED, 2: Fate.UNPAID, 3: Fate.UNPAID}.get(from_the_end)


def _moments(count: int, until: datetime, chance: Random) -> list[datetime]:
    """When people buy: more from week to week, some within the last hours, and the last ones minutes ago."""
    begin = until - timedelta(days=DAYS)
    fresh = max(count // 25, 2)
    moments = [begin + timedelta(days=(DAYS - 1) * chance.random() ** 0.8) for _ in range(count - fresh - 3)]
    moments += [until - timedelta(hours=chance.uniform(1, 20)) for _ in range(fresh)]
    return [*sorted(moments), *(until - timedelta(minutes=minutes) for minutes in (9, 6, 3))]


@dataclass(frozen=True, slots=True)
class _Item:
    shop: Shop
    good: Good
    place: int
    choice: Choice
    popularity: float

    @property
    def price(self) -> Decimal:
        return Decimal(self.choice.price)


class _Shelves:
    """What is there to buy, and what of it is left."""

    def __init__(self, shops: Iterable[Shop], chance: Random) -> None:
        self._items: dict[str, list[_Item]] = {}
        self._left: dict[tuple[str, str, int], int] = {}
        self._spent: dict[str, Decimal] = defaultdict(Decimal)
        self._visits: dict[str, float] = {}
        for shop in shops:
            self._visits[shop.slug] = 3.0 if not self._visits else chance.uniform(0.6, 1.6)
            self._items[shop.slug] = list(self._of(shop, chance))

    def _of(self, shop: Shop, chance: Random) -> Iterable[_Item]:
        for one in offered(shop):
            liked = chance.paretovariate(1.3)
            for place, choice in enumerate(one.good.choices):
                if not one.is_draft:
                    # A shop keeps some of everything: nothing in the demo sells out by chance.
                    self._left[shop.slug, one.good.slug, place] = choice.stock * 2 // 3
                    yield _Item(shop, one.good, place, choice, liked)

    def basket(self, chance: Random) -> tuple[Buyer, tuple[Line, ...]]:
        """Somebody with at least one line, usually of one shop, sometimes of two or three."""
        while True:
            free = [one for one in BUYERS if not one.is_abroad or self._spent[one.email] < _YEAR_MAX_USD]
            buyer = chance.choices(free, [one.often for one in free])[0]
            lines: list[Line] = []
            for slug in self._shops(chance):
                lines += self._order(slug, buyer, chance)
            if lines:
                return buyer, tuple(lines)

    def _shops(self, chance: Random) -> list[str]:
        count = chance.choices((1, 2, 3), (72, 21, 7))[0]
        visited: list[str] = []
        for _ in range(count):
            slug = chance.choices(list(self._visits), list(self._visits.values()))[0]
            if slug not in visited:
                visited.append(slug)
        return visited

    def _order(self, slug: str, buyer: Buyer, chance: Random) -> list[Line]:
        """Lines of one shop that are in stock and, for China, small enough to pass."""
        lines: list[Line] = []
        seen: set[tuple[str, int]] = set()
        dollars, grams = Decimal(0), 0
        items = self._items[slug]
        for _ in range(chance.choices((1, 2, 3), (62, 28, 10))[0]):
            item = chance.choices(items, [one.popularity for one in items])[0]
            quantity = (
                chance.choice((6, 8, 12, 24)) if buyer.bulk else chance.choices((1, 2, 3), (78, 17, 5))[0]
            )
            quantity = min(quantity, self._left[slug, item.good.slug, item.place])
            costs, weighs = item.price * quantity, item.choice.weight_grams * quantity
            if not quantity or (item.good.slug, item.place) in seen:
                continue
            if buyer.is_abroad and (dollars + costs > _ORDER_MAX_USD or grams + weighs > _GRAMS_MAX):
                continue
            seen.add((item.good.slug, item.place))
            dollars, grams = dollars + costs, grams + weighs
            self._left[slug, item.good.slug, item.place] -= quantity
            lines.append(Line(slug, item.good.slug, item.place, quantity))
        # Freight and tax on top: a fifth more is more than enough.
        self._spent[buyer.email] += dollars * 6 / 5
        return lines
