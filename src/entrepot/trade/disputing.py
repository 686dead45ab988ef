"""A dispute, as far as its entrance: the buyer objects, and nothing of the order moves until she withdraws or is paid back."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import FieldError, Malformed, NotAllowed
from entrepot.kit.events import record
from entrepot.kit.verb import verb
from entrepot.payments.freezing import Frozen, freezes
from entrepot.trade.aftersale import Dispute, DisputeEnding, DisputeReason
from entrepot.trade.cancelling import locked
from entrepot.trade.errors import DisputeTooLate, NotDisputed, OrderNotDisputable
from entrepot.trade.flow import DISPUTE, WITHDRAW, OrderState
from entrepot.trade.models import Order, Step
from entrepot.trade.moving import move_orders
from entrepot.trade.parameters import windows
from entrepot.trade.permitting import may
from entrepot.trade.requesting import written


@verb(allow={Caller.GUEST, Caller.PERSON, Caller.SYSTEM})
def dispute(order_id: UUID, *, reason: str, text: str, by: Actor) -> Dispute:
    """The buyer objects to an order that was sent, until its window after the receipt ends. Its clocks stand still from now on.

    Raises NotFound, NotAllowed, OrderNotDisputable, DisputeTooLate, Malformed (reason, text).
    """
    order = locked(order_id, by=by)
    if not may(DISPUTE, order, by=by):
        raise NotAllowed
    came_from, at = order.state, clock.now()
    if came_from not in DISPUTE.sources:
        raise OrderNotDisputable(number=order.number, state=OrderState(came_from).label)
    if (until := disputable_until(order)) and at > until:
        raise DisputeTooLate(number=order.number)
    if reason not in DisputeReason.values:
        raise Malformed(fields=[FieldError("reason", _("Please choose one of the list."))])
    said = written(text, "text")
    move_orders(DISPUTE, by=by, at=at, ids=[order.pk], reason=reason)
    opened = Dispute.objects.create(
        order=order,
        merchant_id=order.merchant_id,
        reason=reason,
        text=said,
        came_from=came_from,
        opened_at=at,
    )
    record("dispute.opened", order.pk, by=by, merchant_id=order.merchant_id, dispute=str(opened.pk))
    return opened


@verb(allow={Caller.GUEST, Caller.PERSON, Caller.SYSTEM})
def withdraw(order_id: UUID, *, by: Actor) -> Order:
    """The buyer no longer objects: the order is what it was, and its clock has stood still as long as the dispute was open.

    Raises NotFound, NotAllowed, NotDisputed.
    """
    order = locked(order_id, by=by)
    if not may(WITHDRAW, order, by=by):
        raise NotAllowed
    opened = Dispute.objects.open().filter(order=order).first()
    if opened is None:
        raise NotDisputed(number=order.number)
    at = clock.now()
    move_orders(WITHDRAW, by=by, at=at, ids=[order.pk], back_to=OrderState(opened.came_from))
    opened.ended_at, opened.ended_as = at, DisputeEnding.WITHDRAWN
    opened.save(update_fields=["ended_at", "ended_as"])
    if order.receipt_due_at is not None:
        stood = at - opened.opened_at
        Order.objects.filter(pk=order.pk).update(receipt_due_at=order.receipt_due_at + stood)
    record("dispute.withdrawn", order.pk, by=by, merchant_id=order.merchant_id, dispute=str(opened.pk))
    order.refresh_from_db()
    return order


def disputable_until(order: Order) -> datetime | None:
    """When the window to object ends: so many days after the receipt; None while the order was not received."""
    received = Step.objects.filter(order_id=order.pk, state=OrderState.RECEIVED).order_by("-pk").first()
    if received is None:
        return None
    return received.created_at + timedelta(days=windows(received.created_at.date()).dispute_days)


@freezes
def open_disputes(merchant_ids: Collection[UUID]) -> list[Frozen]:
    """What is left of disputed orders may have to go back to their buyers, so payouts of their merchants leave it behind."""
    rows = Dispute.objects.open().filter(merchant_id__in=merchant_ids).select_related("order").order_by("pk")
    return [
        Frozen(row.merchant_id, row.order_id, row.order.refundable, _("Dispute"))
        for row in rows
        if row.order.released_minor
    ]
