"""Buying: place, then pay. What a page and the API both call."""

from dataclasses import dataclass
from uuid import UUID

from entrepot.payments import queries as payments
from entrepot.payments.providers import Captured, Declined, NeedsAction
from entrepot.trade.answers import Placed
from entrepot.trade.errors import PaymentDeclined
from entrepot.trade.flow import PurchaseState
from entrepot.trade.following import follow_url
from entrepot.trade.paying import pay
from entrepot.trade.placing import place_one
from entrepot.trade.requests import PurchaseRequest


@dataclass(frozen=True, slots=True)
class Bought:
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
    state, next_url = placed.state, ""
    if state == PurchaseState.PENDING:
        settled = pay(placed, request.payment, locale=request.locale)
        match settled.outcome:
            case Captured():
                state = settled.ended or PurchaseState.PAID
            case Declined():
                state = PurchaseState.DECLINED
            case NeedsAction(next_url=next_url):
                state = PurchaseState.NEEDS_ACTION
    elif state == PurchaseState.NEEDS_ACTION:
        next_url = payments.next_url(placed.purchase_id)
    link = follow_url(placed.purchase_id, locale=request.locale)
    if state == PurchaseState.DECLINED:
        raise PaymentDeclined(extra={"id": str(placed.purchase_id), "follow_url": link})
    return Bought(placed, state, link, next_url)
