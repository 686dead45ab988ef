"""Reads of payouts for screens and programs: a merchant's own, the operator's list, what a day came to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, QuerySet, Sum
from django.utils.functional import Promise

from entrepot.kit.actor import Actor
from entrepot.kit.errors import NotAllowed, NotFound
from entrepot.kit.money import Money
from entrepot.payments.paying_out.banking import must_account
from entrepot.payments.paying_out.exchanging import as_promised
from entrepot.payments.paying_out.models import Payout, PayoutLine, PayoutRun, PayoutState
from entrepot.payments.paying_out.reasons import why_came_back
from entrepot.payments.rules import Exchange

PAGE = 25


@dataclass(frozen=True, slots=True)
class LineView:
    """One movement that a payout paid; below zero for what was taken from the merchant."""

    transfer_id: UUID
    subject_id: UUID
    code: str
    at: datetime
    amount: Money


@dataclass(frozen=True, slots=True)
class PayoutView:
    """A payout as its merchant and the operator see it. ended_at: when it arrived or came back; why: of one that came back."""

    id: UUID
    merchant_id: UUID
    on: date
    state: PayoutState
    taken: Money
    amount: Money
    exchange: Exchange | None
    account: str
    holder: str
    reference: str
    why: Promise | None
    created_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None

    @property
    def at_day_rate(self) -> Money:
        """What it would be without our margin."""
        return self.exchange.day_rate.inverse().convert(self.taken) if self.exchange else self.taken

    @property
    def margin(self) -> Money | None:
        """What our margin on the exchange costs the merchant; None where nothing was exchanged."""
        return self.at_day_rate - self.amount if self.exchange else None


@dataclass(frozen=True, slots=True)
class Page:
    """Payouts, the newest first. before: the cursor of the next page, None at the end."""

    payouts: Sequence[PayoutView]
    before: UUID | None


@dataclass(frozen=True, slots=True)
class DaySum:
    """The payouts of a day in one currency that are in one state."""

    currency: str
    state: str
    count: int
    amount: Money


def payouts(merchant_id: UUID, *, before: UUID | None = None, limit: int = PAGE, by: Actor) -> Page:
    """A merchant's payouts. Raises NotFound, NotAllowed."""
    must_account(merchant_id, by=by)
    return _page(Payout.objects.filter(merchant_id=merchant_id), before, limit)


def payout(merchant_id: UUID, payout_id: UUID, *, by: Actor) -> PayoutView:
    """One payout of this merchant. Raises NotFound, NotAllowed."""
    must_account(merchant_id, by=by)
    row = Payout.objects.filter(merchant_id=merchant_id, pk=payout_id).select_related("account").first()
    if row is None:
        raise NotFound
    return _view(row)


def lines(payout_id: UUID) -> list[LineView]:
    """What a payout paid, in the order in which it moved; asked of one that was found by `payout`."""
    rows = PayoutLine.objects.filter(payout_id=payout_id).order_by("transfer_id")
    return [LineView(row.transfer_id, row.subject_id, row.code, row.moved_at, row.amount) for row in rows]


def paid_by(transfer_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The payout that took each of these movements, where one has."""
    rows = PayoutLine.objects.filter(pk__in=list(transfer_ids))
    return dict(rows.values_list("transfer_id", "payout_id"))


def in_transit(merchant_id: UUID) -> list[PayoutView]:
    """The payouts of a merchant that have not ended; asked for by those who have checked who asks."""
    rows = Payout.objects.filter(merchant_id=merchant_id, ended_at__isnull=True).select_related("account")
    return [_view(row) for row in rows.order_by("-id")]


def every_payout(*, failed_only: bool = False, before: UUID | None = None, by: Actor) -> Page:
    """All payouts, for the operator. Raises NotAllowed."""
    if not (by.is_operator or by.is_system):
        raise NotAllowed
    rows = Payout.objects.filter(state=PayoutState.FAILED) if failed_only else Payout.objects.all()
    return _page(rows, before, PAGE)


def last_run(*, by: Actor) -> PayoutRun | None:
    """The newest run of the calendar, for the operator. Raises NotAllowed."""
    if not (by.is_operator or by.is_system):
        raise NotAllowed
    return PayoutRun.objects.order_by("-on").first()


def sums_of_day(on: date) -> list[DaySum]:
    """What the payouts of this day of the calendar come to, by currency and state."""
    rows = (
        Payout.objects.filter(on=on)
        .values_list("currency", "state")
        .annotate(count=Count("pk"), minor=Sum("amount_minor"))
        .order_by("currency", "state")
    )
    return [
        DaySum(currency, state, count, Money(int(minor), currency)) for currency, state, count, minor in rows
    ]


def _page(rows: QuerySet[Payout], before: UUID | None, limit: int) -> Page:
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("account").order_by("-pk")[: limit + 1])
    return Page([_view(row) for row in found[:limit]], found[limit - 1].pk if len(found) > limit else None)


def _view(row: Payout) -> PayoutView:
    return PayoutView(
        id=row.pk,
        merchant_id=row.merchant_id,
        on=row.on,
        state=PayoutState(row.state),
        taken=row.taken,
        amount=row.amount,
        exchange=as_promised(row.rate_id, row.currency, row.margin_bps) if row.rate_id else None,
        account=row.account.masked,
        holder=row.account.holder,
        reference=row.reference,
        why=why_came_back(row.reason) if row.state == PayoutState.FAILED else None,
        created_at=row.created_at,
        sent_at=row.sent_at,
        ended_at=row.ended_at,
    )
