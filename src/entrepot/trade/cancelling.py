"""Cancelling what has not left the merchant: the buyer's money for it goes back, the goods are free again."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from entrepot.customs import allowance
from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import NotFound
from entrepot.kit.events import record
from entrepot.kit.verb import verb
from entrepot.payments import charging
from entrepot.stock import reserving
from entrepot.trade.clocking import due
from entrepot.trade.errors import OrderNotCancellable
from entrepot.trade.flow import CANCEL, CANCEL_REST, CANCEL_UNPAID, OrderState, PurchaseState
from entrepot.trade.models import REASON_MAX, Order, OrderLine, Purchase
from entrepot.trade.moving import move_orders, move_purchases
from entrepot.trade.permitting import may
from entrepot.trade.refunding import give_back, worth

_MOVES = {OrderState.PLACED: CANCEL_UNPAID, OrderState.PART_SHIPPED: CANCEL_REST}


@verb(allow={Caller.GUEST, Caller.PERSON, Caller.OPERATOR, Caller.SYSTEM})
def cancel(order_id: UUID, *, reason: str, by: Actor) -> Order:
    """Cancel one order: its buyer, its merchant's people who ship, or the operator may.

    Before payment the stock is given back; after it the whole amount, taxes too, is on its way back to the buyer (R1), and the
    provider's fee stays our cost. Of an order that was sent in part the rest is cancelled, and what was paid for it goes
    back. Raises NotFound, OrderNotCancellable.
    """
    _hold_purchase(order_id)
    order = locked(order_id, by=by)
    if not may(CANCEL, order, by=by):
        raise NotFound
    was, at = order.state, clock.now()
    unsent = reserving.left(order.pk)
    move = _MOVES.get(OrderState(was), CANCEL)
    if not move_orders(move, by=by, at=at, ids=[order.pk], reason=reason[:REASON_MAX]):
        raise OrderNotCancellable(number=order.number, state=OrderState(order.state).label)
    reserving.release([order.pk], at=at)
    if move is CANCEL_REST:
        _give_rest_back(order, unsent, at=at)
        due(order.pk, since=at)
    else:
        allowance.give_back([order.pk], ending=allowance.Ending.CANCELLED)
        if move is CANCEL:
            give_back(order, order.refundable, tax=order.tax_refundable, at=at)
    if not Order.objects.filter(purchase_id=order.purchase_id).exclude(state=OrderState.CANCELLED).exists():
        move_purchases([order.purchase_id], PurchaseState.CANCELLED)
        charging.give_up([order.purchase_id], at=at)
    record("order.cancelled", order.pk, by=by, merchant_id=order.merchant_id, was=was)
    order.refresh_from_db()
    return order


def _hold_purchase(order_id: UUID) -> None:
    """Lock the payment, then the purchase, then its order, as settling and expiring do: two who cancel its last two orders, or
    one who cancels while it is being paid, take turns, and so see what the other did.
    """
    found = Order.objects.filter(pk=order_id).values_list("purchase_id", flat=True).first()
    if found is not None:
        charging.hold([found])
        Purchase.objects.locked().filter(pk=found).first()


def _give_rest_back(order: Order, unsent: Mapping[UUID, int], *, at: datetime) -> None:
    """What was paid for what does not come any more goes back, and so does its part of the buyer's allowance."""
    part = worth(OrderLine.objects.filter(order_id=order.pk), unsent, order.currency)
    held = part.goods + part.freight
    give_back(order, min(held, order.refundable), tax=min(part.tax, order.tax_refundable), at=at)
    if held:
        allowance.lessen(order.pk, Fraction(held.minor, order.goods_minor + order.freight_minor))


def locked(order_id: UUID, *, by: Actor) -> Order:
    """The order, locked, if this caller may see it. Raises NotFound."""
    order = Order.objects.visible_to(by).locked().filter(pk=order_id).first()
    if order is None:
        raise NotFound
    return order
