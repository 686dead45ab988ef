"""Cancelling an order that has not left the merchant: the buyer's money goes back whole, the goods are free again."""

from datetime import datetime
from uuid import UUID

from entrepot.customs import allowance
from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import NotFound
from entrepot.kit.events import record
from entrepot.kit.verb import verb
from entrepot.ledger import journals
from entrepot.ledger.posting import post
from entrepot.payments import refunding
from entrepot.payments.refunding import NewRefund
from entrepot.stock import reserving
from entrepot.trade.errors import OrderNotCancellable
from entrepot.trade.flow import CANCEL, CANCEL_UNPAID, OrderState, PurchaseState
from entrepot.trade.models import REASON_MAX, Order, Purchase
from entrepot.trade.moving import MovedMoney, MovedOrder, move_orders, move_purchases, note_money
from entrepot.trade.permitting import may


@verb(allow={Caller.GUEST, Caller.PERSON, Caller.OPERATOR, Caller.SYSTEM})
def cancel(order_id: UUID, *, reason: str, by: Actor) -> Order:
    """Cancel one order: its buyer, its merchant's people who ship, or the operator may.

    Before payment the stock is given back; after it the whole amount, taxes too, is on its way back to the buyer (R1), and the
    provider's fee stays our cost. Raises NotFound, OrderNotCancellable.
    """
    _hold_purchase(order_id)
    order = locked(order_id, by=by)
    if not may(CANCEL, order, by=by):
        raise NotFound
    was, at = order.state, clock.now()
    move = CANCEL_UNPAID if was == OrderState.PLACED else CANCEL
    moved = move_orders(move, by=by, at=at, ids=[order.pk], reason=reason[:REASON_MAX])
    if not moved:
        raise OrderNotCancellable(number=order.number, state=OrderState(order.state).label)
    reserving.release([order.pk], at=at)
    allowance.give_back([order.pk], ending=allowance.Ending.CANCELLED)
    if "refund" in move.posts:
        _refund(moved[0], at=at)
    if not Order.objects.filter(purchase_id=order.purchase_id).exclude(state=OrderState.CANCELLED).exists():
        move_purchases([order.purchase_id], PurchaseState.CANCELLED)
    record("order.cancelled", order.pk, by=by, merchant_id=order.merchant_id, was=was)
    order.refresh_from_db()
    return order


def _hold_purchase(order_id: UUID) -> None:
    """Lock the purchase before its order, as settling and expiring do: two who cancel its last two orders, or one who cancels
    while it is being paid, take turns, and so see what the other did.
    """
    Purchase.objects.locked().filter(orders=order_id).first()


def _refund(order: MovedOrder, *, at: datetime) -> None:
    """All that is still held of the order, taxes too, is on its way back (R1)."""
    if not (order.escrow or order.tax):
        return
    [refund_id] = refunding.open_refunds(
        [NewRefund(order.purchase_id, order.id, order.escrow + order.tax)], at=at
    )
    note_money([MovedMoney(order.id, refunded=order.escrow, tax=order.tax)])
    post(
        [
            journals.refund_before_release(
                refund_id=refund_id, order_id=order.id, escrow=order.escrow, import_tax=order.tax
            )
        ]
    )


def locked(order_id: UUID, *, by: Actor) -> Order:
    """The order, locked, if this caller may see it. Raises NotFound."""
    order = Order.objects.visible_to(by).locked().filter(pk=order_id).first()
    if order is None:
        raise NotFound
    return order
