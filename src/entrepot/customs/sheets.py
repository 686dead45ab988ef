"""The CSV form of the three tables: which columns there are, how a cell is read, what is wrong where."""

import csv
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from entrepot.customs import keys
from entrepot.customs.confidence import Confidence
from entrepot.customs.models import DatedRow, PositiveListEntry, Rule, Tariff
from entrepot.kit import clock


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: the row as a spreadsheet numbers it (the header is 1), the column, why."""

    row: int
    column: str
    message: str | Promise


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row that can be read: its number and the model's fields."""

    number: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its model, what names a row beside its first day, and how each column is read."""

    model: type[DatedRow]
    key: tuple[str, ...]
    cells: Mapping[str, Callable[[str], Any]]
    optional: frozenset[str] = frozenset()


class Wrong(ValueError):
    """A cell that cannot be read, with a sentence for the person who has to mend it."""

    def __init__(self, sentence: Promise) -> None:
        self.sentence = sentence


def _jurisdiction(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", text):
        raise Wrong(_("Write the two capital letters of a country, such as CN."))
    return text


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Wrong(_("Write a date as 2026-01-31.")) from None


def _hs8(text: str) -> str:
    if not re.fullmatch(r"[0-9]{8}", text):
        raise Wrong(_("A Chinese tariff number has eight digits, without dots."))
    return text


def _text(text: str) -> str:
    if not text:
        raise Wrong(_("This cannot be empty."))
    return text


def _any(text: str) -> str:
    return text


def _confidence(text: str) -> str:
    if text not in Confidence.values:
        raise Wrong(format_lazy(_("Write one of: {choices}."), choices=", ".join(Confidence.values)))
    return text


def _yes(text: str) -> bool:
    if text not in ("yes", "no"):
        raise Wrong(_("Write yes or no."))
    return text == "yes"


def _rate(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        try:
            return parse(text)
        except ValueError:
            raise Wrong(
                _("Write a rate as 13%, 6.5% or 13/100; a tax on consumption is below 100%.")
            ) from None

    return read


def _cap(text: str) -> Any:
    if not re.fullmatch(r"[1-9][0-9]*(/[1-9][0-9]*)?", text):
        raise Wrong(_("Write an amount as a whole number or a fraction, such as 2 or 1/2."))
    return PositiveListEntry._meta.get_field("annual_qty_cap").to_python(text)


def _cap_unit(text: str) -> str:
    if text not in ("kg", "piece"):
        raise Wrong(format_lazy(_("Write one of: {choices}."), choices="kg, piece"))
    return text


_DATED: dict[str, Callable[[str], Any]] = {
    "jurisdiction": _jurisdiction,
    "effective_from": _day,
    "effective_to": _day,
    "source": _text,
    "confidence": _confidence,
    "checked_on": _day,
}

SHEETS = {
    "rules": Sheet(
        Rule,
        ("jurisdiction", "key"),
        {**_DATED, "key": _text, "value": _text},
        optional=frozenset({"effective_to"}),
    ),
    "tariff": Sheet(
        Tariff,
        ("jurisdiction", "hs8"),
        {
            **_DATED,
            "hs8": _hs8,
            "description_en": _text,
            "description_zh": _text,
            "duty_mfn": _rate(keys.rate),
            "vat": _rate(keys.share),
            "consumption_tax": _rate(keys.tax),
            "consumption_tax_condition": _any,
        },
        optional=frozenset({"effective_to", "consumption_tax_condition"}),
    ),
    "positive-list": Sheet(
        PositiveListEntry,
        ("jurisdiction", "hs8"),
        {
            **_DATED,
            "hs8": _hs8,
            "name_zh": _text,
            "bonded_only": _yes,
            "name_rule": _any,
            "exclude_rules": _any,
            "annual_qty_cap": _cap,
            "cap_unit": _cap_unit,
            "version": _text,
        },
        optional=frozenset({"effective_to", "name_rule", "exclude_rules", "annual_qty_cap", "cap_unit"}),
    ),
}


def decode(data: bytes) -> str | None:
    """The text of a UTF-8 file, with or without a byte order mark; None for another encoding: no guessing."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def read(sheet: Sheet, data: bytes) -> tuple[list[SheetRow], list[Problem]]:
    """The rows of a file and everything that is wrong with it. Without a readable header there are no rows."""
    text = decode(data)
    if text is None:
        return [], [Problem(1, "", _("The file is not UTF-8 text. Please save it as CSV in UTF-8."))]
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(lines, [])]
        problems = _header_problems(sheet, header)
        if problems:
            return [], problems
        rows = []
        for cells in lines:
            if any(cell.strip() for cell in cells):
                row, wrong = _read_row(sheet, header, cells, lines.line_num)
                problems += wrong
                if row is not None:
                    rows.append(row)
    except csv.Error:
        return [], [
            Problem(lines.line_num, "", _("The file is damaged here: a quotation mark is not closed."))
        ]
    if not rows and not problems:
        problems.append(Problem(2, "", _("The file has a header but no rows.")))
    return rows, problems


