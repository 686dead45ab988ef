"""A merchant's statement in one currency of its buyers: each movement of account 2200, explained by the order it came from.

The amounts are the ledger's, so the statement's balance is the ledger's by construction; orders only explain them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, Sum

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Permission
from entrepot.kit.errors import NotAllowed, NotFound
from entrepot.kit.money import Money, total
from entrepot.ledger import chart
from entrepot.ledger import queries as ledger
from entrepot.ledger.queries import PostedJournal, StatementLine
from entrepot.merchants import queries as merchants
from entrepot.payments import standing
from entrepot.payments.freezing import frozen
from entrepot.payments.parameters import PayoutTerms, payout_terms
from entrepot.payments.paying_out.banking import current
from entrepot.payments.paying_out.choosing import choose, together
from entrepot.payments.paying_out.exchanging import exchange
from entrepot.payments.paying_out.queries import paid_by
from entrepot.payments.paying_out.unpaid import unpaid
from entrepot.payments.rules import Exchange, payable_on, payout_day
from entrepot.trade.flow import MONEY_HELD, OrderState
from entrepot.trade.models import Order, OrderLine, Step
from entrepot.trade.numbers import number_of

PAGE = 25
#: Rows read at once for a download.
CHUNK = 200
#: Movements that are about a payout.
OF_PAYOUTS = ("fx", "payout", "payout_failed")
#: Orders named of those whose money is held; the sums are of all of them.
HELD_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Charged:
    """What one line of an order was sold for, and the commission frozen at its sale."""

    title: str
    title_zh: str
    quantity: int
    goods: Money
    commission_bps: int
    commission: Money


@dataclass(frozen=True, slots=True)
class Earned:
    """What an order brings its merchant. received_by: who said that the goods arrived ("" while nobody has)."""

    id: UUID
    state: OrderState
    goods: Money
    freight: Money
    commission: Money
    fee_tax: Money
    refunded: Money  # of goods and freight
    payable: Money
    lines: Sequence[Charged]
    received_by: str = ""
    received_at: datetime | None = None

    @property
    def number(self) -> str:
        return number_of(self.id)

    @property
    def fees(self) -> Money:
        """The commission and the tax on it, less what of them fell away with refunds."""
        return self.goods + self.freight - self.refunded - self.payable


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement of what is payable. journals: every journal of its order; payable_on: of a release.

    payout_id: the payout that this is a movement of, or that took it; None of what no payout has taken yet.
    """

    id: UUID
    at: datetime
    code: str
    journal_id: UUID
    amount: Money
    balance: Money
    order: Earned | None
    journals: Sequence[PostedJournal]
    payable_on: date | None
    estimate: Money | None
    payout_id: UUID | None


@dataclass(frozen=True, slots=True)
class Held:
    """Paid orders whose goods the buyers do not have yet: their money is in escrow. fees: as of one order; refunded: of both."""

    count: int
    goods: Money
    freight: Money
    refunded: Money
    fees: Money
    orders: Sequence[Earned]

    @property
    def expected(self) -> Money:
        return self.goods + self.freight - self.refunded - self.fees


@dataclass(frozen=True, slots=True)
class Due:
    """What a weekly payout would take. is_carried: it is below the minimum and waits for the next one."""

    on: date
    amount: Money
    estimate: Money | None
    is_carried: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """A page of the statement, newest first. `before` is the cursor of the next page, None at the end."""

    currency: str
    own_currency: str
    balance: Money
    estimate: Money | None
    reserve: Money
    owed: Money
    in_transit: Money
    exchange: Exchange | None
    held: Held
    due: Sequence[Due]
    next_payout: date
    terms: PayoutTerms
    is_new: bool
    entries: Sequence[Entry]
    before: UUID | None


def currencies(merchant_id: UUID, *, by: Actor) -> list[str]:
    """The currencies in which this merchant has sold anything that was paid. Raises NotFound, NotAllowed."""
    _must_account(merchant_id, by)
    held = Order.objects.filter(merchant_id=merchant_id, state__in=MONEY_HELD, released_minor=0)
    return sorted(
        {account.ref.currency for account in ledger.balances(merchant_id)}
        | set(held.values_list("currency", flat=True).distinct())
    )


