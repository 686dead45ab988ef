"""A settlement file as a table: a line for each thing that was paid out or taken, and what is paid out in each currency.

Columns: line, type, reference, key, amount, currency, date. Types: charge, fee, refund, chargeback, adjustment, and payout for
the sum of a currency. Amounts are in major units, below zero for what was taken from us.
"""

import csv
import io
from collections import defaultdict
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from entrepot.kit.errors import FieldError, Sentence
from entrepot.kit.money import Money
from entrepot.payments.errors import SettlementUnreadable
from entrepot.payments.providers import SettledLine, SettlementRead

COLUMNS = ["line", "type", "reference", "key", "amount", "currency", "date"]
KINDS = ("charge", "fee", "refund", "chargeback", "adjustment")
PAYOUT = "payout"
#: Lines of a file at the most: what is taken whole has to fit in one transaction.
LINES_MAX = 500_000
#: Mistakes that are named; whoever mends so many reads the file anew.
NAMED_MAX = 20


class _Wrong(Exception):
    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence


def read(body: bytes) -> SettlementRead:
    """The lines, and what is paid out. Raises SettlementUnreadable, naming each line that is wrong."""
    try:
        table = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise _unreadable([("file", _("This is not a table of comma-separated values in UTF-8."))]) from None
    if not table or [name.strip() for name in table[0]] != COLUMNS:
        raise _unreadable(
            [
                (
                    "line 1",
                    _("The first line names: line, type, reference, key, amount, currency, date."),
                )
            ]
        )
    if len(table) > LINES_MAX:
        raise _unreadable([("file", _("The file has too many lines."))])
    lines, payouts, wrong = _rows(table[1:])
    wrong += _sums(lines, payouts)
    if wrong:
        raise _unreadable(wrong[:NAMED_MAX])
    return SettlementRead(lines, payouts)


def _unreadable(wrong: list[tuple[str, Sentence]]) -> SettlementUnreadable:
    return SettlementUnreadable(fields=[FieldError(where, what) for where, what in wrong])


def _rows(
    table: list[list[str]],
) -> tuple[list[SettledLine], list[Money], list[tuple[str, Sentence]]]:
    lines: list[SettledLine] = []
    payouts: list[Money] = []
    wrong: list[tuple[str, Sentence]] = []
    seen: set[str] = set()
    for row, cells in enumerate(table, 2):
        if not any(cells):
            continue
        try:
            line = _line(row, [cell.strip() for cell in cells])
            if line.line_id in seen:
                raise _Wrong(_("This line's id is in the file twice."))
            seen.add(line.line_id)
            if line.kind == PAYOUT:
                payouts.append(line.amount)
            else:
                lines.append(line)
        except _Wrong as error:
            wrong.append((f"line {row}", error.sentence))
    return lines, payouts, wrong


def _line(row: int, cells: list[str]) -> SettledLine:
    if len(cells) != len(COLUMNS):
        raise _Wrong(_("A line has seven cells."))
    line_id, kind, reference, key, amount, currency, day = cells
    if not line_id or len(line_id) > 80 or len(reference) > 80 or "\x00" in line_id + reference:
        raise _Wrong(_("A line has an id, and ids have at most 80 characters."))
    if kind not in (*KINDS, PAYOUT):
        raise _Wrong(_("The type is charge, fee, refund, chargeback, adjustment or payout."))
    if len(currency) != 3 or not currency.isascii() or not currency.isupper():
        raise _Wrong(_("A currency is three capital letters, such as CNY."))
    try:
        paid = Money.parse(amount, currency)
        return SettledLine(
            row, line_id, kind, reference, UUID(key) if key else None, paid, date.fromisoformat(day)
        )
    except ValueError:
        raise _Wrong(
            _("The key is an id of ours, the amount a number like 12.30 or -12.30, the date like 2026-11-25.")
        ) from None


def _sums(lines: list[SettledLine], payouts: list[Money]) -> list[tuple[str, Sentence]]:
    """Each currency is paid out once, and what is paid out is the sum of its lines."""
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        sums[line.amount.currency] += line.amount.minor
    paid = {payout.currency: payout.minor for payout in payouts}
    if len(paid) < len(payouts) or paid != dict(sums):
        return [("payout", _("Each currency has one payout, and it is the sum of its lines."))]
    return []
