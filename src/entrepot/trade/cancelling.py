"""Cancelling an order that has not left the merchant: the buyer's money goes back whole, the goods are free again."""

from uuid import UUID

from entrepot.customs import allowance
from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller, Permission
from entrepot.kit.errors import NotFound
from entrepot.kit.events import record
from entrepot.kit.verb import verb
from entrepot.ledger import journals
from entrepot.ledger.posting import post
from entrepot.payments import refunding
from entrepot.payments.refunding import NewRefund
from entrepot.stock import reserving
from entrepot.trade.errors import OrderNotCancellable
from entrepot.trade.flow import OrderState, PurchaseState
from entrepot.trade.models import REASON_MAX, Order, Purchase
from entrepot.trade.moving import move_orders, move_purchases


@verb(allow={Caller.GUEST, Caller.PERSON, Caller.OPERATOR, Caller.SYSTEM})
def cancel(order_id: UUID, *, reason: str, by: Actor) -> Order:
    """Cancel one order: its buyer, its merchant's people who ship, or the operator may.

    Before payment the stock is given back; after it the whole amount, taxes too, is on its way back to the buyer (R1), and the
    provider's fee stays our cost. Raises NotFound, OrderNotCancellable.
    """
    _hold_purchase(order_id)
    order = locked(order_id, by=by)
    _may_cancel(order, by)
    was, at = order.state, clock.now()
    moved = move_orders(OrderState.CANCELLED, by=by, at=at, ids=[order.pk], reason=reason[:REASON_MAX])
    if not moved:
        raise OrderNotCancellable(number=order.number, state=OrderState(order.state).label)
    reserving.release([order.pk], at=at)
    allowance.give_back([order.pk], ending=allowance.Ending.CANCELLED)
    if was == OrderState.PAID and order.total_minor:
        refund = NewRefund(order.purchase_id, order.pk, order.total)
        [refund_id] = refunding.open_refunds([refund], at=at)
        escrow, tax = moved[0].escrow, moved[0].tax
        post(
            [
                journals.refund_before_release(
                    refund_id=refund_id, order_id=order.pk, escrow=escrow, import_tax=tax
                )
            ]
        )
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


def _may_cancel(order: Order, by: Actor) -> None:
    """Its buyer (by account or signed link), its merchant's people who ship, the operator; to all others it is not there."""
    if not (order.is_bought_by(by) or by.is_operator or by.may(Permission.FULFIL, order.merchant_id)):
        raise NotFound


def locked(order_id: UUID, *, by: Actor) -> Order:
    """The order, locked, if this caller may see it. Raises NotFound."""
    order = Order.objects.visible_to(by).locked().filter(pk=order_id).first()
    if order is None:
        raise NotFound
    return order
