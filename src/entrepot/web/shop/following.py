"""An order told to its buyer: what happened, what comes next, and where the money is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from entrepot.kit.money import Money
from entrepot.shipping.statuses import TrackingStatus
from entrepot.trade.flow import OrderState, PurchaseState
from entrepot.trade.queries import OrderView, PurchaseView
from entrepot.web import formatting
from entrepot.web.parts import Step, Text, Tone
from entrepot.web.shop.reading import in_language

_SAID: dict[str, Text] = {
    OrderState.PLACED: _("Order placed"),
    OrderState.PAID: _("Paid; we hold the money"),
    OrderState.PART_SHIPPED: _("Sent in part by the merchant"),
    OrderState.SHIPPED: _("Sent by the merchant"),
    OrderState.DELIVERED: _("Delivered, says the carrier"),
    OrderState.RECEIVED: _("You have confirmed receipt"),
    OrderState.COMPLETED: _("The merchant has been paid"),
    OrderState.CANCELLED: _("Cancelled"),
    OrderState.RETURNED: _("Goods returned to the merchant"),
    OrderState.DISPUTED: _("You have opened a dispute"),
    OrderState.REFUNDED: _("Refunded"),
}
#: What is still to come, from each state on.
_NEXT: dict[str, tuple[Text, ...]] = {
    OrderState.PLACED: (_("Payment"), _("The merchant sends the goods"), _("You confirm receipt")),
    OrderState.PAID: (_("The merchant sends the goods"), _("You confirm receipt"), _("The merchant is paid")),
    OrderState.PART_SHIPPED: (
        _("The merchant sends the rest"),
        _("You confirm receipt"),
        _("The merchant is paid"),
    ),
    OrderState.SHIPPED: (_("Delivery"), _("You confirm receipt"), _("The merchant is paid")),
    OrderState.DELIVERED: (_("You confirm receipt"), _("The merchant is paid")),
}
_MONEY: dict[str, Text] = {
    OrderState.PLACED: _("Nothing has been charged for this order yet."),
    OrderState.PAID: _("We hold {total}. The merchant gets its part only when you have confirmed receipt."),
    OrderState.PART_SHIPPED: _(
        "We hold {total}. The merchant gets its part only when you have confirmed receipt."
    ),
    OrderState.SHIPPED: _(
        "We hold {total}. The merchant gets its part only when you have confirmed receipt."
    ),
    OrderState.DELIVERED: _("We hold {total}. Please look at the goods, then confirm receipt."),
    OrderState.RECEIVED: _("You have confirmed receipt; the money is being released to the merchant."),
    OrderState.COMPLETED: _("The money went to the merchant when you confirmed receipt."),
    OrderState.RETURNED: _("What you sent back was refunded. The merchant gets only what is left."),
    OrderState.DISPUTED: _("Every clock stands still: nothing more goes to the merchant for this order now."),
    OrderState.REFUNDED: _("The money was given back to you."),
}


@dataclass(frozen=True, slots=True)
class Story:
    """An order as its buyer sees it."""

    view: OrderView
    shop: str
    steps: Sequence[Step]
    money: Text

    @property
    def total(self) -> Money:
        return self.view.order.total

    @property
    def has_invoice(self) -> bool:
        """Whether it was ever paid."""
        return any(step.state == OrderState.PAID for step in self.view.steps)

    @property
    def days_max(self) -> int:
        return self.view.order.days_max


_HEADLINES: dict[str, Text] = {
    PurchaseState.PENDING: _("Waiting for your payment"),
    PurchaseState.NEEDS_ACTION: _("Waiting for your payment"),
    PurchaseState.DECLINED: _("The payment was declined"),
    PurchaseState.EXPIRED: _("This was not paid in time"),
    PurchaseState.CANCELLED: _("This purchase is cancelled"),
}


def headline(view: PurchaseView) -> Text:
    """How the whole purchase stands, in a few words: of a paid one, what its slowest living order waits for."""
    if view.purchase.state in _HEADLINES:
        return _HEADLINES[view.purchase.state]
    states = {order.state for order in view.orders}
    if states & {OrderState.PAID, OrderState.PART_SHIPPED}:
        return _("Thank you. Your order is with the merchant")
    if states & {OrderState.SHIPPED, OrderState.DELIVERED}:
        return _("On its way to you")
    return _("Done: everything is settled")


def story(view: OrderView) -> Story:
    """The order's history with its parcel's, in the order of time, and what is still to come."""
    return Story(view, in_language(view.seller.name, view.seller.name_zh), _steps(view), _money(view))


def _money(view: OrderView) -> Text:
    if view.state == OrderState.CANCELLED:
        if not view.refunds:
            return _("Nothing was charged for this order.")
        back = formatting.money(view.refunds[0].amount)
        if all(refund.state == "done" for refund in view.refunds):
            return format_lazy(_("{amount} was given back to you."), amount=back)
        return format_lazy(_("{amount} is on its way back to you, the same way you paid."), amount=back)
    return str(_MONEY[view.state]).format(total=formatting.money(view.order.total))


def _steps(view: OrderView) -> list[Step]:
    happened: list[tuple[datetime, Step]] = [
        (step.created_at, Step(_SAID[step.state], step.created_at, tone=_tone(step.state)))
        for step in view.steps
    ]
    for parcel in view.parcels:
        for event in parcel.tracking.all():
            # The order's own steps tell of these already.
            if event.status not in (TrackingStatus.HANDED_OVER, TrackingStatus.DELIVERED):
                note = " · ".join(text for text in (event.place, event.note) if text)
                tone = Tone.WARN if event.status == TrackingStatus.PROBLEM else Tone.ACTIVE
                happened.append(
                    (event.at, Step(TrackingStatus(event.status).label, event.at, note, tone=tone))
                )
    happened.sort(key=lambda pair: pair[0])
    told = [step for _at, step in happened]
    return told + [Step(label) for label in _NEXT.get(view.state, ())]


def _tone(state: str) -> Tone:
    return Tone.NEUTRAL if state in (OrderState.CANCELLED, OrderState.REFUNDED) else Tone.GOOD
