"""Opening the payouts of a day: what is due of each merchant is set aside with its lines, before any bank is asked."""

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM, Actor, Caller
from entrepot.kit.events import record
from entrepot.kit.ids import new_id
from entrepot.kit.money import Money, total
from entrepot.kit.verb import verb
from entrepot.ledger import journals
from entrepot.ledger import queries as ledger
from entrepot.ledger.chart import PAYOUTS_IN_TRANSIT, SELLER_PAYABLE, AccountRef
from entrepot.ledger.entries import Journal
from entrepot.ledger.posting import balances_locked, post
from entrepot.merchants import queries as merchants
from entrepot.payments import banks, standing
from entrepot.payments.freezing import frozen
from entrepot.payments.parameters import PayoutTerms, payout_terms
from entrepot.payments.paying_out.banking import current
from entrepot.payments.paying_out.choosing import Unpaid, choose
from entrepot.payments.paying_out.errors import BooksDiffer
from entrepot.payments.paying_out.exchanging import exchange
from entrepot.payments.paying_out.models import BankAccount, Payout, PayoutLine, PayoutRun
from entrepot.payments.paying_out.unpaid import read_from, unpaid
from entrepot.payments.rules import last_payout_day

log = logging.getLogger(__name__)

#: Merchants looked at in one turn.
BATCH = 200


class Result(StrEnum):
    """What the run did about one balance of one merchant."""

    OPENED = "opened"
    BEFORE = "before"  # the payout of this day is there already
    NOTHING = "nothing"  # nothing of it is due
    CARRIED = "carried"  # less than the minimum
    NO_ACCOUNT = "no_account"
    NEW_ACCOUNT = "new_account"  # the bank account was given too short a time ago
    NO_RATE = "no_rate"
    FAILED = "failed"  # an error of ours; it is in the log


def run_due() -> bool:
    """One turn of the run of the last payout day; whether there is more of it. Run by the worker, again and again."""
    return run_batch(last_day(), by=SYSTEM)


def last_day() -> date:
    """The newest payout day of the calendar that has come."""
    today = clock.now().date()
    return last_payout_day(today, payout_terms(today))


def run_whole(on: date) -> dict[str, int]:
    """The run of this day from its beginning, whatever was done of it; what came of it. Repeating it opens nothing twice."""
    start_anew(on, by=SYSTEM)
    while run_batch(on, by=SYSTEM):
        pass
    counts: dict[str, int] = PayoutRun.objects.get(pk=on).counts
    return counts


@verb(allow={Caller.SYSTEM})
def start_anew(on: date, *, by: Actor) -> None:
    """Go through the merchants from the first again."""
    PayoutRun.objects.update_or_create(
        pk=on, defaults={"after": None, "counts": {}, "started_at": clock.now(), "finished_at": None}
    )


def run_batch(on: date, *, by: Actor) -> bool:
    """Open what is due on this day of the next merchants; whether there are more. Each merchant is a transaction of its own."""
    run, _new = PayoutRun.objects.get_or_create(pk=on, defaults={"started_at": clock.now()})
    if run.finished_at is not None:
        return False
    keys = merchants.ids_after(run.after, BATCH)
    counts: Counter[str] = Counter(run.counts)
    for merchant_id in _with_balance(keys):
        try:
            counts.update(str(result) for result in open_payouts(merchant_id, on=on, by=by))
        except Exception:
            log.exception("the payouts of merchant %s could not be opened; the others go on", merchant_id)
            counts[str(Result.FAILED)] += 1
    has_more = len(keys) == BATCH
    finished = None if has_more else clock.now()
    # Two who run the same day at once do the same twice and open it once; how far it is, the later one says.
    PayoutRun.objects.filter(pk=on).update(
        after=keys[-1] if keys else run.after, counts=dict(counts), finished_at=finished
    )
    return has_more


def _with_balance(merchant_ids: Sequence[UUID]) -> list[UUID]:
    refs = [SELLER_PAYABLE.of(key, currency) for key in merchant_ids for currency in ledger.currencies()]
    found = {ref.owner_id for ref, balance in ledger.balances_of(refs).items() if balance} if refs else set()
    return [key for key in merchant_ids if key in found]


@verb(allow={Caller.SYSTEM})
def open_payouts(merchant_id: UUID, *, on: date, by: Actor) -> list[Result]:
    """Set aside what is due to this merchant on this day, a payout for each currency: its lines, its exchange (J7a), and the
    money in transit (J8). Opening twice opens once. Raises BooksDiffer.
    """
    at, account = clock.now(), current([merchant_id]).get(merchant_id)
    refs = [SELLER_PAYABLE.of(merchant_id, currency) for currency in ledger.currencies()]
    held = [ref for ref, balance in ledger.balances_of(refs).items() if balance]
    balances = balances_locked([*held, *_moved_by_exchange(account)]) if held else {}
    lines = _lines({ref: balances[ref] for ref in held})
    results, made = [], []
    for ref in sorted(held, key=lambda ref: ref.currency):
        result, posted = _open(ref, lines[ref], account, on=on, at=at, by=by)
        results.append(result)
        made += posted
    post(made)
    return results