def statement(
    merchant_id: UUID, currency: str, *, by: Actor, before: UUID | None = None, limit: int = PAGE
) -> Statement:
    """The merchant's statement in this currency. Raises NotFound, NotAllowed."""
    _must_account(merchant_id, by)
    now = clock.now()
    terms, is_new = payout_terms(now.date()), standing.is_new(merchant_id, at=now)
    own = own_currency(merchant_id)
    trade = exchange(own, currency, on=now.date())
    page = ledger.statement(_payable(merchant_id, currency), before=before, limit=limit)
    kept = {account.ref: account.balance for account in ledger.balances(merchant_id)}
    balance, zero = kept.get(_payable(merchant_id, currency), Money(0, currency)), Money(0, currency)
    return Statement(
        currency=currency,
        own_currency=own,
        balance=balance,
        estimate=trade.convert(balance) if trade else None,
        reserve=kept.get(chart.SELLER_RESERVE.of(merchant_id, currency), zero),
        owed=kept.get(chart.SELLER_RECEIVABLE.of(merchant_id, currency), zero),
        in_transit=kept.get(chart.PAYOUTS_IN_TRANSIT.of(merchant_id, currency), zero),
        exchange=trade,
        held=held(merchant_id, currency),
        due=_due(merchant_id, currency, trade, terms=terms, is_new=is_new, now=now),
        next_payout=payout_day(now.date(), terms),
        terms=terms,
        is_new=is_new,
        entries=_entries(page.lines, trade, terms=terms, is_new=is_new),
        before=page.before,
    )


def every_entry(merchant_id: UUID, currency: str, *, by: Actor) -> Iterator[Entry]:
    """The whole history, newest first, read in chunks. Raises NotFound, NotAllowed before the first."""
    _must_account(merchant_id, by)
    now = clock.now()
    terms, is_new = payout_terms(now.date()), standing.is_new(merchant_id, at=now)

    def read() -> Iterator[Entry]:
        before: UUID | None = None
        while True:
            page = ledger.statement(_payable(merchant_id, currency), before=before, limit=CHUNK)
            yield from _entries(page.lines, None, terms=terms, is_new=is_new)
            before = page.before
            if before is None:
                return

    return read()


def entries_between(
    merchant_id: UUID, currency: str, *, since: datetime, until: datetime, limit: int, by: Actor
) -> tuple[Money, list[Entry]]:
    """What was payable when a period began, and at most `limit` of its movements, oldest first. Raises NotFound, NotAllowed."""
    _must_account(merchant_id, by)
    now = clock.now()
    terms, is_new = payout_terms(now.date()), standing.is_new(merchant_id, at=now)
    opening, lines = ledger.movements(_payable(merchant_id, currency), since=since, until=until, limit=limit)
    return opening, _entries(lines, None, terms=terms, is_new=is_new)


def own_currency(merchant_id: UUID) -> str:
    """What the merchant is paid in: what its bank account takes, else what its prices are in."""
    account = current([merchant_id]).get(merchant_id)
    return account.currency if account else merchants.terms([merchant_id])[merchant_id].currency


def _payable(merchant_id: UUID, currency: str) -> chart.AccountRef:
    return chart.SELLER_PAYABLE.of(merchant_id, currency)


def _must_account(merchant_id: UUID, by: Actor) -> None:
    if not by.is_system and merchant_id not in by.memberships:
        raise NotFound
    if not by.may(Permission.MONEY, merchant_id):
        raise NotAllowed


def held(merchant_id: UUID, currency: str) -> Held:
    """What is in escrow for this merchant; asked for by those who have checked who asks."""
    found = Order.objects.filter(
        merchant_id=merchant_id, currency=currency, state__in=MONEY_HELD, released_minor=0
    )
    sums = found.filter(refunded_minor=0).aggregate(
        count=Count("pk"),
        goods=Sum("goods_minor", default=0),
        freight=Sum("freight_minor", default=0),
        fees=Sum(F("commission_minor") + F("fee_tax_minor"), default=0),
    )
    # What falls away of the fees is rounded order by order; those with a refund and yet held are few.
    parted = list(found.filter(refunded_minor__gt=0))
    backs = [order.refunded - order.refunded_tax for order in parted]
    left = [
        order.goods + order.freight - back - order.payable for order, back in zip(parted, backs, strict=True)
    ]
    shown = found.order_by("-pk").values_list("pk", flat=True)[:HELD_SHOWN]
    return Held(
        count=sums["count"] + len(parted),
        goods=total((order.goods for order in parted), currency) + Money(int(sums["goods"]), currency),
        freight=total((order.freight for order in parted), currency) + Money(int(sums["freight"]), currency),
        refunded=total(backs, currency),
        fees=total(left, currency) + Money(int(sums["fees"]), currency),
        orders=list(_earned(list(shown)).values()),
    )


