"""Receipt: the buyer has the goods, so the escrow becomes the merchant's, less the commission frozen at the sale."""

from uuid import UUID

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import NotAllowed
from entrepot.kit.events import record
from entrepot.kit.verb import verb
from entrepot.payments import releasing
from entrepot.payments.releasing import Release
from entrepot.trade.cancelling import locked
from entrepot.trade.errors import OrderNotReceivable
from entrepot.trade.flow import COMPLETE, RECEIVE, OrderState
from entrepot.trade.models import Order
from entrepot.trade.moving import MovedMoney, move_orders, note_money
from entrepot.trade.permitting import may


@verb(allow={Caller.GUEST, Caller.PERSON, Caller.SYSTEM})
def confirm_receipt(order_id: UUID, *, by: Actor) -> Order:
    """The buyer has the goods in hand: the order is received, its escrow released (J4, N1, J5), and so it is completed.

    Raises NotFound, NotAllowed (only the buyer may say so), OrderNotReceivable.
    """
    order = locked(order_id, by=by)
    if not may(RECEIVE, order, by=by):
        raise NotAllowed
    at = clock.now()
    if not move_orders(RECEIVE, by=by, at=at, ids=[order.pk]):
        raise OrderNotReceivable(number=order.number, state=OrderState(order.state).label)
    [released] = move_orders(COMPLETE, by=by, at=at, ids=[order.pk], reason="released")
    if released.escrow:
        note_money([MovedMoney(order.pk, released=released.escrow)])
    releasing.release(
        [
            Release(
                order_id=order.pk,
                merchant_id=order.merchant_id,
                escrow=released.escrow,
                commission=released.commission,
                fee_tax=released.fee_tax,
            )
        ],
        at=at,
    )
    record("order.received", order.pk, by=by, merchant_id=order.merchant_id)
    order.refresh_from_db()
    return order
