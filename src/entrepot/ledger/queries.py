"""What can be asked of the ledger. Answers are small frozen values; sums are made by the database."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.functional import Promise

from entrepot.kit.money import Money, total
from entrepot.ledger import sql
from entrepot.ledger.chart import (
    BANK_CLIENT,
    CHART,
    CLIENT_LIABILITIES,
    FX_TRADING,
    IMPORT_TAX,
    PSP_CLEARING,
    AccountRef,
    Entry,
    owned,
)
from entrepot.ledger.closing import ends, last_closed
from entrepot.ledger.entries import Journal, Line

#: Transfers shown for one page's subjects; a purchase has a few dozen.
TRANSFERS_MAX = 500


def balance(ref: AccountRef) -> Money:
    """The balance on the account's normal side: more than zero is what the account is for."""
    with connection.cursor() as cursor:
        if not ref.is_house:
            cursor.execute(sql.BALANCES, [[ref.id], [ref.currency]])
            row = cursor.fetchone()
            return Money(row[2] if row else 0, ref.currency)
        return Money(_moved(ref) * ref.entry.side, ref.currency)


def _moved(ref: AccountRef, *, upto: UUID | None = None) -> int:
    """Debits less credits in minor units, of all transfers or those up to one."""
    with connection.cursor() as cursor:
        cursor.execute(sql.MOVED, {"account": ref.id, "upto": upto})
        debits, credits = cursor.fetchone()
        return debits - credits


def balances_of(refs: Sequence[AccountRef]) -> dict[AccountRef, Money]:
    """The balances of many owned accounts at once; zero for those nothing was posted to."""
    wanted = {ref.id: ref for ref in refs}
    found = {ref: Money(0, ref.currency) for ref in refs}
    with connection.cursor() as cursor:
        cursor.execute(sql.BALANCES, [list(wanted), [ref.currency for ref in wanted.values()]])
        for account_id, currency, minor in cursor.fetchall():
            found[wanted[account_id]] = Money(minor, currency)
    return found


def credited_by_day(ref: AccountRef, code: str, *, since: datetime) -> dict[date, Money]:
    """What journals of one code brought into an account on each day (UTC) since a moment."""
    first = UUID(int=int(since.timestamp() * 1000) << 80)
    params: dict[str, Any] = {"account": ref.id, "code": code, "since": since, "first": first}
    with connection.cursor() as cursor:
        cursor.execute(sql.CREDITED_BY_DAY, params)
        return {day: Money(minor, ref.currency) for day, minor in cursor.fetchall()}


def credits_counted(refs: Iterable[AccountRef], code: str, *, most: int) -> dict[UUID, int]:
    """How many transfers of one code came into the accounts of each owner, counted no further than `most` an account."""
    by_id = {ref.id: ref for ref in refs}
    with connection.cursor() as cursor:
        cursor.execute(sql.CREDITS_COUNTED, {"accounts": list(by_id), "code": code, "most": most})
        counted: dict[UUID, int] = defaultdict(int)
        for account_id, count in cursor.fetchall():
            counted[by_id[account_id].owner_id] += count
    return counted


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """One account and what is in it, on its normal side."""

    ref: AccountRef
    balance: Money

    @property
    def number(self) -> int:
        return self.ref.number

    @property
    def name(self) -> Promise:
        return self.ref.entry.name


def balances(owner_id: UUID) -> list[AccountBalance]:
    """The accounts of one order, merchant, dispute or credit, by currency and number."""
    with connection.cursor() as cursor:
        cursor.execute(
            sql.OWNER_ACCOUNTS, {"numbers": [entry.number for entry in owned()], "owner": owner_id}
        )
        return [
            AccountBalance(
                AccountRef(number, owner_id, currency),
                Money((debits - credits) * CHART[number].side, currency),
            )
            for number, currency, debits, credits in cursor.fetchall()
        ]


