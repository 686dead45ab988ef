"""Playing the planned trade: every deed at its moment, by the person whose deed it is, through the verbs of the marketplace.

A deed may lead to further ones. What an interrupted loading did already is asked for again, and refused or without effect.
"""

import heapq
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from random import Random
from uuid import UUID

from entrepot.demo import housekeeping, objecting
from entrepot.demo.planning import Fate, Planned
from entrepot.demo.travelling import AT_HOME, Leg, by_day, journey
from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM, Actor
from entrepot.kit.errors import DomainError
from entrepot.payments import charging, refunding
from entrepot.sandbox import charging as sandbox
from entrepot.sandbox.confirming import answer
from entrepot.stock import reserving
from entrepot.trade import asking, expiring, paying
from entrepot.trade.answers import Placed, PlacedOrder
from entrepot.trade.buying import buy
from entrepot.trade.cancelling import cancel
from entrepot.trade.errors import (
    OrderNotCancellable,
    OrderNotReceivable,
    OrderNotShippable,
    ParcelKnown,
    PaymentDeclined,
)
from entrepot.trade.fulfilling import ship, track
from entrepot.trade.paying import Settlement
from entrepot.trade.placing import place_one
from entrepot.trade.receiving import confirm_receipt
from entrepot.trade.requests import PurchaseRequest

type Deed = Callable[[], Iterable[tuple[datetime, Deed]]]

