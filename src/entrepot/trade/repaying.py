"""A merchant, or the operator, gives money of an order back by itself, whether it was asked for or not."""

from uuid import UUID

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import NotAllowed
from entrepot.kit.money import Money
from entrepot.kit.verb import verb
from entrepot.trade.cancelling import locked
from entrepot.trade.flow import REFUND_PART
from entrepot.trade.models import Order
from entrepot.trade.permitting import may
from entrepot.trade.refunding import pay_back
from entrepot.trade.requesting import settle_open, written


@verb(allow={Caller.PERSON, Caller.OPERATOR, Caller.SYSTEM})
def refund(order_id: UUID, *, amount: Money | None, reason: str, by: Actor) -> Order:
    """Give `amount` of goods and freight back to the buyer, or all that is left of them, without the goods.

    Out of the escrow (R1), or after the release from the merchant, with its part of the commission (R2). Raises NotFound,
    NotAllowed, OrderNotRefundable, RefundIsCancellation, Malformed (amount, reason), ChargebackOpen.
    """
    order = locked(order_id, by=by)
    if not may(REFUND_PART, order, by=by):
        raise NotAllowed
    at = clock.now()
    refund_id, paid = pay_back(order, amount, reason=written(reason, "reason"), by=by, at=at)
    settle_open(order, refund_id, paid, by=by, at=at)
    order.refresh_from_db()
    return order
