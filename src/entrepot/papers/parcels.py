"""What goes with a parcel: the packing list for whoever packs and unpacks, the label for carriers and customs."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from entrepot.identity import addresses
from entrepot.kit import formatting
from entrepot.kit.formatting import language_now
from entrepot.kit.money import Money, total
from entrepot.papers.bars import bars
from entrepot.papers.invoices import options_of, seller_lines, title_of
from entrepot.papers.latin import is_chinese, latin_address
from entrepot.papers.typesetting import typeset
from entrepot.trade.packing import Packing
from entrepot.trade.queries import OrderLine

#: Kinds of goods that fit on a label; of more it says how many, and that they are on the packing list.
CONTENTS_MAX = 6
TITLE_MAX = 60


def packing_lists_pdf(packings: Sequence[Packing]) -> bytes:
    """A list for each order, each from a new page on, in the language that is active."""
    data = {
        "title": _("Packing lists")
        if len(packings) > 1
        else _("Packing list {number}").format(number=packings[0].view.number),
        "heading": _("Packing list"),
        "heads": ["", _("Goods"), _("SKU"), pgettext("of goods", "Quantity"), _("Weight")],
        "names": {"from": pgettext("parcel", "From"), "to": pgettext("parcel", "To")},
        "lists": [_list(packing) for packing in packings],
    }
    return typeset("packing", data, language=language_now())


def labels_pdf(packings: Sequence[Packing], *, on_sheets: bool = False) -> bytes:
    """A label of 105 by 148 mm for each order: a page each, or four on a sheet of A4.

    For the carriers and customs at both ends, so in English, and to China in Chinese as well, whoever prints it.
    """
    data = {
        "title": "Labels",
        "on_sheets": on_sheets,
        "labels": [label_data(packing) for packing in packings],
    }
    return typeset("label", data, language="en")


def _list(packing: Packing) -> dict[str, Any]:
    view = packing.view
    pieces = sum(quantity for _line, quantity in packing.lines)
    counted = ngettext("{count} piece", "{count} pieces", pieces).format(count=formatting.number(pieces))
    return {
        "number": view.number,
        "bars": _bars(packing),
        "from": seller_lines(view.order.seller_name, packing.sender),
        "to": _recipient(packing),
        "ordered": _("Ordered on {day}").format(day=formatting.day(view.order.created_at)),
        "lines": [_packed(line, quantity) for line, quantity in packing.lines],
        "sum": _("{pieces}, {weight}").format(pieces=counted, weight=formatting.weight(packing.weight_grams)),
    }


def _packed(line: OrderLine, quantity: int) -> dict[str, Any]:
    title, other = title_of(line.frozen)
    grams = (line.frozen.get("weight_grams") or 0) * quantity
    return {
        "title": title,
        "small": [text for text in (other, options_of(line.frozen)) if text],
        "sku": line.frozen.get("sku") or "–",
        "quantity": formatting.number(quantity),
        "weight": formatting.weight(grams) if grams else "–",
    }


def _bars(packing: Packing) -> dict[str, Any]:
    """The order's number without its hyphens, as it can be scanned into the search of orders."""
    return bars(packing.view.number.replace("-", ""))


def _recipient(packing: Packing) -> list[str]:
    """The address as the country of destination writes it, and the telephone that the carrier calls."""
    lines = addresses.written(packing.address)
    return [*lines, packing.address.get("phone", "")] if lines else [_("The address has been erased.")]


def label_data(packing: Packing) -> dict[str, Any]:
    """What one label says."""
    view = packing.view
    shown, more = packing.lines[:CONTENTS_MAX], packing.lines[CONTENTS_MAX:]
    is_abroad = packing.sender.country != view.order.country
    has_chinese = is_chinese("".join(addresses.written(packing.address)))
    return {
        "number": view.number,
        "bars": _bars(packing),
        "to_china": view.order.country == "CN",
        "route": f"{packing.sender.country} → {view.order.country}" if is_abroad else "",
        "from": seller_lines(view.order.seller_name, packing.sender),
        "to": _recipient(packing),
        "latin": latin_address(packing.address) if has_chinese else [],
        "contents": [_declared(line, quantity) for line, quantity in shown],
        "more": f"+ {len(more)} more kinds of goods: see the packing list" if more else "",
        "value": _written(total([_value(*each) for each in packing.lines], view.lines[0].listed_currency)),
        "weight": f"{formatting.number(Decimal(packing.weight_grams) / 1000)} kg",
    }


def _declared(line: OrderLine, quantity: int) -> list[str]:
    """English title, HS code, origin, quantity, net weight, value."""
    frozen = line.frozen
    return [
        Truncator(frozen["title"]).chars(TITLE_MAX),
        frozen.get("hs8") or "–",
        frozen.get("origin") or "–",
        str(quantity),
        f"{formatting.number(_net_grams(line, quantity))} g",
        _written(_value(line, quantity)),
    ]


def _value(line: OrderLine, quantity: int) -> Money:
    """What customs is told that the goods are worth: their price in the seller's currency, without freight."""
    return Money(line.listed_minor * quantity, line.listed_currency)


def _net_grams(line: OrderLine, quantity: int) -> int:
    """What is inside, where it is sold by weight; else what the goods weigh."""
    frozen = line.frozen
    if frozen.get("net_unit") == "g" and frozen.get("net_content"):
        return int(Decimal(frozen["net_content"]) * quantity)
    return (frozen.get("weight_grams") or 0) * quantity


def _written(amount: Money) -> str:
    return f"{amount.currency} {formatting.number(Decimal(amount.decimal))}"
