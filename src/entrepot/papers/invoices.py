"""The invoice of an order, for its buyer: in the language that is active, amounts as they were frozen at the sale."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from entrepot.customs.rules import Route
from entrepot.identity import addresses
from entrepot.identity.queries import LegalEntity
from entrepot.kit import formatting
from entrepot.kit.formatting import language_now
from entrepot.papers.typesetting import typeset
from entrepot.trade.invoicing import FrozenRate, Invoice
from entrepot.trade.queries import OrderLine

_PROVIDERS: dict[str, Promise | str] = {
    "sandbox": gettext_lazy("Sandbox (no real money)"),
    "stripe": "Stripe",
}
#: How far a refund is.
_CREDITS: dict[str, Promise] = {
    "asked": gettext_lazy("on its way back"),
    "done": gettext_lazy("given back"),
    "failed": gettext_lazy("not taken by your bank or wallet; still yours, to be sent again"),
}
_TAXES = {
    Route.CBEC_PREF: gettext_lazy(
        "Imported as cross-border retail, within the limits: no duty, and 70% of import VAT and consumption tax."
    ),
    Route.CBEC_FULL: gettext_lazy(
        "Imported as cross-border retail, one good above the limit: full duty and taxes."
    ),
    Route.NONE: gettext_lazy(
        "Tax not calculated: sales tax and duty at the destination are not part of this total."
    ),
}


def invoice_pdf(invoice: Invoice) -> bytes:
    """The invoice as PDF."""
    return typeset("invoice", invoice_data(invoice), language=language_now())


def invoice_data(invoice: Invoice) -> dict[str, Any]:
    """What the template `invoice` is given."""
    view, order = invoice.view, invoice.view.order
    title = _("Invoice {number}").format(number=view.number)
    lines = addresses.written(invoice.address)
    if lines and order.country == "CN" and language_now() == "zh-hans":
        lines = lines[:-1]  # the country's name in English is for the post abroad
    return {
        "title": title,
        "author": order.seller_name,
        "heading": pgettext("paper", "Invoice"),
        "number": view.number,
        "seller": seller_lines(order.seller_name, invoice.seller),
        "buyer": {
            "title": _("Buyer, and where the goods go"),
            "lines": lines or [_("The address has been erased.")],
        },
        "facts": _facts(invoice),
        "heads": [
            _("Goods"), _("HS code"), _("Origin"), pgettext("of goods", "Quantity"), _("Unit price"), _("Amount"),
        ],
        "goods": [_line(line) for line in view.lines],
        "sums": [[name, formatting.money(amount)] for name, amount in _parts(invoice)],
        "total": [_("Total, {currency}").format(currency=order.currency), formatting.money(order.total)],
        "notes": _notes(invoice),
        "credits": _credits(invoice),
        "foot": f"{title} · {order.seller_name}",
    }  # fmt: skip


def seller_lines(legal_name: str, seller: LegalEntity | None) -> list[str]:
    """Who sold it, as it was called at the sale, and where it is registered."""
    if seller is None:
        return [legal_name]
    where = " ".join(filter(None, [seller.region, seller.postal_code]))
    return [
        line
        for line in (
            legal_name,
            seller.street,
            ", ".join(filter(None, [seller.city, where])),
            formatting.country(seller.country),
            seller.registration_number,
        )
        if line
    ]


def title_of(frozen: dict[str, Any]) -> tuple[str, str]:
    """The title of goods in the reader's language, and the other one where there is one."""
    title, other = frozen["title"], frozen["title_zh"]
    if language_now() == "zh-hans" and other:
        title, other = other, title
    return title, other if other != title else ""


def options_of(frozen: dict[str, Any]) -> str:
    """What was chosen: `Blue · Large`."""
    chosen = (language_now() == "zh-hans" and frozen.get("options_zh")) or frozen.get("options") or []
    return " · ".join(str(each) for each in (chosen.values() if isinstance(chosen, dict) else chosen))


def _facts(invoice: Invoice) -> list[list[str]]:
    view = invoice.view
    provider = _PROVIDERS.get(invoice.provider, invoice.provider)
    is_whole = invoice.purchase_total == view.order.total
    said = _("{total}, by {provider}") if is_whole else _("{total} for the whole purchase, by {provider}")
    return [
        [_("Order"), view.number],
        [_("Purchase"), invoice.purchase_number],
        [_("Ordered on"), formatting.moment(view.order.created_at)],
        [_("Paid on"), formatting.moment(invoice.paid_at)],
        [_("Payment"), said.format(total=formatting.money(invoice.purchase_total), provider=provider)],
    ]


def _line(line: OrderLine) -> dict[str, Any]:
    frozen = line.frozen
    title, other = title_of(frozen)
    sku = _("SKU {sku}").format(sku=frozen["sku"]) if frozen.get("sku") else ""
    return {
        "title": title,
        "small": [text for text in (other, " · ".join(filter(None, [options_of(frozen), sku]))) if text],
        "cells": [
            frozen.get("hs8") or "–",
            formatting.country(frozen["origin"]) if frozen.get("origin") else "–",
            formatting.number(line.quantity),
            formatting.money(line.unit_price),
            formatting.money(line.goods),
        ],
    }


def _parts(invoice: Invoice) -> list[tuple[str, Any]]:
    """The parts of the total. A tax that is not calculated is not shown as nothing."""
    order = invoice.view.order
    parts = [(_("Goods"), order.goods), (_("Freight"), order.freight)]
    if invoice.is_tax_calculated:
        parts += [
            (_("Import duty"), order.duty),
            (_("Import VAT"), order.import_vat),
            (_("Consumption tax"), order.consumption_tax),
        ]
    return parts


def _notes(invoice: Invoice) -> list[str]:
    order = invoice.view.order
    notes = [str(_TAXES[Route(order.route)])] if order.route in _TAXES else []
    notes += [_rate(each) for each in invoice.rates]
    notes.append(
        _(
            "This is a commercial invoice of the seller, issued through the marketplace. It is not a Chinese VAT invoice"
            " (fapiao)."
        )
        if order.country == "CN"
        else _("This is a commercial invoice of the seller, issued through the marketplace.")
    )
    return notes


def _rate(frozen: FrozenRate) -> str:
    rate = formatting.rate(frozen.rate)
    if frozen.as_of is None:
        return _("Exchange rate of this sale: {rate}.").format(rate=rate)
    return _("Exchange rate of this sale: {rate} (source: {source}, {day}).").format(
        rate=rate, source=frozen.rate.source, day=formatting.day(frozen.as_of)
    )


def _credits(invoice: Invoice) -> dict[str, Any] | None:
    """Each refund as a credit note of its own number, and what is left of the total; nothing without one."""
    if not invoice.credits:
        return None
    rows = [
        [
            _("{number}-C{count}").format(number=invoice.view.number, count=count),
            formatting.day(refund.done_at or refund.created_at),
            str(_CREDITS.get(refund.state, "")),
            formatting.money(-refund.amount),
        ]
        for count, refund in enumerate(invoice.credits, 1)
    ]
    return {
        "title": _("Credit notes"),
        "heads": [
            pgettext("of a paper", "Number"),
            pgettext("of a refund", "Date"),
            pgettext("of a refund", "State"),
            _("Amount"),
        ],
        "rows": rows,
        "left": [_("Left of the total"), formatting.money(invoice.left)],
    }