_TOKENS = {
    Fate.DECLINED: "tok_declined",
    Fate.CONFIRMED: "tok_needs_action",
    Fate.ABANDONED: "tok_needs_action",
    Fate.ASKED: "tok_needs_action",
}
_UNPAID = (Fate.FORGOTTEN, Fate.WITHDRAWN, Fate.UNPAID)
_REGRETS = {
    "zh-hans": ("选错了款式，想重新下单。", "家里已经有一件了。", "地址填错了，需要重新下单。"),
    "en": (
        "I chose the wrong size and will order again.",
        "We have been given one meanwhile.",
        "Ordered twice.",
    ),
}
_FLAW = "The last one on the shelf has a flaw, and we do not send flawed things. We are sorry."
#: Of so many deliveries one is not confirmed by its buyer.
_SILENT = 5
#: What came within so long is not yet received by itself: the shortest window of a route is fifteen days.
_WAITING = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts: buyers by address, those who pack and those who own by shop; and the variants by shop, product and place."""

    buyers: Mapping[str, Actor]
    packers: Mapping[str, Actor]
    owners: Mapping[str, Actor]
    slugs: Mapping[UUID, str]
    variants: Mapping[tuple[str, str, int], UUID]
    #: What carriers had said of which order before: nothing, unless a loading was interrupted.
    travelled: Collection[tuple[UUID, str, str]]


class _Silence:
    """Which buyers do not say that their parcel has come: one of so many, and the first whose parcel comes in the last two weeks,
    so that the smallest demo, begun at whatever hour, has an order that waits for its buyer."""

    def __init__(self, until: datetime) -> None:
        self._until = until
        self._missing = True

    def falls(self, delivered_at: datetime, chance: Random) -> bool:
        """Whether nobody says so of this parcel."""
        silent = not chance.randrange(_SILENT)
        if self._missing and self._until - _WAITING < delivered_at < self._until:
            silent, self._missing = True, False
        return silent


def play(planned: Sequence[Planned], cast: Cast, *, until: datetime, tell: Callable[[str], None]) -> int:
    """Play every deed that is due by `until`, in the order of time.

    Answers how many purchases were refused: none, unless a rule has changed since they were planned.
    """
    order = count()
    refused: list[str] = []
    silence = _Silence(until)
    agenda: list[tuple[datetime, int, Deed]] = []
    for one in planned:
        heapq.heappush(agenda, (one.at, next(order), _Purchase(one, cast, refused, silence).begin))
    for day in housekeeping.days(planned[0].at, until) if planned else ():
        heapq.heappush(agenda, (day, next(order), housekeeping.keep))
    bought = 0
    while agenda and agenda[0][0] <= until:
        at, place, deed = heapq.heappop(agenda)
        with clock.standing_at(at):
            following = list(deed())
        for later, then in following:
            heapq.heappush(agenda, (max(later, at), next(order), then))
        if place < len(planned):
            bought += 1
            if bought % 25 == 0 or bought == len(planned):
                tell(f"Purchases: {bought} of {len(planned)}")
    for sentence in refused:
        tell(f"Refused: {sentence}")
    return len(refused)


class _Purchase:
    """One planned purchase on its way."""

    def __init__(self, planned: Planned, cast: Cast, refused: list[str], silence: _Silence) -> None:
        self._planned = planned
        self._cast = cast
        self._refused = refused
        self._silence = silence
        self._chance = Random(planned.key)
        self._parted: set[UUID] = set()
        self._buyer = cast.buyers.get(planned.buyer.email, Actor(locale=planned.buyer.locale))

    def begin(self) -> Iterable[tuple[datetime, Deed]]:
        """Place it and ask for the money, as far as it gets; then what its fate brings."""
        try:
            placed = self._place()
        except PaymentDeclined:
            return []
        except DomainError as error:
            self._refused.append(f"{self._planned.key}, {error}")
            return []
        if self._buyer.id is None:
            self._buyer = Actor(locale=self._buyer.locale, follows=frozenset({placed.purchase_id}))
        return self._then(placed)

    def _place(self) -> Placed:
        request = self._request()
        return place_one(request) if self._planned.fate in _UNPAID else buy(request).placed

    def _request(self) -> PurchaseRequest:
        planned, buyer = self._planned, self._planned.buyer
        lines = [
            {"variant": self._cast.variants[line.shop, line.good, line.place], "quantity": line.quantity}
            for line in planned.lines
        ]
        document = {
            "currency": buyer.currency,
            "ship_to": buyer.ship_to,
            "lines": lines,
            "email": buyer.email,
            "payment": {"provider": "sandbox", "token": _TOKENS.get(planned.fate, "tok_ok")},
        }
        return asking.purchase(document, key=planned.key, by=self._buyer)

    def _then(self, placed: Placed) -> Iterable[tuple[datetime, Deed]]:
        at, first = self._planned.at, placed.orders[0]
        match self._planned.fate:
            case Fate.KEPT | Fate.PARTED | Fate.HALVED | Fate.RETURNED | Fate.DISPUTED | Fate.RECLAIMED:
                yield from self._sendings(placed.orders)
            case Fate.CONFIRMED:
                yield at + timedelta(minutes=2), partial(self._confirm, placed)
            case Fate.ABANDONED | Fate.FORGOTTEN:
                yield at + timedelta(minutes=31), _expire
            case Fate.WITHDRAWN:
                yield at + timedelta(minutes=11), partial(self._cancel, first, self._buyer, self._regret())
            case Fate.REGRETTED:
                yield at + timedelta(hours=3), partial(self._cancel, first, self._buyer, self._regret())
                yield from self._sendings(placed.orders[1:])
            case Fate.SHORT:
                packer = self._packer(first)
                yield at + timedelta(hours=17), partial(self._cancel, first, packer, _FLAW)
                yield from self._sendings(placed.orders[1:])

    def _regret(self) -> str:
        return self._chance.choice(_REGRETS[self._buyer.locale])

    def _packer(self, order: PlacedOrder) -> Actor:
        return self._cast.packers[self._cast.slugs[order.merchant_id]]

    def _confirm(self, placed: Placed) -> Iterable[tuple[datetime, Deed]]:
        """The buyer says yes on the provider's page, and the marketplace hears of it."""
        key = placed.purchase_id
        answer(sandbox.outcome(key=key).id, confirmed=True)
        for outcome in charging.ask_after([key]).values():
            paying.together(Settlement(key, outcome))
        return self._sendings(placed.orders)

    def _cancel(self, order: PlacedOrder, by: Actor, reason: str) -> Iterable[tuple[datetime, Deed]]:
        try:
            cancel(order.id, reason=reason, by=by)
        except OrderNotCancellable:
            return []
        return [(clock.now() + timedelta(minutes=20), _refund)]

    def _sendings(self, orders: Iterable[PlacedOrder]) -> Iterable[tuple[datetime, Deed]]:
        for order in orders:
            packed = self._planned.at + timedelta(hours=self._chance.uniform(20, 66))
            yield by_day(packed, AT_HOME, self._chance), partial(self._ship, order)

    def _ship(self, order: PlacedOrder) -> Iterable[tuple[datetime, Deed]]:
        packer = self._packer(order)
        slug = self._cast.slugs[order.merchant_id]
        travel = journey(slug, self._planned.buyer, clock.now(), self._chance)
        some = self._some(order)
        with suppress(OrderNotShippable, ParcelKnown):  # it was sent before the loading was interrupted
            ship(order.id, carrier=travel.carrier, tracking_number=travel.number, lines=some, by=packer)
        if some:
            yield clock.now() + timedelta(days=2), partial(self._ship, order)
            return
        for leg in travel.legs:
            yield leg.at, partial(self._track, order, leg, packer)
        wait = timedelta(hours=self._chance.uniform(2, 120))
        if self._planned.fate in objecting.FATES:
            owner = self._cast.owners[slug]
            case = objecting.Case(order.id, self._planned.fate, self._buyer, packer, owner)
            yield from case.begin(travel.delivered_at + wait)
        elif not self._silence.falls(travel.delivered_at, self._chance):
            yield travel.delivered_at + wait, partial(self._receive, order)

    def _some(self, order: PlacedOrder) -> Mapping[UUID, int] | None:
        """One of the goods, where an order is sent in two parcels, the first time; None for all that is left."""
        left = reserving.left(order.id)
        parts = self._planned.fate is Fate.PARTED and order.id not in self._parted and sum(left.values()) > 1
        self._parted.add(order.id)
        return {next(iter(left)): 1} if parts else None

    def _track(self, order: PlacedOrder, leg: Leg, packer: Actor) -> Iterable[tuple[datetime, Deed]]:
        if (order.id, leg.status, leg.place) not in self._cast.travelled:
            track(order.id, status=leg.status, place=leg.place, note=leg.note, by=packer)
        return []

    def _receive(self, order: PlacedOrder) -> Iterable[tuple[datetime, Deed]]:
        with suppress(OrderNotReceivable):  # it was received before the loading was interrupted
            confirm_receipt(order.id, by=self._buyer)
        return []


def _expire() -> Iterable[tuple[datetime, Deed]]:
    expiring.expire(by=SYSTEM)
    return []


def _refund() -> Iterable[tuple[datetime, Deed]]:
    refunding.send_asked()
    return []
