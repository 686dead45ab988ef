"""The clock of an order that is on its way: when it is received by itself."""

from datetime import datetime
from uuid import UUID

from entrepot.shipping import sending
from entrepot.trade.models import Order
from entrepot.trade.parameters import received_by_itself


def due(order_id: UUID, *, since: datetime) -> None:
    """Its buyer's window begins now: all of it has left, or all of it has been delivered."""
    modes = sending.modes(order_id)
    Order.objects.filter(pk=order_id).update(receipt_due_at=received_by_itself(modes, since=since))