def _header_problems(sheet: Sheet, header: list[str]) -> list[Problem]:
    problems = [
        Problem(
            1,
            name,
            format_lazy(
                _("There is no column “{name}” in this table. It has: {columns}."),
                name=name,
                columns=", ".join(sheet.cells),
            ),
        )
        for name in header
        if name not in sheet.cells
    ]
    problems += [
        Problem(1, name, format_lazy(_("The column “{name}” is missing."), name=name))
        for name in sheet.cells
        if name not in header and name not in sheet.optional
    ]
    problems += [
        Problem(1, name, format_lazy(_("The column “{name}” is there twice."), name=name))
        for name in dict.fromkeys(header)
        if header.count(name) > 1
    ]
    return problems


def _read_row(
    sheet: Sheet, header: list[str], cells: list[str], number: int
) -> tuple[SheetRow | None, list[Problem]]:
    if len(cells) != len(header):
        return None, [Problem(number, "", _("This row does not have as many cells as the header."))]
    given = dict(zip(header, (cell.strip() for cell in cells), strict=True))
    values: dict[str, Any] = {}
    problems = []
    for column, parse in sheet.cells.items():
        text = given.get(column, "")
        if not text and column in sheet.optional:
            values[column] = None if sheet.model._meta.get_field(column).null else ""
            continue
        try:
            values[column] = parse(text)
        except Wrong as wrong:
            problems.append(Problem(number, column, wrong.sentence))
    if not problems:
        problems = _row_problems(sheet, values, number)
    return (None, problems) if problems else (SheetRow(number, values), [])


def _row_problems(sheet: Sheet, values: Mapping[str, Any], number: int) -> list[Problem]:
    """What is wrong with cells that can each be read."""
    problems = []
    if values["effective_to"] is not None and values["effective_to"] <= values["effective_from"]:
        problems.append(Problem(number, "effective_to", _("The end is not after the first day.")))
    if values["checked_on"] > clock.now().date():
        problems.append(Problem(number, "checked_on", _("This day has not come yet.")))
    if sheet.model is Rule:
        problems += _rule_problems(values, number)
    if sheet.model is PositiveListEntry and (values["annual_qty_cap"] is None) != (values["cap_unit"] == ""):
        problems.append(Problem(number, "cap_unit", _("A yearly amount and its unit go together.")))
    return problems


def _rule_problems(values: Mapping[str, Any], number: int) -> list[Problem]:
    try:
        keys.read(values["key"], values["value"])
    except KeyError:
        return [Problem(number, "key", format_lazy(_("There is no rule “{key}”."), key=values["key"]))]
    except ValueError:
        sentence = _("This value does not fit the rule “{key}”. It is written like this: {example}.")
        message = format_lazy(sentence, key=values["key"], example=keys.example(values["key"]))
        return [Problem(number, "value", message)]
    return []
