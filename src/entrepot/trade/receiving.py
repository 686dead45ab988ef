"""Receipt: the buyer has the goods, so the escrow becomes the merchant's, less the commission frozen at the sale."""

from uuid import UUID

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import NotAllowed
from entrepot.kit.events import record
from entrepot.kit.verb import verb
from entrepot.ledger import journals
from entrepot.ledger.posting import post
from entrepot.trade.cancelling import locked
from entrepot.trade.errors import OrderNotReceivable
from entrepot.trade.flow import OrderState
from entrepot.trade.models import Order
from entrepot.trade.moving import move_orders


@verb(allow={Caller.GUEST, Caller.PERSON, Caller.SYSTEM})
def confirm_receipt(order_id: UUID, *, by: Actor) -> Order:
    """The buyer has the goods in hand: the order is received, its escrow released (J4), and so it is completed.

    Raises NotFound, NotAllowed (only the buyer may say so), OrderNotReceivable.
    """
    order = locked(order_id, by=by)
    if not (by.is_system or order.is_bought_by(by)):
        raise NotAllowed
    at = clock.now()
    if not move_orders(OrderState.RECEIVED, by=by, at=at, ids=[order.pk]):
        raise OrderNotReceivable(number=order.number, state=OrderState(order.state).label)
    [released] = move_orders(OrderState.COMPLETED, by=by, at=at, ids=[order.pk], reason="released")
    if released.escrow:
        post(
            [
                journals.release(
                    order_id=order.pk,
                    merchant_id=order.merchant_id,
                    escrow=released.escrow,
                    commission=released.commission,
                    fee_tax=released.fee_tax,
                )
            ]
        )
    record("order.received", order.pk, by=by, merchant_id=order.merchant_id)
    order.refresh_from_db()
    return order
