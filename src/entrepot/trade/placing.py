"""Placing purchases: the verb takes a list, and concurrent callers share a transaction (architecture, section 5).

A fixed number of statements whatever the length: read what the batch needs, price each request, take stock and allowance by
conditional updates, insert. A purchase is placed whole or refused whole; one that cannot be met takes nothing from one that can.
"""

from collections.abc import Sequence
from itertools import islice
from uuid import UUID

from django.db import IntegrityError

from entrepot.customs import allowance, rating
from entrepot.customs.queries import rulebook
from entrepot.customs.rules import calendar_year
from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM, Actor, Caller
from entrepot.kit.errors import DomainError
from entrepot.kit.ids import new_ids
from entrepot.kit.retrying import retried
from entrepot.kit.together import Lane
from entrepot.kit.verb import verb
from entrepot.stock import queries as stock
from entrepot.stock import reserving
from entrepot.stock.errors import StockShort
from entrepot.stock.queries import Available
from entrepot.trade import inserting, pricing, quoting, replaying
from entrepot.trade.answers import Placed, PlacedOrder, Placing, Refused
from entrepot.trade.errors import PriceChanged
from entrepot.trade.pricing import Market, Priced
from entrepot.trade.quotes import quote_document
from entrepot.trade.requests import Basket, PurchaseRequest


class _Stale(Exception):
    """Another transaction took stock or allowance that this one had read as free."""


@verb(allow={Caller.SYSTEM})
def place(requests: Sequence[PurchaseRequest], *, by: Actor) -> list[Placed | Refused]:
    """Place many purchases in one transaction; one answer for each request, in its order.

    A request is refused with, in this order: idempotency.mismatch, quote.unusable, quote.expired, malformed,
    catalog.not_on_sale, catalog.quantity_below_minimum, shipping.no_rate, shipping.too_heavy, payments.rate_missing,
    customs.*, price.changed, stock.short.
    """
    at = clock.now()
    answers: dict[int, Placed | Refused] = dict(replaying.stored(requests))
    twins = replaying.twins(requests, answers)
    fresh = [i for i in range(len(requests)) if i not in answers and i not in twins]
    if fresh:
        market = pricing.look({line.variant_id for i in fresh for line in requests[i].lines}, at=at)
        placings: dict[int, Placing] = {}
        for i, outcome in _decide([(i, requests[i]) for i in fresh], market):
            if isinstance(outcome, Placing):
                placings[i] = outcome
            else:
                answers[i] = outcome
        inserting.insert(list(placings.values()), at=at)
        answers |= {i: _placed(placing) for i, placing in placings.items()}
    for i, first in twins.items():
        answers[i] = replaying.as_twin(requests[i], requests[first], answers[first])
    return [answers[i] for i in range(len(requests))]


def _decide(
    requests: list[tuple[int, PurchaseRequest]], market: Market
) -> list[tuple[int, Placing | Refused]]:
    """Price each request, and take its stock and allowance; _Stale when somebody else was quicker."""
    year = calendar_year(market.at)
    used = allowance.used({r.destination.id_hash for _, r in requests if r.destination.id_hash}, year)
    levels = stock.available(market.offers)
    left = {variant: level.quantity for variant, level in levels.items()}
    outcomes: list[tuple[int, Placing | Refused]] = []
    alike: dict[_Alike, Priced] = {}
    for i, request in requests:
        try:
            priced = _price(request, market, used, alike)
            _take_from(left, request)
        except DomainError as error:
            outcomes.append((i, Refused(error)))
            continue
        if request.destination.id_hash:
            used[request.destination.id_hash] += sum(
                order.dutiable_cny_minor for order in priced.landed.orders
            )
        outcomes.append((i, _placing(request, priced)))
    taken = [outcome for _, outcome in outcomes if isinstance(outcome, Placing)]
    _take_stock(taken, levels)
    _hold_allowance(taken, year)
    return outcomes


#: What the price of a basket depends on, within one batch: its lines, its place, its currency, its quote, the allowance used.
type _Alike = tuple[tuple[tuple[UUID, int], ...], str, str, str, str, int]


