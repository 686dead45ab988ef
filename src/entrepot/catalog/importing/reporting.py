"""What became of each row, as a sentence in the reader's language, on the page and as a CSV that no spreadsheet calculates."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entrepot.catalog.models import Import, ImportRow

OUTCOMES = {
    "taken": _("Taken"),
    "changed": _("Changed"),
    "unchanged": _("Unchanged"),
    "refused": _("Refused"),
}
HEADS = (_("Row"), _("Product"), pgettext_lazy("product", "Name"), _("Outcome"), _("Column"), _("Why"))

#: Why a row was refused, and what is left to do for one that was taken (`todo.`), by code.
SENTENCES: dict[str, str | Promise] = {
    "key.missing": _("This row does not say which product it belongs to."),
    "key.again": _(
        "“{key}” is there twice, in different places. The rows of one product stand together, once."
    ),
    "title.missing": _("A new product needs a name."),
    "text.too_long": _("This is longer than {most} signs."),
    "type.gift_card": _("Gift cards cannot be sold here: nothing is shipped."),
    "type.grouped": _("A grouped product is a list of other products. Those are taken by themselves."),
    "type.external": _("An external product is sold on another site, so it cannot be bought here."),
    "type.downloadable": _("A download cannot be sold here: every sale is shipped across the border."),
    "type.virtual": _("A product that is not shipped cannot be sold here."),
    "type.unknown": _("Products of the type “{type}” are not known."),
    "parent.missing": _("The product of this variation, “{parent}”, is not in the file."),
    "option.blank": _("The option “{option}” has no value here, but other variants have one."),
    "option.too_many": _("A product has at most {most} options to choose."),
    "variant.twice": _("There are two variants with the same options: {options}."),
    "price.malformed": _("“{value}” is not a price in {currency}. Write a plain number such as 12.50."),
    "price.negative": _("The price {value} is below zero."),
    "price.too_high": _("The price {value} is too high to be meant."),
    "weight.malformed": _("“{value}” is not a weight. Write a plain number such as 0.5."),
    "weight.too_high": _("The weight {value} is too high to be meant."),
    "stock.malformed": _("“{value}” is not a count. Write a whole number."),
    "stock.negative": _("The stock {value} is below zero."),
    "stock.absurd": _("The stock {value} is too high to be meant; at most {most} can be kept."),
    "stock.below_reserved": _(
        "{reserved} of these are promised to buyers; the stock {value} would be too low."
    ),
    "with.product": _("Refused with its product: see row {row}. A product is taken whole or not at all."),
    "failed": _(
        "This product could not be written. Nothing of it was changed; please tell us the number {number}."
    ),
    "todo.category": _("No category of ours fits its words: choose one."),
    "todo.price": _("The file gives no price: it stays a draft until it has one."),
    "todo.stock": _("The file gives no stock: 0 is assumed."),
    "todo.weight": _("The file gives no weight: it stays a draft until it has one."),
    "todo.variations": _("The file has no variations of it: add what can be bought."),
    "todo.any": _(
        "“{option}” is left to the buyer in your shop. Here each choice is a variant of its own: add them."
    ),
    "todo.dated_sale": _("The sale price {price} holds for some days only and was not taken."),
    "todo.off_sale": _("It no longer has what a sale needs, so it was taken off sale."),
    "todo.option_gone": _("Variants without the options that it has now are no longer sold."),
    "todo.picture_address": _("The picture's address is not one that can be fetched: {url}"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One row of the report, in words."""

    row: int
    handle: str
    title: str
    outcome: str
    column: str
    sentences: list[str]
    product_id: UUID | None


def told(outcome: ImportRow) -> Told:
    """A row's outcome in the language that is active."""
    said = [(outcome.code, outcome.facts)] if outcome.code else []
    said += [(code, facts) for code, facts in outcome.facts.get("todos", [])] if not outcome.code else []
    return Told(
        outcome.row,
        outcome.handle,
        outcome.title,
        outcome.outcome,
        outcome.column,
        [_sentence(code, facts) for code, facts in said],
        outcome.product_id,
    )


def _sentence(code: str, facts: dict[str, Any]) -> str:
    return str(SENTENCES[code]).format(**facts) if code in SENTENCES else code


def as_csv(run: Import, *, language: str) -> Iterator[str]:
    """The whole report as CSV, a line at a time, so that its length costs no memory.

    language: the reader's; a response is streamed when the request's own language may be gone.
    """
    with translation.override(language):
        yield "\ufeff" + _line([str(head) for head in HEADS])
    for outcome in run.outcomes.order_by("row", "id").iterator(chunk_size=1000):
        with translation.override(language):
            row = told(outcome)
            words = str(OUTCOMES.get(row.outcome, row.outcome))
        yield _line([str(row.row), row.handle, row.title, words, row.column, " ".join(row.sentences)])


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet shows and does not run: what begins like a formula is text by a quotation mark before it."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
