"""Shipping an order, and following its parcel."""

from datetime import datetime
from uuid import UUID

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import NotAllowed
from entrepot.kit.events import record
from entrepot.kit.verb import verb
from entrepot.shipping import sending
from entrepot.shipping.statuses import TrackingStatus
from entrepot.stock import reserving
from entrepot.trade.cancelling import locked
from entrepot.trade.errors import OrderNotShippable
from entrepot.trade.flow import DELIVER, SHIP, Move, OrderState
from entrepot.trade.models import Order
from entrepot.trade.moving import move_orders
from entrepot.trade.permitting import may


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def ship(order_id: UUID, *, carrier: str, tracking_number: str, by: Actor) -> Order:
    """The goods have left, in one parcel: the merchant's people who ship may say so.

    Stock on hand falls with what was reserved. Raises NotFound, NotAllowed, Malformed (carrier, tracking_number),
    OrderNotShippable.
    """
    order = locked(order_id, by=by)
    _must(SHIP, order, by)
    at = clock.now()
    sending.check(carrier=carrier, tracking_number=tracking_number)
    if not move_orders(SHIP, by=by, at=at, ids=[order.pk]):
        raise OrderNotShippable(number=order.number, state=OrderState(order.state).label)
    reserving.let_go([order.pk], at=at, by_id=by.id)
    sending.hand_over(
        order_id=order.pk,
        merchant_id=order.merchant_id,
        carrier=carrier,
        tracking_number=tracking_number,
        by=by,
    )
    record("order.shipped", order.pk, by=by, merchant_id=order.merchant_id)
    order.refresh_from_db()
    return order


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def track(
    order_id: UUID,
    *,
    status: TrackingStatus,
    place: str = "",
    note: str = "",
    at: datetime | None = None,
    by: Actor,
) -> Order:
    """Say where the parcel is; a delivery moves the order on. Raises NotFound, NotAllowed, Malformed, OrderNotShippable."""
    order = locked(order_id, by=by)
    _must(DELIVER, order, by)
    parcel = sending.parcel_of(order.pk)
    if parcel is None:
        raise OrderNotShippable(number=order.number, state=OrderState(order.state).label)
    sending.track(parcel, status=status, place=place, note=note, at=at or clock.now(), by=by)
    if status == TrackingStatus.DELIVERED and move_orders(DELIVER, by=by, at=clock.now(), ids=[order.pk]):
        record("order.delivered", order.pk, by=by, merchant_id=order.merchant_id)
    order.refresh_from_db()
    return order


def _must(move: Move, order: Order, by: Actor) -> None:
    if not may(move, order, by=by):
        raise NotAllowed
