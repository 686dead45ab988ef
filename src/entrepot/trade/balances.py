"""What is a merchant's, wherever it is: payable, kept, on its way, owed, in escrow; when it is paid, or why it waits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from entrepot.kit import clock
from entrepot.kit.actor import Actor
from entrepot.kit.money import Money
from entrepot.ledger import chart
from entrepot.ledger import queries as ledger
from entrepot.payments import reserving, standing
from entrepot.payments.freezing import Frozen, frozen
from entrepot.payments.parameters import PayoutTerms, payout_terms
from entrepot.payments.paying_out import banking
from entrepot.payments.paying_out import queries as payouts
from entrepot.payments.paying_out.banking import AccountView
from entrepot.payments.paying_out.choosing import Unpaid, choose
from entrepot.payments.paying_out.exchanging import exchange
from entrepot.payments.paying_out.opening import is_below_minimum
from entrepot.payments.paying_out.queries import PayoutView
from entrepot.payments.paying_out.unpaid import unpaid
from entrepot.payments.reserving import Kept
from entrepot.payments.rules import payout_day
from entrepot.trade import statements
from entrepot.trade.numbers import number_of
from entrepot.trade.statements import Held


@dataclass(frozen=True, slots=True)
class Waits:
    """Money of one order, or that came back, which the next payout does not take. why: early, claimed or behind."""

    subject_id: UUID
    code: str
    amount: Money
    due_on: date
    why: str

    @property
    def number(self) -> str:
        return number_of(self.subject_id)


@dataclass(frozen=True, slots=True)
class InCurrency:
    """A merchant's money in one currency.

    next_amount: what the next payout takes as things stand; estimate: that in the currency of the bank account. stopped: why
    nothing at all would be paid (no_account, new_account, no_rate, carried), or "".
    """

    currency: str
    payable: Money
    reserve: Money
    kept: Sequence[Kept]
    in_transit: Money
    owed: Money
    held: Held
    next_amount: Money
    estimate: Money | None
    stopped: str
    waiting: Sequence[Waits]
    claims: Sequence[Frozen]

    @property
    def is_used(self) -> bool:
        """Whether there is anything to say of it now."""
        return any((self.payable, self.reserve, self.in_transit, self.owed, self.held.count))


@dataclass(frozen=True, slots=True)
class Balance:
    """All of a merchant's money. account: where it is paid to, if it has said so."""

    own_currency: str
    account: AccountView | None
    next_payout: date
    terms: PayoutTerms
    is_new: bool
    currencies: Sequence[InCurrency]
    under_way: Sequence[PayoutView]


def balance(merchant_id: UUID, *, by: Actor) -> Balance:
    """Everything, currency by currency. Raises NotFound, NotAllowed."""
    found = statements.currencies(merchant_id, by=by)
    now = clock.now()
    terms = payout_terms(now.date())
    given = banking.accounts(merchant_id, by=by)
    account = given[0] if given else None
    is_new, claims = standing.is_new(merchant_id, at=now), frozen([merchant_id]).get(merchant_id, [])
    own = statements.own_currency(merchant_id)
    lines = unpaid([chart.SELLER_PAYABLE.of(merchant_id, currency) for currency in found])
    kept = {each.ref: each.balance for each in ledger.balances(merchant_id)}
    reserves = reserving.kept_of(merchant_id)
    whole = _Whole(merchant_id, own, account, terms, is_new, now)
    parts = [
        _in_currency(
            whole, ref, lines[ref], kept, reserves, [c for c in claims if c.amount.currency == ref.currency]
        )
        for ref in lines
    ]
    return Balance(
        own_currency=own,
        account=account,
        next_payout=payout_day(now.date(), terms),
        terms=terms,
        is_new=is_new,
        currencies=[part for part in parts if part.is_used],
        under_way=payouts.in_transit(merchant_id),
    )


@dataclass(frozen=True, slots=True)
class _Whole:
    """What is the same for every currency."""

    merchant_id: UUID
    own: str
    account: AccountView | None
    terms: PayoutTerms
    is_new: bool
    now: datetime


def _in_currency(
    whole: _Whole,
    ref: chart.AccountRef,
    lines: Sequence[Unpaid],
    balances: dict[chart.AccountRef, Money],
    reserves: Sequence[Kept],
    claims: Collection[Frozen],
) -> InCurrency:
    currency, zero = ref.currency, Money(0, ref.currency)
    on = payout_day(whole.now.date(), whole.terms)
    choice = choose(lines, currency, on=on, is_new=whole.is_new, terms=whole.terms, claims=claims)
    amount = max(choice.amount, zero)
    trade = exchange(whole.own, currency, on=whole.now.date())
    estimate = trade.convert(amount) if trade else amount if currency == whole.own else None
    return InCurrency(
        currency=currency,
        payable=balances.get(ref, zero),
        reserve=balances.get(chart.SELLER_RESERVE.of(whole.merchant_id, currency), zero),
        kept=[each for each in reserves if each.amount.currency == currency],
        in_transit=balances.get(chart.PAYOUTS_IN_TRANSIT.of(whole.merchant_id, currency), zero),
        owed=balances.get(chart.SELLER_RECEIVABLE.of(whole.merchant_id, currency), zero),
        held=statements.held(whole.merchant_id, currency),
        next_amount=amount,
        estimate=estimate,
        stopped=_stopped(whole, amount, estimate, on),
        waiting=[
            Waits(group.subject_id, group.lines[0].code, group.net, group.due_on, str(group.why))
            for group in choice.waiting
        ],
        claims=list(claims),
    )


def _stopped(whole: _Whole, amount: Money, estimate: Money | None, on: date) -> str:
    if not amount:
        return ""
    if whole.account is None:
        return "no_account"
    if whole.account.usable_from.date() > on:
        return "new_account"
    if estimate is None:
        return "no_rate"
    return "carried" if is_below_minimum(estimate, whole.terms, on=whole.now.date()) else ""
