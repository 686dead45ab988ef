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


O = OrderState
ORDER_FLOW = Flow[OrderState](
    start=O.PLACED,
    steps={
        O.PLACED: {O.PAID, O.CANCELLED},
        O.PAID: {O.SHIPPED, O.CANCELLED},
        O.SHIPPED: {O.DELIVERED, O.RECEIVED, O.REFUNDED},
        O.DELIVERED: {O.RECEIVED, O.REFUNDED},
        O.RECEIVED: {O.COMPLETED, O.REFUNDED},
        O.COMPLETED: {O.REFUNDED},
    },
    ends={O.CANCELLED, O.REFUNDED},
)

P = PurchaseState
PURCHASE_FLOW = Flow[PurchaseState](
    start=P.PENDING,
    steps={
        P.PENDING: {P.NEEDS_ACTION, P.PAID, P.DECLINED, P.EXPIRED, P.CANCELLED},
        P.NEEDS_ACTION: {P.PAID, P.DECLINED, P.EXPIRED, P.CANCELLED},
        P.PAID: {P.CANCELLED},
    },
    ends={P.DECLINED, P.EXPIRED, P.CANCELLED},
)

#: Orders whose money is held in escrow, and whose goods are still promised (promises 3 and 5).
MONEY_HELD = (O.PAID, O.SHIPPED, O.DELIVERED, O.RECEIVED)
STOCK_HELD = (O.PLACED, O.PAID)
