"""Buying: place, then pay. What a page and the API both call."""

from uuid import UUID

from msgspec import Struct

from entrepot.kit.serving import aside
from entrepot.payments import queries as payments
from entrepot.payments.providers import Captured, Declined, NeedsAction
from entrepot.trade.answers import Placed
from entrepot.trade.errors import PaymentDeclined
from entrepot.trade.flow import PurchaseState
from entrepot.trade.following import follow_url
from entrepot.trade.paying import Settled, pay, pay_soon
from entrepot.trade.placing import place_one, place_soon
from entrepot.trade.requests import PurchaseRequest


class Bought(Struct, frozen=True):
    """A placed purchase and where its payment stands. `next_url`: where the buyer must confirm, in state needs_action."""

    placed: Placed
    state: str
    follow_url: str
    next_url: str = ""

    @property
    def purchase_id(self) -> UUID:
        return self.placed.purchase_id


def buy(request: PurchaseRequest) -> Bought:
    """Place a purchase and ask its provider for the money.

    A repeated call with the same key finds the purchase: still pending, it is asked again with the provider's own idempotency
    (so a caller that died in between just repeats); settled, its stored answer is given. Raises what `place` refuses with, and
    PaymentDeclined, whose stock is given back.
    """
    placed = place_one(request)
    pays = placed.state == PurchaseState.PENDING
    settled = pay(placed, request.payment, locale=request.locale) if pays else None
    next_url = payments.next_url(placed.purchase_id) if placed.state == PurchaseState.NEEDS_ACTION else ""
    return _bought(request, placed, settled, next_url)


async def buy_soon(request: PurchaseRequest) -> Bought:
    """`buy` for a coroutine: no thread waits for its batches and its provider."""
    placed = await place_soon(request)
    pays = placed.state == PurchaseState.PENDING
    settled = await pay_soon(placed, request.payment, locale=request.locale) if pays else None
    waits = placed.state == PurchaseState.NEEDS_ACTION
    next_url = await aside(payments.next_url, placed.purchase_id) if waits else ""
    return _bought(request, placed, settled, next_url)


def _bought(request: PurchaseRequest, placed: Placed, settled: Settled | None, next_url: str) -> Bought:
    state = placed.state
    if settled is not None:
        match settled.outcome:
            case Captured():
                state = settled.ended or PurchaseState.PAID
            case Declined():
                state = PurchaseState.DECLINED
            case NeedsAction(next_url=next_url):
                state = PurchaseState.NEEDS_ACTION
    link = follow_url(placed.purchase_id, locale=request.locale)
    if state == PurchaseState.DECLINED:
        raise PaymentDeclined(extra={"id": str(placed.purchase_id), "follow_url": link})
    return Bought(placed, state, link, next_url)
