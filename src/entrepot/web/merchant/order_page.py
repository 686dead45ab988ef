"""An order as its merchant sees it: goods to pack, what of the money is whose, what happened, what customs was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from entrepot.kit.money import Money
from entrepot.trade.flow import OrderState
from entrepot.trade.models import OrderLine
from entrepot.trade.queries import OrderView
from entrepot.web import formatting
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
_TO_COME: dict[str, tuple[Promise, ...]] = {
    OrderState.PLACED: (
        pgettext_lazy("order step", "The buyer pays"),
        pgettext_lazy("order step", "You send the goods"),
    ),
    OrderState.PAID: (
        pgettext_lazy("order step", "You send the goods"),
        pgettext_lazy("order step", "The buyer confirms receipt"),
        pgettext_lazy("order step", "The money is released to you"),
    ),
    OrderState.PART_SHIPPED: (
        pgettext_lazy("order step", "You send the rest"),
        pgettext_lazy("order step", "The buyer confirms receipt"),
        pgettext_lazy("order step", "The money is released to you"),
    ),
    OrderState.SHIPPED: (
        pgettext_lazy("order step", "The buyer confirms receipt"),
        pgettext_lazy("order step", "The money is released to you"),
    ),
    OrderState.DELIVERED: (
        pgettext_lazy("order step", "The buyer confirms receipt"),
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
_BAD = (OrderState.CANCELLED, OrderState.REFUNDED)


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
    def taxes(self) -> Money:
        row = self.view.order
        return Money(row.tax_minor, row.currency)

    @property
    def steps(self) -> list[Step]:
        """What happened to the order and its parcel in the order of time, and what is still to come."""
        done = [
            Step(
                _DONE[step.state],
                step.created_at,
                "" if step.reason == "released" else step.reason,
                by=str(_BY.get(step.by_kind, "")),
                tone=Tone.BAD if step.state in _BAD else Tone.GOOD,
            )
            for step in self.view.steps
        ]
        tracked = [
            Step(
                event.get_status_display(),
                event.at,
                _join([event.place, event.note]),
                by=parcel.carrier,
                tone=Tone.WARN if event.status == "problem" else Tone.GOOD,
            )
            for parcel in self.view.parcels
            for event in parcel.tracking.all()
        ]
        happened = sorted(done + tracked, key=lambda step: step.at)  # type: ignore[arg-type,return-value]  # all have one
        if happened and self.view.state in _TO_COME:
            last = happened[-1]
            happened[-1] = Step(last.label, last.at, last.note, last.by, Tone.ACTIVE, is_now=True)
        return happened + [Step(words) for words in _TO_COME.get(self.view.state, ())]


def order_page(view: OrderView) -> OrderPage:
    """The order as its merchant sees it."""
    return OrderPage(view, [_shown(line) for line in view.lines])


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