def _lines(balances: Mapping[AccountRef, Money]) -> dict[AccountRef, list[Unpaid]]:
    """What is unpaid of each account. Raises BooksDiffer unless it adds up to the balance."""
    lines = unpaid(balances)
    if any(_sum(lines[ref], ref) != balance for ref, balance in balances.items()):
        lines = unpaid(balances, whole=True)
    if any(_sum(lines[ref], ref) != balance for ref, balance in balances.items()):
        raise BooksDiffer
    return lines


def _sum(lines: Sequence[Unpaid], ref: AccountRef) -> Money:
    return total((line.amount for line in lines), ref.currency)


def _moved_by_exchange(account: BankAccount | None) -> list[AccountRef]:
    """What a payout of another currency moves as well: locked with the rest, so that nobody waits in a circle."""
    if account is None:
        return []
    return [entry.of(account.merchant_id, account.currency) for entry in (SELLER_PAYABLE, PAYOUTS_IN_TRANSIT)]


def _open(
    ref: AccountRef,
    lines: Sequence[Unpaid],
    account: BankAccount | None,
    *,
    on: date,
    at: datetime,
    by: Actor,
) -> tuple[Result, list[Journal]]:
    merchant_id, terms = ref.owner_id, payout_terms(on)
    if Payout.objects.filter(merchant_id=merchant_id, taken_currency=ref.currency, on=on).exists():
        return Result.BEFORE, []
    choice = choose(
        lines,
        ref.currency,
        on=on,
        is_new=standing.is_new(merchant_id, at=at),
        terms=terms,
        claims=frozen([merchant_id]).get(merchant_id, ()),
    )
    if choice.amount.minor <= 0:
        return Result.NOTHING, []
    if account is None:
        return Result.NO_ACCOUNT, []
    if account.usable_from > at:
        return Result.NEW_ACCOUNT, []
    payout = _payout(choice.amount, account, on=on, at=at)
    if payout is None:
        return Result.NO_RATE, []
    if is_below_minimum(payout.amount, terms, on=at.date()):
        return Result.CARRIED, []
    left = [line for group in choice.waiting for line in group.lines]
    payout.unpaid_from = read_from(choice.lines, left)
    payout.save(force_insert=True)
    PayoutLine.objects.bulk_create(
        PayoutLine(
            transfer_id=line.transfer_id,
            payout=payout,
            subject_id=line.subject_id,
            code=line.code,
            amount_minor=line.amount.minor,
            currency=line.amount.currency,
            moved_at=line.at,
        )
        for line in choice.lines
    )
    record("payout.started", payout.pk, by=by, merchant_id=merchant_id)
    return Result.OPENED, _journals(payout)


def _payout(taken: Money, account: BankAccount, *, on: date, at: datetime) -> Payout | None:
    """The row, at today's rate with the margin; None where there is no rate."""
    promised = exchange(account.currency, taken.currency, on=at.date())
    if promised is None and account.currency != taken.currency:
        return None
    amount = promised.convert(taken) if promised else taken
    return Payout(
        id=new_id(),
        merchant_id=account.merchant_id,
        on=on,
        bank=banks.of_today(),
        account=account,
        taken_minor=taken.minor,
        taken_currency=taken.currency,
        amount_minor=amount.minor,
        currency=amount.currency,
        rate_id=promised.rate_id if promised else None,
        margin_bps=promised.margin_bps if promised else 0,
        created_at=at,
    )


def is_below_minimum(amount: Money, terms: PayoutTerms, *, on: date) -> bool:
    """Whether it is too little to be sent, by the day's rate where it is of another currency; without a rate it is not."""
    least = terms.minimum
    trade = exchange(least.currency, amount.currency, on=on)
    if trade:
        amount = trade.day_rate.inverse().convert(amount)
    return amount.minor == 0 or (amount.currency == least.currency and amount < least)


def _journals(payout: Payout) -> list[Journal]:
    made = [journals.payout_start(payout_id=payout.pk, merchant_id=payout.merchant_id, amount=payout.amount)]
    if payout.rate_id is not None:
        made.insert(
            0,
            journals.exchange_for_merchant(
                payout_id=payout.pk,
                merchant_id=payout.merchant_id,
                sold=payout.taken,
                bought=payout.amount,
            ),
        )
    return made
