"""Rows of what has left, as people write them: in the table of the shipping page, or in a list from a spreadsheet."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entrepot.shipping.statuses import Mode
from entrepot.trade.batching import ROWS_MAX, Outcome, Row, Told
from entrepot.web.merchant.order_forms import CARRIERS, OTHER

#: A list of a hundred rows has ten thousand characters.
BYTES_MAX = 100_000
_CARRIER, _TRACKING = "carrier-", "tracking-"
#: What a spreadsheet makes of a long number that it takes for an amount.
_ROUNDED = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE)
#: The first cell of a heading, in the languages and words that people use.
_HEADINGS = re.compile(r"order|number|订单|编号", re.IGNORECASE)


def rows_of_table(values: QueryDict, *, mode: str) -> list[Row]:
    """The rows that have a tracking number; each with its own carrier, or the one for all."""
    rows = []
    for name, text in values.items():
        if not name.startswith(_TRACKING) or not str(text).strip():
            continue
        number = name.removeprefix(_TRACKING)
        carrier = values.get(_CARRIER + number) or values.get("carrier", "")
        if carrier == OTHER:
            carrier = values.get("other_carrier", "")
        rows.append(Row(number, _clean(carrier), _clean(str(text)), mode))
    return rows


def typed(values: QueryDict, told: list[Told]) -> dict[str, Mapping[str, str]]:
    """What was typed for the orders that were refused, by their numbers, to be shown again."""
    return {
        each.row.number: {
            "carrier": values.get(_CARRIER + each.row.number, ""),
            "tracking": values.get(_TRACKING + each.row.number, ""),
        }
        for each in told
        if each.outcome == Outcome.REFUSED
    }


class _ModeForm(forms.Form):
    """How all of it travels."""

    mode = forms.ChoiceField(
        label=_("How it travels"),
        help_text=_("For how long the buyer may be silent before the money is released depends on it."),
        choices=Mode.choices,
        initial=Mode.EXPRESS,
        required=False,
    )

    def clean_mode(self) -> str:
        return self.cleaned_data["mode"] or str(Mode.EXPRESS)


class CarrierForm(_ModeForm):
    """How all rows travel, and the carrier of every row that names none of its own."""

    carrier = forms.ChoiceField(
        label=_("Carrier of all rows"),
        choices=[
            ("", _("Choose a carrier")),
            *((name, name) for name in CARRIERS),
            (OTHER, pgettext_lazy("carrier", "Another one")),
        ],
        required=False,
    )
    other_carrier = forms.CharField(
        label=_("Name of the other carrier"),
        help_text=_("Only if yours is not on the list."),
        max_length=60,
        required=False,
    )


class ListForm(_ModeForm):
    """A list: pasted, or as a file."""

    pasted = forms.CharField(
        label=_("Paste the list"),
        help_text=_(
            "One order a line: order number, carrier, tracking number, with commas, semicolons or tabs between them."
        ),
        widget=forms.Textarea({"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
        required=False,
        max_length=BYTES_MAX,
    )
    file = forms.FileField(label=_("Or choose a CSV file"), required=False, allow_empty_file=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Beside the table's form, which has fields of the same names.
        super().__init__(*args, **kwargs | {"auto_id": "list_%s"})

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        file = values.get("file")
        if file and file.size > BYTES_MAX:
            self.add_error("file", _("This file is too large: a list has at most 100 rows."))
            return values
        text = _decoded(file.read()) if file else values.get("pasted", "")
        mode = values.get("mode", str(Mode.EXPRESS))
        values["rows"] = [replace(row, mode=mode) for row in rows_of_list(text)]
        if not values["rows"] and not self.errors:
            self.add_error("pasted", _("There is no row in this list."))
        return values


def rows_of_list(text: str) -> list[Row]:
    """The rows of a list with commas, semicolons or tabs between the cells; a heading and empty lines are passed over."""
    lines = [line for line in text.replace("\0", "").splitlines() if line.strip()]
    if not lines:
        return []
    between = max("\t;,，", key=lines[0].count)
    reader = csv.reader(io.StringIO("\n".join(lines[: ROWS_MAX + 2])), delimiter=between)
    rows: list[Row] = []
    for cells in reader:
        number, carrier, tracking = ([_clean(cell) for cell in cells] + ["", "", ""])[:3]
        if not rows and _HEADINGS.search(number):
            continue
        rows.append(Row(number[:60], carrier[:120], tracking[:120]))
    return rows


def unreadable(row: Row) -> str:
    """Why a row of a list cannot be what its writer meant; empty if it can."""
    if _ROUNDED.fullmatch(row.tracking_number):
        return str(
            _(
                "The spreadsheet has rounded this tracking number. Format its column as text, and export again."
            )
        )
    return ""


def _clean(text: str) -> str:
    """Without blanks around it, control characters, and the apostrophe by which a spreadsheet is told that it is text."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split()).removeprefix("'")


def _decoded(content: bytes) -> str:
    """UTF-8, or what a Chinese spreadsheet writes."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")
