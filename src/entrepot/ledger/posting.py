"""The only writer of the ledger: journals go in as a list, with the same few statements whatever its length."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from entrepot.kit import clock
from entrepot.kit.ids import new_ids
from entrepot.kit.money import Money
from entrepot.kit.sql import fetch, run
from entrepot.ledger import sql
from entrepot.ledger.chart import BANK_CLIENT, CHART, AccountRef
from entrepot.ledger.entries import Journal
from entrepot.ledger.errors import AlreadyPosted, AlreadyResolved, Insufficient, UnknownJournal

_REFUSED_BY = {
    "ledger_transfer_resolved_once": AlreadyResolved,
    "ledger_transfer_corrected_once": AlreadyResolved,
    "ledger_transfer_resolves": UnknownJournal,
    "ledger_transfer_corrects": UnknownJournal,
}


def post(journals: Sequence[Journal]) -> None:
    """Post every journal, or none, in the caller's transaction: two to four statements, whatever the length.

    A journal that was posted before with the same content is passed over. Accounts are locked in the order
    of their ids, so callers post all that one transaction has to post in one call. A refusal leaves the
    transaction fit only to be rolled back. Raises, in this order: AlreadyPosted, AlreadyResolved or
    UnknownJournal, Insufficient.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a journal is posted in the transaction that makes it true")
    journals = _without_repeats(journals)
    if not journals:
        return
    try:
        journals = _write(journals)
        _ensure_house(journals)
        _move(_deltas(journals))
    except Exception:
        # Some of it is written already: a caller that swallows this must not be able to commit the half.
        transaction.set_rollback(True)
        raise


def _without_repeats(journals: Sequence[Journal]) -> list[Journal]:
    """Each journal once; AlreadyPosted when two in the list share an id and nothing else."""
    once: dict[UUID, Journal] = {}
    for journal in journals:
        first = once.setdefault(journal.id, journal)
        if first is not journal and (field := _difference(_content(first), _content(journal))):
            raise AlreadyPosted(journal.id, field=field)
    return list(once.values())


def _write(journals: list[Journal]) -> list[Journal]:
    """Insert the transfers first, so that the unique key tells what is new before any counter moves; answers
    the new ones.
    """
    rows = [(journal, number, line) for journal in journals for number, line in enumerate(journal.lines)]
    ids = new_ids(len(rows))
    try:
        inserted = run(
            sql.INSERT_TRANSFERS,
            [
                clock.now(),
                ids,
                [journal.id for journal, _, _ in rows],
                [number for _, number, _ in rows],
                [line.debit.id for _, _, line in rows],
                [line.credit.id for _, _, line in rows],
                [line.amount.currency for _, _, line in rows],
                [line.amount.minor for _, _, line in rows],
                [journal.code for journal, _, _ in rows],
                [journal.subject_id for journal, _, _ in rows],
                [journal.resolves for journal, _, _ in rows],
                [journal.corrects for journal, _, _ in rows],
            ],
        )
    except IntegrityError as error:
        raise _refusal(error) from error
    if inserted == len(rows):
        return journals
    return _new_among(journals, set(ids))


def _refusal(error: IntegrityError) -> Exception:
    """The sentence for a constraint that speaks of the caller's input, else the error itself."""
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    refusal = _REFUSED_BY.get(constraint or "")
    return refusal() if refusal else error


type _Content = dict[str, object]


def _content(journal: Journal) -> _Content:
    """What two journals of one id must share, in the order in which a difference is named."""
    return {
        "code": journal.code,
        "subject": journal.subject_id,
        "lines": len(journal.lines),
        "debit": [line.debit.id for line in journal.lines],
        "credit": [line.credit.id for line in journal.lines],
        "amount": [line.amount.minor for line in journal.lines],
        "resolves": journal.resolves,
        "corrects": journal.corrects,
    }


def _difference(one: _Content, other: _Content) -> str | None:
    return next((field for field in one if one[field] != other[field]), None)