def _due(
    merchant_id: UUID,
    currency: str,
    trade: Exchange | None,
    *,
    terms: PayoutTerms,
    is_new: bool,
    now: datetime,
) -> list[Due]:
    """What is payable by the payouts that may take it, as things stand; less than the minimum is carried to the next.

    The minimum is held against the estimate, as long as that is in the minimum's currency.
    """
    ref = _payable(merchant_id, currency)
    lines = unpaid([ref])[ref]
    claims = frozen([merchant_id]).get(merchant_id, ())
    days = {
        max(group.due_on, payout_day(now.date(), terms))
        for group in together(lines, is_new=is_new, terms=terms)
    }
    answer, before = [], Money(0, currency)
    for on in sorted(days):
        whole = choose(lines, currency, on=on, is_new=is_new, terms=terms, claims=claims).amount
        amount = whole - before
        if amount.minor <= 0:
            continue
        estimate = trade.convert(amount) if trade else None
        counted = estimate or amount
        is_carried = counted.currency == terms.minimum.currency and counted < terms.minimum
        before = before if is_carried else whole
        answer.append(Due(on, amount, estimate, is_carried))
    return answer


def _entries(
    lines: Sequence[StatementLine], trade: Exchange | None, *, terms: PayoutTerms, is_new: bool
) -> list[Entry]:
    orders = _earned([line.subject_id for line in lines])
    by_order: dict[UUID, list[PostedJournal]] = {}
    for journal in ledger.journals_of(list(orders)) if orders else ():
        by_order.setdefault(journal.subject_id, []).append(journal)
    paid = paid_by([line.id for line in lines])
    return [
        Entry(
            id=line.id,
            at=line.at,
            code=line.code,
            journal_id=line.journal_id,
            amount=line.amount,
            balance=line.balance,
            order=orders.get(line.subject_id),
            journals=by_order.get(line.subject_id, ()),
            payable_on=payable_on(line.at.date(), is_new=is_new, terms=terms)
            if line.code == "release"
            else None,
            estimate=trade.convert(line.amount) if trade else None,
            payout_id=line.subject_id if line.code in OF_PAYOUTS else paid.get(line.id),
        )
        for line in lines
    ]


def _earned(order_ids: Sequence[UUID]) -> Mapping[UUID, Earned]:
    """What each of these orders brings, in the order given; ids that are not orders are passed over."""
    rows = Order.objects.in_bulk(list(order_ids))
    lines: dict[UUID, list[Charged]] = {}
    for line in OrderLine.objects.filter(order_id__in=rows).order_by("pk"):
        frozen = line.frozen
        commission = Money(line.commission_minor, line.currency)
        lines.setdefault(line.order_id, []).append(
            Charged(
                frozen["title"],
                frozen["title_zh"],
                line.quantity,
                line.goods,
                line.commission_bps,
                commission,
            )
        )
    steps = {
        step.order_id: step for step in Step.objects.filter(order_id__in=rows, state=OrderState.RECEIVED)
    }
    answer = {}
    for order_id in order_ids:
        if (row := rows.get(order_id)) is None:
            continue
        step = steps.get(order_id)
        answer[order_id] = Earned(
            id=row.pk,
            state=OrderState(row.state),
            goods=row.goods,
            freight=row.freight,
            commission=row.commission,
            fee_tax=row.fee_tax,
            refunded=row.refunded - row.refunded_tax,
            payable=row.payable,
            lines=lines.get(row.pk, ()),
            received_by=step.by_kind if step else "",
            received_at=step.created_at if step else None,
        )
    return answer
