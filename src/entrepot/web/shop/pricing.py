"""The final price as the checkout shows it: rows that open to the lines that make them, and the rates they were made of."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from entrepot.customs.rules import Route
from entrepot.kit.errors import DomainError
from entrepot.kit.money import Money, total
from entrepot.trade.carts import CartView
from entrepot.trade.pricing import Priced, PricedLine, PricedOrder
from entrepot.trade.queries import OrderView
from entrepot.web import formatting
from entrepot.web.parts import CostRow, Text
from entrepot.web.shop.reading import in_language

TAXES: tuple[tuple[str, Text], ...] = (
    ("duty", _("Import duty")),
    ("import_vat", _("Import VAT")),
    ("consumption_tax", _("Consumption tax")),
)


def cost_rows(priced: Priced) -> list[CostRow]:
    """Goods by line, freight and taxes by merchant. A tax that is not calculated is not shown as nothing."""
    goods = [
        CostRow(
            in_language(line.offer.title, line.offer.title_zh),
            line.landed.goods,
            format_lazy("{count} × {unit}", count=line.wanted.quantity, unit=formatting.money(_unit(line))),
        )
        for order in priced.orders
        for line in order.lines
    ]
    rows = [CostRow(_("Goods"), priced.landed.goods, lines=goods)]
    rows.append(
        CostRow(_("Freight"), priced.landed.freight, lines=_by_shop(priced.orders, "freight", with_days=True))
    )
    if priced.landed.is_calculated:
        rows += [
            CostRow(label, getattr(priced.landed, name), lines=_by_shop(priced.orders, name))
            if getattr(priced.landed, name)
            else CostRow(label, getattr(priced.landed, name), _none_due(name, priced))
            for name, label in TAXES
        ]
    return rows


def sums(priced: Priced) -> list[CostRow]:
    """The same rows, of the goods of one merchant: there is nothing that they could open to."""
    return [replace(row, lines=()) for row in cost_rows(priced)]


def _unit(line: PricedLine) -> Money:
    return Money(line.unit_minor, line.landed.currency)


def _none_due(name: str, priced: Priced) -> Text:
    """Why a tax is nothing, where the reason is a rule the buyer may know."""
    within = all(order.landed.route is Route.CBEC_PREF for order in priced.orders)
    return _("0 % within the cross-border allowance") if name == "duty" and within else ""


def _by_shop(orders: Sequence[PricedOrder], name: str, *, with_days: bool = False) -> list[CostRow]:
    return [
        CostRow(
            in_language(order.terms.name, order.terms.name_zh),
            getattr(order.landed, name),
            days(order.rate.days_min, order.rate.days_max) if with_days else "",
        )
        for order in orders
    ]


def days(least: int, most: int) -> Text:
    """How long delivery takes: `7 to 14 days`."""
    if least == most:
        return ngettext_lazy("%(days)d day", "%(days)d days", "days") % {"days": most}
    return format_lazy(_("{least} to {most} days"), least=least, most=most)


def paid_rows(orders: Sequence[OrderView]) -> list[CostRow]:
    """What a purchase was charged, from the frozen amounts of its orders."""
    names = (("goods", _("Goods")), ("freight", _("Freight")), *TAXES)
    currency = orders[0].order.currency
    sums = [(label, sum(getattr(order.order, f"{name}_minor") for order in orders)) for name, label in names]
    return [
        CostRow(label, Money(minor, currency))
        for place, (label, minor) in enumerate(sums)
        if minor or place < 2
    ]


def given_back(orders: Sequence[OrderView]) -> Money | None:
    """What of a purchase was given back or is on its way; None for nothing."""
    amounts = [refund.amount for order in orders for refund in order.refunds]
    return total(amounts, amounts[0].currency) if amounts else None


def refused_lines(refusal: DomainError, cart: CartView, asked: Sequence[str]) -> list[dict[str, object]]:
    """The lines that a refusal names (`lines.N.…`), with what is wrong and how many could be had.

    asked: the variants of the lines, in the order in which the refusal counts them.
    """
    left = {
        line["line"]: line["available"] for line in refusal.extra.get("lines", []) if isinstance(line, dict)
    }
    items = {str(item.variant_id): item for item in cart.items if item.offer}
    found = []
    for wrong in refusal.fields:
        first, _dot, rest = wrong.field.partition(".")
        number = rest.partition(".")[0]
        if first != "lines" or not number.isdigit() or int(number) >= len(asked):
            continue
        if item := items.get(asked[int(number)]):
            found.append({"item": item, "message": wrong.message, "left": left.get(int(number), 0)})
    return found