def _new_among(journals: list[Journal], ours: Collection[UUID]) -> list[Journal]:
    """The journals whose transfers were inserted just now; AlreadyPosted for one that was there with another
    content.
    """
    stored: dict[UUID, list[tuple]] = defaultdict(list)
    found = fetch(sql.TRANSFERS_OF_JOURNALS, [[journal.id for journal in journals]])
    for journal_id, transfer_id, *row in found:
        if transfer_id not in ours:
            stored[journal_id].append(tuple(row))
    new = []
    for journal in journals:
        rows = stored[journal.id]
        if not rows:
            new.append(journal)
            continue
        debits, credits, amounts, codes, subjects, resolved, corrected = zip(*rows, strict=True)
        before: _Content = {
            "code": codes[0],
            "subject": subjects[0],
            "lines": len(rows),
            "debit": list(debits),
            "credit": list(credits),
            "amount": list(amounts),
            "resolves": resolved[0],
            "corrects": corrected[0],
        }
        if field := _difference(before, _content(journal)):
            raise AlreadyPosted(journal.id, field=field)
    return new


def _ensure_house(journals: Iterable[Journal]) -> None:
    """Give the house the accounts that these journals name, and every currency its client bank account
    (queries count on it).

    Asked of the database each time: what is remembered can be wrong. Nobody ever changes these rows, so it
    waits only for a transaction that is about to make one of them for the first time.
    """
    lines = [line for journal in journals for line in journal.lines]
    refs = {ref for line in lines for ref in (line.debit, line.credit) if ref.is_house}
    refs |= {BANK_CLIENT.house(currency) for currency in {line.amount.currency for line in lines}}
    if refs:
        run(sql.INSERT_HOUSE_ACCOUNTS, _identities(refs))


def _deltas(journals: Iterable[Journal]) -> dict[AccountRef, list[int]]:
    """Debits and credits to add to each owned account, in minor units."""
    deltas: dict[AccountRef, list[int]] = defaultdict(lambda: [0, 0])
    for journal in journals:
        for line in journal.lines:
            for side, ref in enumerate((line.debit, line.credit)):
                if not ref.is_house:
                    deltas[ref][side] += line.amount.minor
    return deltas


def _move(deltas: dict[AccountRef, list[int]]) -> None:
    """Make, lock and move the owned accounts in one statement; those whose balance falls are moved by a
    second one.

    The second is needed because PostgreSQL checks a row proposed by INSERT ... ON CONFLICT against its
    CHECKs before it finds the row that is there: a fall proposed as a new row would always be below its
    floor. The first proposes it as a row of zeros instead, which only locks it (or makes it, if it is not
    there), and the second moves it where the floor allows.
    """
    if not deltas:
        return
    falling = {
        ref: delta for ref, delta in deltas.items() if (delta[0] - delta[1]) * CHART[ref.number].side < 0
    }
    raised = [[0, 0] if ref in falling else delta for ref, delta in deltas.items()]
    _raise(deltas, raised)
    if not falling:
        return
    moved = fetch(
        sql.LOWER_ACCOUNTS,
        [
            [ref.id for ref in falling],
            [ref.currency for ref in falling],
            [debits for debits, _ in falling.values()],
            [credits for _, credits in falling.values()],
        ],
    )
    if len(moved) < len(falling):
        fell = {account_id for (account_id,) in moved}
        raise Insufficient([ref for ref in falling if ref.id not in fell])


def _raise(refs: Collection[AccountRef], by: Collection[Sequence[int]]) -> None:
    """Make and lock these accounts, and add (debits, credits) to each; zeros only lock it."""
    floors = [ref.entry.floor_minor for ref in refs]
    run(
        sql.RAISE_ACCOUNTS,
        [*_identities(refs), floors, [debits for debits, _ in by], [credits for _, credits in by]],
    )


def _identities(refs: Collection[AccountRef]) -> list[list[object]]:
    """What makes an account's row, but for its counters, as columns."""
    return [
        [ref.id for ref in refs],
        [ref.number for ref in refs],
        [ref.owner_id for ref in refs],
        [ref.currency for ref in refs],
        [int(ref.entry.side) for ref in refs],
    ]


def balances_locked(refs: Sequence[AccountRef]) -> dict[AccountRef, Money]:
    """The balances of owned accounts, held until the transaction ends, for a journal whose amounts depend on
    them.

    Locked in the order of their ids, like `post`; an account that nothing was posted to yet is made, at zero.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a lock is taken in a transaction")
    wanted = {ref.id: ref for ref in refs}
    if any(ref.is_house for ref in wanted.values()):
        raise ValueError("the house's accounts are never locked: every order posts to them")
    _raise(wanted.values(), [(0, 0)] * len(wanted))
    found = fetch(sql.BALANCES, [list(wanted), [ref.currency for ref in wanted.values()]])
    return {wanted[account_id]: Money(minor, currency) for account_id, currency, minor in found}