def _price(
    request: PurchaseRequest, market: Market, used: dict[bytes, int], alike: dict[_Alike, Priced]
) -> Priced:
    """The price of a request; baskets that are alike are priced once, as most are where many want the same good."""
    to, used_ytd = request.destination, used.get(request.destination.id_hash or b"", 0)
    lines = tuple((line.variant_id, line.quantity) for line in request.lines)
    key = (lines, to.country, to.region, request.currency, request.quote, used_ytd)
    quote = quoting.read(request.quote, currency=request.currency) if request.quote else None
    basket = Basket(request.currency, to, request.lines)
    priced = alike.get(key)
    if priced is None:
        priced = alike[key] = pricing.price(basket, market, quote, used_ytd=used_ytd)
    expected = request.expected_minor
    if expected is None and quote is not None:
        expected = quote.expected_minor(basket.mark)
    if expected is not None and expected != priced.landed.total_minor:
        again = pricing.price(basket, market, None, used_ytd=used_ytd)
        raise PriceChanged(again.landed.total, quote_document(again))
    return priced


def _take_from(left: dict[UUID, int], request: PurchaseRequest) -> None:
    """Count the request's goods off what is left for this batch. Raises StockShort, and then takes nothing."""
    short = [
        (index, str(line.variant_id), max(left.get(line.variant_id, 0), 0))
        for index, line in enumerate(request.lines)
        if left.get(line.variant_id, 0) < line.quantity
    ]
    if short:
        raise StockShort(short)
    for line in request.lines:
        left[line.variant_id] -= line.quantity


def _placing(request: PurchaseRequest, priced: Priced) -> Placing:
    count = len(priced.orders)
    purchase_id, *ids = new_ids(1 + count + len(request.lines))
    line_ids = iter(ids[count:])
    return Placing(
        request=request,
        priced=priced,
        purchase_id=purchase_id,
        order_ids=ids[:count],
        line_ids=[list(islice(line_ids, len(order.lines))) for order in priced.orders],
    )


def _take_stock(placings: Sequence[Placing], levels: dict[UUID, Available]) -> None:
    wanted: dict[UUID, int] = {}
    reservations = []
    for placing in placings:
        for order_id, line_ids, order in zip(
            placing.order_ids, placing.line_ids, placing.priced.orders, strict=True
        ):
            for line_id, line in zip(line_ids, order.lines, strict=True):
                level = levels[line.offer.variant_id].level_id
                wanted[level] = wanted.get(level, 0) + line.wanted.quantity
                merchant_id = line.offer.merchant_id
                reservations.append(
                    reserving.NewReservation(line_id, level, order_id, merchant_id, line.wanted.quantity)
                )
    if len(reserving.take(wanted)) < len(wanted):
        raise _Stale
    reserving.note(reservations, at=clock.now())


def _hold_allowance(placings: Sequence[Placing], year: int) -> None:
    """Take each purchase's part of its buyer's allowance, up to the limit of the rules that it was priced by."""
    wanted: dict[int, list[allowance.Wanted]] = {}
    for placing in placings:
        if not (id_hash := placing.request.destination.id_hash):
            continue
        quote = placing.priced.quote
        limit = rating.limits(rulebook(quote.at, version=quote.rules_version)).annual
        wanted.setdefault(limit, []).extend(
            allowance.Wanted(placing.purchase_id, order_id, id_hash, year, order.landed.dutiable_cny_minor)
            for order_id, order in zip(placing.order_ids, placing.priced.orders, strict=True)
            if order.landed.dutiable_cny_minor
        )
    for limit, part in wanted.items():
        if part and allowance.hold(part, limit_minor=limit):
            raise _Stale


def _placed(placing: Placing) -> Placed:
    orders = zip(placing.order_ids, placing.priced.orders, strict=True)
    return Placed(
        purchase_id=placing.purchase_id,
        state="pending",
        total=placing.priced.landed.total,
        orders=tuple(
            PlacedOrder(order_id, o.terms.id, o.terms.slug, "placed", o.landed.total)
            for order_id, o in orders
        ),
    )


def place_batch(requests: Sequence[PurchaseRequest]) -> list[Placed | Refused]:
    """`place`, tried anew while another process is quicker: stale stock, a key used in the same moment, a deadlock."""
    return retried(lambda: place(requests, by=SYSTEM), anew_for=(_Stale, IntegrityError))


#: Where pages, API calls and imports of purchases queue to share a transaction.
together: Lane[PurchaseRequest, Placed | Refused] = Lane(place_batch)


def place_one(request: PurchaseRequest) -> Placed:
    """Place one purchase, sharing the transaction of those who ask in the same moment. Raises what `place` refuses with."""
    return _placed_or_raised(together(request))


async def place_soon(request: PurchaseRequest) -> Placed:
    """`place_one` for a coroutine."""
    return _placed_or_raised(await together.soon(request))


def _placed_or_raised(answer: Placed | Refused) -> Placed:
    if isinstance(answer, Refused):
        raise answer.error
    return answer
