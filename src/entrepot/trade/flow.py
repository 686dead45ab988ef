"""The lives of a purchase and of an order, as data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from entrepot.kit.flow import Flow


class OrderState(TextChoices):
    PLACED = "placed", _("Placed")  # stock is held, the money is not here yet
    PAID = "paid", _("Paid")  # the money is held; the merchant packs
    SHIPPED = "shipped", _("Shipped")
    DELIVERED = "delivered", _("Delivered")  # the carrier says so; the buyer has not
    RECEIVED = "received", _("Received")  # the buyer has it, or stayed silent for the window of the route
    COMPLETED = "completed", _("Completed")  # the money is the merchant's
    CANCELLED = "cancelled", _("Cancelled")
    REFUNDED = "refunded", _("Refunded")


class PurchaseState(TextChoices):
    PENDING = "pending", _("Waiting for payment")
    NEEDS_ACTION = "needs_action", _("Needs your confirmation")
    PAID = "paid", _("Paid")
    DECLINED = "declined", _("Payment declined")
    EXPIRED = "expired", _("Not paid in time")
    CANCELLED = "cancelled", _("Cancelled")


_O = OrderState
ORDER_FLOW = Flow[OrderState](
    start=_O.PLACED,
    steps={
        _O.PLACED: {_O.PAID, _O.CANCELLED},
        _O.PAID: {_O.SHIPPED, _O.CANCELLED},
        _O.SHIPPED: {_O.DELIVERED, _O.RECEIVED, _O.REFUNDED},
        _O.DELIVERED: {_O.RECEIVED, _O.REFUNDED},
        _O.RECEIVED: {_O.COMPLETED, _O.REFUNDED},
        _O.COMPLETED: {_O.REFUNDED},
    },
    ends={_O.CANCELLED, _O.REFUNDED},
)

_P = PurchaseState
PURCHASE_FLOW = Flow[PurchaseState](
    start=_P.PENDING,
    steps={
        _P.PENDING: {_P.NEEDS_ACTION, _P.PAID, _P.DECLINED, _P.EXPIRED, _P.CANCELLED},
        _P.NEEDS_ACTION: {_P.PAID, _P.DECLINED, _P.EXPIRED, _P.CANCELLED},
        _P.PAID: {_P.CANCELLED},
    },
    ends={_P.DECLINED, _P.EXPIRED, _P.CANCELLED},
)

#: Orders whose money is held in escrow, and whose goods are still promised (promises 3 and 5).
MONEY_HELD = (_O.PAID, _O.SHIPPED, _O.DELIVERED, _O.RECEIVED)
STOCK_HELD = (_O.PLACED, _O.PAID)
