"""An order as its merchant sees it: goods to pack, what of the money is whose, what happened, what customs was told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from entrepot.kit.money import Money
from entrepot.trade.claims import DisputeReason
from entrepot.trade.flow import OrderState
from entrepot.trade.models import OrderLine
from entrepot.trade.queries import OrderView
from entrepot.trade.reasons import told
from entrepot.web import formatting
from entrepot.web.merchant.order_forms import Goods
from entrepot.web.parts import CostRow, Step, Tone

_DONE: dict[str, Promise] = {
    OrderState.PLACED: pgettext_lazy("order step", "Ordered"),
    OrderState.PAID: pgettext_lazy("order step", "Paid: the money is held"),
    OrderState.PART_SHIPPED: pgettext_lazy("order step", "Sent in part"),
    OrderState.SHIPPED: pgettext_lazy("order step", "Sent"),
    OrderState.DELIVERED: pgettext_lazy("order step", "Delivered, says the carrier"),
    OrderState.RECEIVED: pgettext_lazy("order step", "Received by the buyer"),
    OrderState.COMPLETED: pgettext_lazy("order step", "Released: the money is yours"),
    OrderState.CANCELLED: pgettext_lazy("order step", "Cancelled"),
    OrderState.RETURNED: pgettext_lazy("order step", "Goods returned"),
    OrderState.DISPUTED: pgettext_lazy("order step", "The buyer opened a dispute"),
    OrderState.REFUNDED: pgettext_lazy("order step", "Refunded"),
}
_CONFIRMS = pgettext_lazy("order step", "The buyer confirms receipt")
_TO_COME: dict[str, tuple[Promise, ...]] = {
    OrderState.PLACED: (
        pgettext_lazy("order step", "The buyer pays"),
        pgettext_lazy("order step", "You send the goods"),
    ),
    OrderState.PAID: (
        pgettext_lazy("order step", "You send the goods"),
        _CONFIRMS,
        pgettext_lazy("order step", "The money is released to you"),
    ),
    OrderState.PART_SHIPPED: (
        pgettext_lazy("order step", "You send the rest"),
        _CONFIRMS,
        pgettext_lazy("order step", "The money is released to you"),
    ),
    OrderState.SHIPPED: (
        _CONFIRMS,
        pgettext_lazy("order step", "The money is released to you"),
    ),
    OrderState.DELIVERED: (
        _CONFIRMS,
        pgettext_lazy("order step", "The money is released to you"),
    ),
}
_BY: dict[str, Promise] = {
    "person": gettext_lazy("signed-in person"),
    "guest": gettext_lazy("guest"),
    "operator": gettext_lazy("the operator"),
    "system": gettext_lazy("automatically"),
}
_ROUTES: dict[str, Promise] = {
    "cbec_pref": gettext_lazy("Cross-border retail, within the limits: no duty, 70% of the import taxes"),
    "cbec_full": gettext_lazy("Cross-border retail, one good above the limit: full duty and taxes"),
    "none": gettext_lazy("No import tax is worked out for this destination"),
}
_BAD = (OrderState.CANCELLED, OrderState.REFUNDED, OrderState.DISPUTED)


@dataclass(frozen=True, slots=True)
class ShownLine:
    """So many of a good, as it was when it was sold."""

    line: OrderLine
    title: str
    title_other: str
    options: str
    picture: str
    frozen: dict[str, Any]


@dataclass(frozen=True, slots=True)
class OrderPage:
    """An order for the merchant's page and list."""

    view: OrderView
    lines: Sequence[ShownLine]

    @property
    def route(self) -> Promise | str:
        return _ROUTES.get(self.view.order.route, self.view.order.route)

    @property
    def paid(self) -> list[CostRow]:
        """What the buyer pays, part by part."""
        row = self.view.order
        parts = [CostRow(_("Goods"), row.goods), CostRow(_("Freight"), row.freight)]
        taxes = (
            (_("Duty"), row.duty),
            (_("Import VAT"), row.import_vat),
            (_("Consumption tax"), row.consumption_tax),
        )
        return parts + [CostRow(name, amount) for name, amount in taxes if amount]

    @property
    def yours(self) -> list[CostRow]:
        """What of it is the merchant's."""
        row = self.view.order
        rates = sorted({shown.line.commission_bps for shown in self.lines})
        note = ", ".join(formatting.basis_points(bps) for bps in rates)
        return [
            CostRow(_("Goods"), row.goods),
            CostRow(_("Freight"), row.freight),
            CostRow(
                _("Commission"),
                -row.commission,
                _("{rate} of the goods, fixed at the sale").format(rate=note),
            ),
            *self._tax_on_the_fee(),
        ]

    def _tax_on_the_fee(self) -> list[CostRow]:
        row = self.view.order
        if not row.fee_tax:
            return []
        note = _("{rate} of the commission").format(rate=formatting.basis_points(row.fee_tax_bps))
        return [CostRow(_("Tax on the commission"), -row.fee_tax, note)]

    @property
    def is_released(self) -> bool:
        return bool(self.view.order.released_minor)

    @property
    def is_part_sent(self) -> bool:
        return self.view.state == OrderState.PART_SHIPPED

    @property
    def refunded(self) -> Money:
        return self.view.order.refunded

    @property
    def parcels(self) -> list[tuple[str, str, str]]:
        """Carrier, number and, where it is not everything, the goods of each parcel."""
        titles = {shown.line.pk: shown.title for shown in self.lines}
        in_part = len(self.view.parcels) > 1 or self.is_part_sent
        return [
            (
                parcel.carrier,
                parcel.tracking_number,
                ", ".join(f"{line.quantity} × {titles[line.line_id]}" for line in parcel.lines.all())
                if in_part
                else "",
            )
            for parcel in self.view.parcels
        ]

    @property
    def taxes(self) -> Money:
        row = self.view.order
        return Money(row.tax_minor, row.currency)

    @property
    def steps(self) -> list[Step]:
        """What happened to the order, its parcels and its money in the order of time, and what is still to come."""
        happened = sorted([*self._moves(), *self._travels(), *self._claims()], key=lambda step: step.at)  # type: ignore[arg-type,return-value]  # all have one
        if happened and self.view.state in _TO_COME:
            last = happened[-1]
            happened[-1] = Step(last.label, last.at, last.note, last.by, Tone.ACTIVE, is_now=True)
        return happened + [self._to_come(words) for words in _TO_COME.get(self.view.state, ())]

    def _to_come(self, words: Promise) -> Step:
        due = self.view.order.receipt_due_at
        if words != _CONFIRMS or due is None:
            return Step(words)
        return Step(words, note=_("By itself on {day}").format(day=formatting.day(due)))

    def _moves(self) -> Iterator[Step]:
        withdrawn = {each.ended_at for each in self.view.claims.disputes if each.ended_as == "withdrawn"}
        for step in self.view.steps:
            label, note = _DONE[step.state], told(step.reason)
            if step.created_at in withdrawn:
                label = pgettext_lazy("order step", "The buyer withdrew the dispute")
            elif step.state == OrderState.DISPUTED:
                note = str(DisputeReason(step.reason).label)
            yield Step(
                label,
                step.created_at,
                note,
                by=str(_BY.get(step.by_kind, "")),
                tone=Tone.BAD if step.state in _BAD else Tone.GOOD,
            )

    def _travels(self) -> Iterator[Step]:
        for parcel in self.view.parcels:
            for event in parcel.tracking.all():
                yield Step(
                    event.get_status_display(),
                    event.at,
                    _join([event.place, event.note]),
                    by=parcel.carrier,
                    tone=Tone.WARN if event.status == "problem" else Tone.GOOD,
                )

    def _claims(self) -> Iterator[Step]:
        claims = self.view.claims
        for each in claims.requests:
            asked = _("The buyer asked for {amount} back").format(amount=formatting.money(each.asked))
            yield Step(asked, each.created_at, each.reason, tone=Tone.WARN)
            if each.answered_at:
                yield Step(each.get_state_display(), each.answered_at, each.answer, tone=Tone.NEUTRAL)
        for refund in self.view.refunds:
            back = _("{amount} goes back to the buyer").format(amount=formatting.money(refund.amount))
            yield Step(back, refund.created_at, told(claims.reasons.get(refund.pk, "")), tone=Tone.NEUTRAL)


