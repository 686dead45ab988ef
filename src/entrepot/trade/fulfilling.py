"""Shipping an order, in one parcel or in several, and following them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import FieldError, Malformed, NotAllowed
from entrepot.kit.events import record
from entrepot.kit.verb import verb
from entrepot.shipping import sending
from entrepot.shipping.statuses import Mode, TrackingStatus
from entrepot.stock import reserving
from entrepot.trade.cancelling import locked
from entrepot.trade.clocking import due
from entrepot.trade.errors import OrderNotShippable, ParcelKnown
from entrepot.trade.flow import DELIVER, SHIP, SHIP_PART, Move, OrderState
from entrepot.trade.models import Order
from entrepot.trade.moving import move_orders
from entrepot.trade.permitting import may


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def ship(
    order_id: UUID,
    *,
    carrier: str,
    tracking_number: str,
    lines: Mapping[UUID, int] | None = None,
    mode: str = Mode.EXPRESS,
    by: Actor,
) -> Order:
    """Goods have left, in one parcel: so many of each of these lines, or all that is left of the order.

    The merchant's people who ship may say so. Stock on hand falls with what was reserved. Raises NotFound, NotAllowed,
    OrderNotShippable, Malformed (carrier, tracking_number, mode, lines), ParcelKnown.
    """
    order = locked(order_id, by=by)
    _must(SHIP, order, by)
    at = clock.now()
    sending.check(carrier=carrier, tracking_number=tracking_number, mode=mode)
    if order.state not in SHIP.sources:
        raise OrderNotShippable(number=order.number, state=OrderState(order.state).label)
    left = reserving.left(order.pk)
    sent = left if lines is None else dict(lines)
    _check_sent(sent, left)
    if sending.is_known(order.pk, carrier=carrier, tracking_number=tracking_number):
        raise ParcelKnown(number=tracking_number.strip())
    move_orders(SHIP if sent == left else SHIP_PART, by=by, at=at, ids=[order.pk])
    reserving.let_go(sent, at=at, by_id=by.id)
    sending.hand_over(
        order_id=order.pk,
        merchant_id=order.merchant_id,
        carrier=carrier,
        tracking_number=tracking_number,
        lines=sent,
        mode=mode,
        by=by,
    )
    if sent == left:
        due(order.pk, since=at)
    record("order.shipped", order.pk, by=by, merchant_id=order.merchant_id)
    order.refresh_from_db()
    return order


def _check_sent(sent: Mapping[UUID, int], left: Mapping[UUID, int]) -> None:
    """Malformed for nothing at all, for a line that is not of this order or has left, and for more than is left of it."""
    if not sent:
        raise Malformed(fields=[FieldError("lines", _("Please say what is in the parcel."))])
    wrong = [
        FieldError(
            f"lines.{index}.quantity",
            format_lazy(_("Please give 1 to {left}."), left=left[line])
            if line in left
            else _("Nothing of this is left to send."),
        )
        for index, (line, quantity) in enumerate(sent.items())
        if not 1 <= quantity <= left.get(line, 0)
    ]
    if wrong:
        raise Malformed(fields=wrong)


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def track(
    order_id: UUID,
    *,
    status: TrackingStatus,
    tracking_number: str = "",
    place: str = "",
    note: str = "",
    at: datetime | None = None,
    by: Actor,
) -> Order:
    """Say where a parcel is, the newest one if no number is given; the delivery of the last moves the order on.

    Raises NotFound, NotAllowed, Malformed, OrderNotShippable.
    """
    order = locked(order_id, by=by)
    _must(DELIVER, order, by)
    parcel = sending.parcel_of(order.pk, tracking_number=tracking_number)
    if parcel is None:
        raise OrderNotShippable(number=order.number, state=OrderState(order.state).label)
    sending.track(parcel, status=status, place=place, note=note, at=at or clock.now(), by=by)
    is_all = status == TrackingStatus.DELIVERED and sending.are_delivered(order.pk)
    if is_all and move_orders(DELIVER, by=by, at=clock.now(), ids=[order.pk]):
        due(order.pk, since=clock.now())
        record("order.delivered", order.pk, by=by, merchant_id=order.merchant_id)
    order.refresh_from_db()
    return order


def _must(move: Move, order: Order, by: Actor) -> None:
    if not may(move, order, by=by):
        raise NotAllowed
