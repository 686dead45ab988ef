"""An order told to its buyer: what happened, what comes next, and where the money is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from entrepot.kit.money import Money, total
from entrepot.shipping.statuses import TrackingStatus
from entrepot.trade.claims import DisputeReason, RequestState
from entrepot.trade.flow import OrderState, PurchaseState
from entrepot.trade.queries import OrderView, PurchaseView
from entrepot.trade.reasons import Reason, told
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
_CONFIRM = _("You confirm receipt")
#: What is still to come, from each state on.
_NEXT: dict[str, tuple[Text, ...]] = {
    OrderState.PLACED: (_("Payment"), _("The merchant sends the goods"), _CONFIRM),
    OrderState.PAID: (_("The merchant sends the goods"), _CONFIRM, _("The merchant is paid")),
    OrderState.PART_SHIPPED: (
        _("The merchant sends the rest"),
        _CONFIRM,
        _("The merchant is paid"),
    ),
    OrderState.SHIPPED: (_("Delivery"), _CONFIRM, _("The merchant is paid")),
    OrderState.DELIVERED: (_CONFIRM, _("The merchant is paid")),
    OrderState.RETURNED: (_CONFIRM, _("The merchant is paid")),
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
    OrderState.RETURNED: _(
        "What you sent back was refunded. We hold the rest, {total}, until you confirm receipt."
    ),
    OrderState.DISPUTED: _("We hold {total}, and nothing of it moves until the dispute is settled."),
    OrderState.REFUNDED: _("The price was given back to you, or is on its way back."),
}
#: Where the money is that was the merchant's before something was found to be wrong.
_RELEASED: dict[str, Text] = {
    OrderState.RETURNED: _("What you sent back was refunded. The rest is the merchant's."),
    OrderState.DISPUTED: _(
        "The merchant was paid. That much stays out of its payouts until the dispute is settled."
    ),
}
_ANSWERED: dict[str, Text] = {
    RequestState.ACCEPTED: _("The merchant agreed to give {amount} back"),
    RequestState.DECLINED: _("The merchant declined your request"),
    RequestState.WITHDRAWN: _("You withdrew your request"),
}


@dataclass(frozen=True, slots=True)
class ShownParcel:
    """A parcel, with what is in it if that is not everything."""

    carrier: str
    number: str
    goods: str


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

    @property
    def taxes(self) -> Money:
        return self.view.order.tax_refundable

    @property
    def is_held(self) -> bool:
        return not self.view.order.released_minor

    @property
    def is_part_sent(self) -> bool:
        return self.view.state == OrderState.PART_SHIPPED

    @property
    def has_deeds(self) -> bool:
        """Whether there is anything that its buyer can do or look at."""
        view = self.view
        return view.can_receive or view.can_cancel or view.can_ask or view.can_dispute or self.has_invoice

    @property
    def parcels(self) -> list[ShownParcel]:
        titles = {
            line.pk: in_language(line.frozen["title"], line.frozen["title_zh"]) for line in self.view.lines
        }
        in_part = len(self.view.parcels) > 1 or self.is_part_sent
        return [
            ShownParcel(
                parcel.carrier,
                parcel.tracking_number,
                ", ".join(f"{line.quantity} × {titles[line.line_id]}" for line in parcel.lines.all())
                if in_part
                else "",
            )
            for parcel in self.view.parcels
        ]


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
    if OrderState.DISPUTED in states:
        return _("A dispute is open")
    if states & {OrderState.SHIPPED, OrderState.DELIVERED}:
        return _("On its way to you")
    return _("Done: everything is settled")


def story(view: OrderView) -> Story:
    """The order's history with its parcel's, in the order of time, and what is still to come."""
    return Story(view, in_language(view.seller.name, view.seller.name_zh), _steps(view), _money(view))


def _money(view: OrderView) -> Text:
    order = view.order
    if view.state == OrderState.CANCELLED:
        if not view.refunds:
            return _("Nothing was charged for this order.")
        back = formatting.money(total((refund.amount for refund in view.refunds), order.currency))
        if all(refund.state == "done" for refund in view.refunds):
            return format_lazy(_("{amount} was given back to you."), amount=back)
        return format_lazy(_("{amount} is on its way back to you, the same way you paid."), amount=back)
    if view.state == OrderState.COMPLETED and any(step.reason == Reason.SILENT for step in view.steps):
        return _("The money went to the merchant when the time to confirm receipt ended.")
    words = _RELEASED.get(view.state) if order.released_minor else None
    return str(words or _MONEY[view.state]).format(total=formatting.money(order.total - order.refunded))


def _steps(view: OrderView) -> list[Step]:
    happened = [*_moves(view), *_travels(view), *_requests(view), *_refunds(view)]
    happened.sort(key=lambda pair: pair[0])
    told_steps = [step for _at, step in happened]
    is_over = view.state == OrderState.RETURNED and not view.can_receive
    return told_steps + [_to_come(view, label) for label in _NEXT.get(view.state, ()) if not is_over]


def _to_come(view: OrderView, label: Text) -> Step:
    due = view.order.receipt_due_at
    if label != _CONFIRM or due is None or not view.can_receive:
        return Step(label)
    return Step(
        label, note=format_lazy(_("By itself on {day}, if you say nothing."), day=formatting.day(due))
    )


def _moves(view: OrderView) -> Iterator[tuple[datetime, Step]]:
    withdrawn = {each.ended_at for each in view.claims.disputes if each.ended_as == "withdrawn"}
    for step in view.steps:
        label, note = _SAID[step.state], told(step.reason)
        if step.created_at in withdrawn:
            label = _("You have withdrawn the dispute")
        elif step.state == OrderState.DISPUTED:
            note = str(DisputeReason(step.reason).label)
        elif step.reason == Reason.SILENT:
            label = _("Receipt confirmed")
        yield step.created_at, Step(label, step.created_at, note, tone=_tone(step.state))


def _travels(view: OrderView) -> Iterator[tuple[datetime, Step]]:
    for parcel in view.parcels:
        for event in parcel.tracking.all():
            # The order's own steps tell of these already.
            if event.status not in (TrackingStatus.HANDED_OVER, TrackingStatus.DELIVERED):
                note = " · ".join(text for text in (event.place, event.note) if text)
                tone = Tone.WARN if event.status == TrackingStatus.PROBLEM else Tone.ACTIVE
                yield event.at, Step(TrackingStatus(event.status).label, event.at, note, tone=tone)


def _requests(view: OrderView) -> Iterator[tuple[datetime, Step]]:
    for each in view.claims.requests:
        asked = format_lazy(_("You asked for {amount} back"), amount=formatting.money(each.asked))
        yield each.created_at, Step(asked, each.created_at, each.reason, tone=Tone.ACTIVE)
        if each.answered_at:
            amount = formatting.money(each.granted) if each.granted else ""
            label = str(_ANSWERED[each.state]).format(amount=amount)
            yield each.answered_at, Step(label, each.answered_at, each.answer, tone=Tone.NEUTRAL)


def _refunds(view: OrderView) -> Iterator[tuple[datetime, Step]]:
    for refund in view.refunds:
        words = (
            _("{amount} given back to you")
            if refund.state == "done"
            else _("{amount} on its way back to you")
        )
        label = format_lazy(words, amount=formatting.money(refund.amount))
        yield refund.created_at, Step(label, refund.created_at, told(view.claims.reasons.get(refund.pk, "")))


def _tone(state: str) -> Tone:
    if state == OrderState.DISPUTED:
        return Tone.WARN
    ended = (OrderState.CANCELLED, OrderState.REFUNDED, OrderState.RETURNED)
    return Tone.NEUTRAL if state in ended else Tone.GOOD
