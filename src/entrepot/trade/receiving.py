"""Receipt: the buyer has the goods, so the escrow becomes the merchant's, less the commission frozen at the sale."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import NotAllowed
from entrepot.kit.events import Fact, record_all
from entrepot.kit.verb import verb
from entrepot.payments import queries as payments
from entrepot.payments import releasing
from entrepot.payments.releasing import Release
from entrepot.trade.cancelling import locked
from entrepot.trade.errors import ChargebackOpen, OrderNotReceivable
from entrepot.trade.flow import COMPLETE, RECEIVE, OrderState
from entrepot.trade.models import Order
from entrepot.trade.moving import MovedMoney, MovedOrder, move_orders, note_money
from entrepot.trade.permitting import may
from entrepot.trade.reasons import Reason

#: How many orders are received by themselves in one transaction.
BATCH = 500
#: When an order whose payment is contested is looked at again.
_POSTPONED = timedelta(days=1)


@verb(allow={Caller.GUEST, Caller.PERSON, Caller.SYSTEM})
def confirm_receipt(order_id: UUID, *, by: Actor) -> Order:
    """The buyer has the goods in hand: the order is received, its escrow released (J4, N1, J5), and so it is completed.

    Raises NotFound, NotAllowed (only the buyer may say so), ChargebackOpen, OrderNotReceivable.
    """
    order = locked(order_id, by=by)
    if not may(RECEIVE, order, by=by):
        raise NotAllowed
    if payments.frozen([order.pk]):
        raise ChargebackOpen(number=order.number)
    if order.released_minor or not _complete([order.pk], by=by, at=clock.now()):
        raise OrderNotReceivable(number=order.number, state=OrderState(order.state).label)
    order.refresh_from_db()
    return order


@verb(allow={Caller.SYSTEM})
def receive_silent(*, by: Actor) -> int:
    """Receive what its buyer was silent about until its window ended (trade rules 2.1); answers how many orders that were.

    At most a batch, with the same few statements whatever the number. An open dispute is another state and a returned order
    that was released is not due; an order whose payment is contested is looked at again a day later.
    """
    at = clock.now()
    first = Order.objects.silent(at).order_by("receipt_due_at").values_list("pk", flat=True)[:BATCH]
    due = list(Order.objects.locked().silent(at).filter(pk__in=list(first)).values_list("pk", flat=True))
    frozen = payments.frozen(due) if due else set()
    Order.objects.filter(pk__in=frozen).update(receipt_due_at=at + _POSTPONED)
    _complete([key for key in due if key not in frozen], by=by, at=at, reason=Reason.SILENT)
    return len(due)


def _complete(ids: Sequence[UUID], *, by: Actor, at: datetime, reason: str = "") -> list[MovedOrder]:
    received = [order.id for order in move_orders(RECEIVE, by=by, at=at, ids=ids, reason=reason)]
    if not received:
        return []
    completed = move_orders(COMPLETE, by=by, at=at, ids=received, reason=Reason.RELEASED)
    Order.objects.filter(pk__in=received).update(receipt_due_at=None)
    _release([order for order in completed if order.escrow], at=at)
    record_all([Fact("order.received", order.id, by, order.merchant_id) for order in completed])
    return completed


def _release(orders: Sequence[MovedOrder], *, at: datetime) -> None:
    """What is left in their escrow becomes their merchants' (J4), less what they owe (N1) and what is kept in reserve (J5)."""
    note_money([MovedMoney(order.id, released=order.escrow) for order in orders])
    releasing.release(
        [
            Release(
                order_id=order.id,
                merchant_id=order.merchant_id,
                escrow=order.escrow,
                commission=order.commission,
                fee_tax=order.fee_tax,
            )
            for order in orders
        ],
        at=at,
    )
