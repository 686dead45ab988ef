"""Loading dated rows from a CSV file: all or nothing, reported by row and column; closed, never changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from entrepot.customs import queries
from entrepot.customs.confidence import Confidence
from entrepot.customs.models import DatedRow, RuleVersion
from entrepot.customs.rulebook import Period
from entrepot.customs.sheets import SHEETS, Problem, Sheet, SheetRow, read
from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.verb import verb

#: How many problems a report lists; a file in the wrong form has one in every row.
PROBLEMS_SHOWN = 200

_NAMES = {"checked_on", "loaded_in", "closed_on", "closed_in", "id"}


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did, or would do. With any problem nothing was written. version: 0 where nothing changed."""

    table: str
    rows: int
    added: int
    closed: int
    unchanged: int
    version: int
    problems: tuple[Problem, ...]

    @property
    def is_refused(self) -> bool:
        return bool(self.problems)


@dataclass(slots=True)
class _Plan:
    """What is to be written: new rows, and rows in force that end earlier than they said."""

    add: list[SheetRow]
    close: dict[int, tuple[DatedRow, date]]
    unchanged: int
    problems: list[Problem]


@verb(allow={Caller.OPERATOR, Caller.SYSTEM})
def load(*, table: str, data: bytes, file_name: str, dry_run: bool = False, by: Actor) -> LoadReport:
    """Load a CSV file (UTF-8) into `rules`, `tariff` or `positive-list`.

    A row that is there already changes nothing. A row for a later day closes the open one of its key. A row
    of confidence demo gives way to any other. Anything else that would overlap is a problem; with one problem
    nothing is loaded.
    """
    sheet = SHEETS[table]
    with connection.cursor() as cursor:  # one load at a time, so that a greater version was committed later
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('customs_ruleversion'))")
    rows, problems = read(sheet, data)
    plan = _plan(sheet, rows)
    problems = sorted([*problems, *plan.problems], key=lambda problem: (problem.row, problem.column))
    if problems:
        return LoadReport(table, len(rows), 0, 0, 0, 0, tuple(problems[:PROBLEMS_SHOWN]))
    version = 0 if dry_run or not (plan.add or plan.close) else _write(sheet, plan, table, file_name)
    return LoadReport(table, len(rows), len(plan.add), len(plan.close), plan.unchanged, version, ())


def _plan(sheet: Sheet, rows: list[SheetRow]) -> _Plan:
    plan = _Plan([], {}, 0, [])
    by_key: dict[tuple[str, ...], list[SheetRow]] = defaultdict(list)
    for row in rows:
        by_key[_key(sheet, row.values)].append(row)
    there = _there(sheet, by_key)
    for key, wanted in by_key.items():
        _plan_key(
            sheet, sorted(wanted, key=lambda row: row.values["effective_from"]), there.get(key, []), plan
        )
    return plan


def _there(sheet: Sheet, keys: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], list[DatedRow]]:
    """The rows of these keys that were never withdrawn, by key."""
    names = {key[-1] for key in keys}
    found: dict[tuple[str, ...], list[DatedRow]] = defaultdict(list)
    for row in sheet.model._default_manager.filter(**{f"{sheet.key[-1]}__in": names}).order_by(
        "effective_from"
    ):
        if row.closed_on is None or row.closed_on > row.effective_from:
            found[tuple(getattr(row, part) for part in sheet.key)].append(row)
    return found


def _plan_key(sheet: Sheet, wanted: list[SheetRow], there: list[DatedRow], plan: _Plan) -> None:
    """Place the rows of one key, earliest first, among those that are there and those already placed."""
    placed: list[SheetRow] = []
    for row in wanted:
        same = next((old for old in there if _is_same(sheet, old, row)), None)
        if same is not None:
            plan.unchanged += 1
            continue
        period = _period(row)
        clash = next((other for other in placed if _meets(_period(other), period)), None)
        if clash is not None:
            plan.problems.append(
                Problem(
                    row.number,
                    "effective_from",
                    format_lazy(_("The dates overlap those of row {row}."), row=clash.number),
                )
            )
            continue
        if not all(_make_way(old, row, period, plan) for old in there):
            continue
        placed.append(row)
        plan.add.append(row)


def _make_way(old: DatedRow, row: SheetRow, period: Period, plan: _Plan) -> bool:
    """Close `old` where the new row may follow it; otherwise note the overlap and answer False."""
    ends = plan.close[old.id][1] if old.id in plan.close else old.closed_on or old.effective_to
    if not _meets(Period(old.effective_from, ends), period):
        return True
    is_followed = ends is None and old.effective_from < period.begins
    gives_way = old.confidence == Confidence.DEMO != row.values["confidence"]
    if not is_followed and not gives_way:
        sentence = _(
            "The dates overlap a row already loaded, from {begins}. Rows are never changed: give a later first day."
        )
        plan.problems.append(
            Problem(row.number, "effective_from", format_lazy(sentence, begins=old.effective_from))
        )
        return False
    if old.closed_on is not None:
        sentence = _("The row from {begins} has been closed once already and cannot be closed earlier.")
        plan.problems.append(
            Problem(row.number, "effective_from", format_lazy(sentence, begins=old.effective_from))
        )
        return False
    plan.close[old.id] = (old, max(old.effective_from, period.begins))
    return True


def _meets(one: Period, other: Period) -> bool:
    """Whether two periods share a day. An empty one, of a row that gave way whole, shares none."""
    if one.ends == one.begins:
        return False
    return (other.ends is None or one.begins < other.ends) and (one.ends is None or other.begins < one.ends)


def _period(row: SheetRow) -> Period:
    return Period(row.values["effective_from"], row.values["effective_to"])


def _key(sheet: Sheet, values: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(values[part] for part in sheet.key)


def _is_same(sheet: Sheet, old: DatedRow, row: SheetRow) -> bool:
    """Whether the file's row is there already; the day on which somebody checked it again makes no new row."""
    return all(getattr(old, name) == value for name, value in row.values.items() if name not in _NAMES)


def _write(sheet: Sheet, plan: _Plan, table: str, file_name: str) -> int:
    """Write the plan under a new version, closings first: a key has one open row at any moment."""
    newest = RuleVersion.objects.aggregate(newest=Max("id"))["newest"] or 0
    version = RuleVersion.objects.create(
        id=newest + 1,
        table=table,
        file_name=file_name[:200],
        added=len(plan.add),
        closed=len(plan.close),
        created_at=clock.now(),
    )
    closed = []
    for row, ends in plan.close.values():
        row.closed_on, row.closed_in = ends, version
        closed.append(row)
    manager = sheet.model._default_manager
    manager.bulk_update(closed, ["closed_on", "closed_in"], batch_size=500)
    manager.bulk_create([sheet.model(loaded_in=version, **row.values) for row in plan.add], batch_size=500)
    transaction.on_commit(queries.forget)
    return version.id
