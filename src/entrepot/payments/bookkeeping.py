"""What the operator does to the books of the house in person, each with a reason: sweep income (J4b), pay import tax to the
customs (J6), provide for a merchant's debt (N2), give it up (N3).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import NotFound
from entrepot.kit.events import record
from entrepot.kit.ids import new_id
from entrepot.kit.money import Money, total
from entrepot.kit.verb import verb
from entrepot.ledger import chart, dispute_journals, journals, queries
from entrepot.ledger.explaining import post_explained
from entrepot.ledger.posting import balances_locked
from entrepot.payments.errors import MoreThanDebt, MoreThanEarned, MoreThanProvided, NothingDue, NotInBank
from entrepot.payments.parameters import tax_terms

#: Orders whose tax is paid at once: more are the next click.
REMITTANCE_BATCH = 1000
#: The advisory lock of those who post to the books in person ("book"): two who sweep the same income take turns.
_LOCK = 0x626F6F6B


@dataclass(frozen=True, slots=True)
class Standing:
    """What can be done in one currency: income to sweep, import tax that is due, what the clients' bank account has for both."""

    currency: str
    sweepable: Money
    tax_due: Money
    orders_due: int
    in_bank: Money


def standings(*, by: Actor) -> list[Standing]:
    """How each currency stands. Raises NotFound for all but the operator."""
    if not by.is_operator:
        raise NotFound
    return [_standing(currency, owed) for currency, owed in sorted(queries.owed_to_house().items())]


def _standing(currency: str, owed: Money) -> Standing:
    in_bank = queries.balance(chart.BANK_CLIENT.house(currency))
    due = _due(currency)
    zero = Money(0, currency)
    return Standing(
        currency,
        max(min(owed, in_bank), zero),
        total((tax for _order, tax in due), currency),
        len(due),
        in_bank,
    )


def _due(currency: str) -> list[tuple[UUID, Money]]:
    now = clock.now()
    before = now - timedelta(days=tax_terms(now.date()).due_after_days)
    return queries.taxes_held(currency, before=before, limit=REMITTANCE_BATCH)


def _take_turns() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


@verb(allow={Caller.OPERATOR})
def sweep(amount: Money, *, reason: str, by: Actor) -> UUID:
    """J4b: income that was earned leaves the clients' bank account; the journal's id. Raises MoreThanEarned, ReasonNeeded."""
    _take_turns()
    owed = queries.owed_to_house().get(amount.currency, Money(0, amount.currency))
    if not 0 < amount.minor <= _standing(amount.currency, owed).sweepable.minor:
        raise MoreThanEarned
    entry = journals.sweep(sweep_id=new_id(), income=amount)
    post_explained([entry], reason=reason, by=by)
    record("books.swept", entry.subject_id, by=by)
    return entry.id


@verb(allow={Caller.OPERATOR})
def remit_tax(currency: str, *, reason: str, by: Actor) -> Money:
    """J6: pay the import tax that is due to the customs, order by order; what was paid.

    Raises NothingDue, NotInBank, ReasonNeeded.
    """
    _take_turns()
    due = _due(currency)
    if not due:
        raise NothingDue
    balances_locked([chart.IMPORT_TAX.of(order_id, currency) for order_id, _tax in due])
    due = [(order_id, tax) for order_id, tax in _due(currency)]
    paid = total((tax for _order, tax in due), currency)
    if paid > queries.balance(chart.BANK_CLIENT.house(currency)):
        raise NotInBank
    entries = [journals.tax_to_customs(order_id=order_id, tax=tax) for order_id, tax in due]
    post_explained(entries, reason=reason, by=by)
    record("books.tax_remitted", new_id(), by=by, orders=len(due), minor=paid.minor, currency=currency)
    return paid


@verb(allow={Caller.OPERATOR})
def provide(merchant_id: UUID, amount: Money, *, reason: str, by: Actor) -> UUID:
    """N2: part of what a merchant owes is not expected any more; the journal's id. Raises MoreThanDebt, ReasonNeeded."""
    debt, provided = _debt(merchant_id, amount.currency)
    if not 0 < amount.minor <= (debt - provided).minor:
        raise MoreThanDebt
    return _post_about(merchant_id, amount, dispute_journals.provision, "provision", reason=reason, by=by)


@verb(allow={Caller.OPERATOR})
def write_off(merchant_id: UUID, amount: Money, *, reason: str, by: Actor) -> UUID:
    """N3: a debt is given up against what was provided for it; the journal's id.

    Raises MoreThanDebt, MoreThanProvided, ReasonNeeded.
    """
    debt, provided = _debt(merchant_id, amount.currency)
    if not 0 < amount.minor <= debt.minor:
        raise MoreThanDebt
    if amount > provided:
        raise MoreThanProvided
    return _post_about(merchant_id, amount, dispute_journals.write_off, "write_off", reason=reason, by=by)


def _debt(merchant_id: UUID, currency: str) -> tuple[Money, Money]:
    """What a merchant owes, locked, and what of that is provided for."""
    ref = chart.SELLER_RECEIVABLE.of(merchant_id, currency)
    _take_turns()
    debt = balances_locked([ref])[ref]
    return debt, queries.net_of_subject(merchant_id, currency, plus="provision", minus="write_off")


def _post_about(
    merchant_id: UUID,
    amount: Money,
    journal: Callable[..., journals.Journal],
    code: str,
    *,
    reason: str,
    by: Actor,
) -> UUID:
    entry = journal(**{f"{code}_id": new_id()}, merchant_id=merchant_id, amount=amount)
    post_explained([entry], reason=reason, by=by)
    record(f"books.{code}", merchant_id, by=by, merchant_id=merchant_id)
    return entry.id