def order_page(view: OrderView) -> OrderPage:
    """The order as its merchant sees it."""
    return OrderPage(view, [_shown(line) for line in view.lines])


def goods_of(view: OrderView, counts: Mapping[UUID, int]) -> list[Goods]:
    """The lines of which some can be sent, or come back, as the forms ask for them."""
    return [Goods(line.pk, _shown(line).title, counts[line.pk]) for line in view.lines if line.pk in counts]


def _shown(line: OrderLine) -> ShownLine:
    frozen = line.frozen
    chinese = formatting.language_now() == "zh-hans"
    title, other = frozen["title"], frozen["title_zh"]
    options = (chinese and frozen.get("options_zh")) or frozen.get("options") or []
    return ShownLine(
        line=line,
        title=(other or title) if chinese else title,
        title_other=(title if other else "") if chinese else other,
        options=" · ".join(
            str(each) for each in (options.values() if isinstance(options, dict) else options)
        ),
        picture=f"{settings.MEDIA_URL}{frozen['picture']}" if frozen.get("picture") else "",
        frozen=frozen
        | {
            "weight": (frozen.get("weight_grams") or 0) * line.quantity,
            "net_content": _content(frozen.get("net_content")),
        },
    )


def _content(amount: str | None) -> str:
    """`500` for `500.000`; nothing for nothing."""
    return formatting.number(Decimal(f"{Decimal(amount).normalize():f}")) if amount else ""


def _join(parts: Sequence[str]) -> str:
    return pgettext("between a place and a note", ": ").join(part for part in parts if part)