def currencies() -> list[str]:
    """The currencies that anything was ever posted in."""
    with connection.cursor() as cursor:
        cursor.execute(sql.CURRENCIES)
        return [currency for (currency,) in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Posted:
    """One transfer as it stands in the ledger."""

    id: UUID
    journal_id: UUID
    subject_id: UUID
    code: str
    at: datetime
    resolves: UUID | None
    corrects: UUID | None
    debit: AccountRef
    credit: AccountRef
    amount: Money


@dataclass(frozen=True, slots=True)
class PostedJournal:
    """One business event as it stands in the ledger."""

    transfers: tuple[Posted, ...]

    @property
    def id(self) -> UUID:
        return self.transfers[0].journal_id

    @property
    def subject_id(self) -> UUID:
        return self.transfers[0].subject_id

    @property
    def code(self) -> str:
        return self.transfers[0].code

    @property
    def at(self) -> datetime:
        return self.transfers[0].at

    def as_entry(self) -> Journal:
        """The journal as it was given to `post`: what a correction starts from."""
        first = self.transfers[0]
        lines = tuple(Line(posted.debit, posted.credit, posted.amount) for posted in self.transfers)
        return Journal(
            self.id, self.subject_id, self.code, lines, resolves=first.resolves, corrects=first.corrects
        )


def journal(journal_id: UUID) -> PostedJournal | None:
    """One journal with its transfers, or None."""
    found = _journals(journals=[journal_id])
    return found[0] if found else None


def journals_of(subject_ids: Sequence[UUID]) -> list[PostedJournal]:
    """The journals about these orders, purchases, payouts, ... in the order of posting, for one page."""
    return _journals(subjects=subject_ids, limit=TRANSFERS_MAX)


def _journals(
    *, subjects: Sequence[UUID] = (), journals: Sequence[UUID] = (), limit: int | None = None
) -> list[PostedJournal]:
    params = {"subjects": list(subjects), "journals": list(journals), "limit": limit}
    by_journal: dict[UUID, list[Posted]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(sql.TRANSFERS, params)
        for row in cursor.fetchall():
            transfer = _posted(*row)
            by_journal[transfer.journal_id].append(transfer)
    return [PostedJournal(tuple(transfers)) for transfers in by_journal.values()]


def _posted(
    transfer_id: UUID,
    journal_id: UUID,
    subject_id: UUID,
    code: str,
    at: datetime,
    resolves: UUID | None,
    corrects: UUID | None,
    currency: str,
    minor: int,
    debit_number: int,
    debit_owner: UUID,
    credit_number: int,
    credit_owner: UUID,
) -> Posted:
    """A row of sql/transfers.sql, column by column."""
    debit = AccountRef(debit_number, debit_owner, currency)
    credit = AccountRef(credit_number, credit_owner, currency)
    amount = Money(minor, currency)
    return Posted(transfer_id, journal_id, subject_id, code, at, resolves, corrects, debit, credit, amount)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement of an account. `amount` and `balance` (after it) are on the account's normal side."""

    id: UUID
    journal_id: UUID
    subject_id: UUID
    code: str
    at: datetime
    amount: Money
    balance: Money
    other: AccountRef


@dataclass(frozen=True, slots=True)
class Statement:
    """A page of an account's movements, newest first. `before` is the cursor of the next page, None at the
    end.
    """

    ref: AccountRef
    balance: Money
    lines: tuple[StatementLine, ...]
    before: UUID | None


def statement(ref: AccountRef, *, before: UUID | None = None, limit: int = 50) -> Statement:
    """Movements older than the transfer `before`, each with the balance that it left; `balance` is the
    first's.

    The movements are read before the sum that they are counted down from, so that one posted in between is
    in neither.
    """
    side = ref.entry.side
    with connection.cursor() as cursor:
        cursor.execute(sql.STATEMENT, {"account": ref.id, "before": before, "limit": limit + 1})
        rows = cursor.fetchall()
    minor = _moved(ref, upto=rows[0][0]) * side if rows else 0
    top = Money(minor, ref.currency)
    lines = []
    for transfer_id, journal_id, subject_id, code, at, debit_minor, number, owner_id in rows[:limit]:
        amount, left = Money(debit_minor * side, ref.currency), Money(minor, ref.currency)
        other = AccountRef(number, owner_id, ref.currency)
        lines.append(StatementLine(transfer_id, journal_id, subject_id, code, at, amount, left, other))
        minor -= amount.minor
    return Statement(ref, top, tuple(lines), lines[-1].id if len(rows) > limit else None)


def movements(
    ref: AccountRef, *, since: datetime, until: datetime, limit: int
) -> tuple[Money, list[StatementLine]]:
    """What was in the account when a period began, and at most `limit` movements of it, oldest first."""
    side = ref.entry.side
    with connection.cursor() as cursor:
        cursor.execute(sql.MOVEMENTS, {"account": ref.id, "since": since, "until": until, "limit": limit})
        rows = cursor.fetchall()
    lines = [
        StatementLine(
            transfer_id, journal_id, subject_id, code, at,
            Money(minor * side, ref.currency), Money(held * side, ref.currency), AccountRef(number, owner_id, ref.currency),
        )
        for transfer_id, journal_id, subject_id, code, at, minor, number, owner_id, held, _opening in rows
        if transfer_id
    ]  # fmt: skip
    return Money(rows[0][-1] * side, ref.currency), lines


@dataclass(frozen=True, slots=True)
class TrialLine:
    """One line of the chart in one currency: all that went in on either side, over all owners."""

    entry: Entry
    debits: Money
    credits: Money

    @property
    def number(self) -> int:
        return self.entry.number

    @property
    def name(self) -> Promise:
        return self.entry.name

    @property
    def net(self) -> Money:
        """Debits less credits: the figures of a currency sum to zero."""
        return self.debits - self.credits

    @property
    def balance(self) -> Money:
        """The balance on the normal side."""
        return self.net * int(self.entry.side)


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """The trial balance of one currency."""

    currency: str
    lines: tuple[TrialLine, ...]

    @property
    def debits(self) -> Money:
        return sum((line.debits for line in self.lines), Money(0, self.currency))

    @property
    def credits(self) -> Money:
        return sum((line.credits for line in self.lines), Money(0, self.currency))

    @property
    def difference(self) -> Money:
        """Zero, or the ledger is broken."""
        return self.debits - self.credits


def trial_balance(*, at: datetime | None = None) -> list[TrialBalance]:
    """One trial balance a currency, up to and including the moment `at`, or of all that is posted."""
    day = last_closed(at)
    with connection.cursor() as cursor:
        cursor.execute(sql.TRIAL_BALANCE, {"at": at, "day": day, "since": ends(day) if day else None})
        rows = cursor.fetchall()
    return [
        TrialBalance(
            currency,
            tuple(
                TrialLine(CHART[number], Money(debits, currency), Money(credits, currency))
                for _, number, debits, credits in group
            ),
        )
        for currency, group in groupby(rows, key=lambda row: row[0])
    ]


def owed_to_house() -> dict[str, Money]:
    """By currency: what of the clients' bank account and of clearing is our own: income not swept less fees not made whole."""
    ours = {entry.number for entry in (BANK_CLIENT, PSP_CLEARING, *CLIENT_LIABILITIES, FX_TRADING)}
    return {
        trial.currency: total((line.net for line in trial.lines if line.number in ours), trial.currency)
        for trial in trial_balance()
    }


def taxes_held(currency: str, *, before: datetime, limit: int) -> list[tuple[UUID, Money]]:
    """Orders whose import tax was collected before then and is held still, the oldest first."""
    params: dict[str, Any] = {
        "number": IMPORT_TAX.number,
        "currency": currency,
        "before": before,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.TAXES_HELD, params)
        return [(order_id, Money(int(minor), currency)) for order_id, currency, minor in cursor.fetchall()]


def net_of_subject(subject_id: UUID, currency: str, *, plus: str, minus: str) -> Money:
    """What journals of the code `plus` moved about a subject, less those of the code `minus`."""
    params: dict[str, Any] = {"subject": subject_id, "currency": currency, "plus": plus, "minus": minus}
    with connection.cursor() as cursor:
        cursor.execute(sql.NET_OF_SUBJECT, params)
        return Money(cursor.fetchone()[0], currency)


@dataclass(frozen=True, slots=True)
class ChartLine:
    """One line of the chart with its balance in each currency it was used in."""

    entry: Entry
    balances: tuple[Money, ...]


def chart_with_balances() -> list[ChartLine]:
    """The whole chart, lines never used included."""
    balances = trial_balance()
    return [ChartLine(entry, tuple(_of(entry, balances))) for entry in CHART.values()]


def _of(entry: Entry, trial_balances: Iterable[TrialBalance]) -> list[Money]:
    return [line.balance for trial in trial_balances for line in trial.lines if line.entry is entry]
