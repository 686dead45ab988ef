"""The escrow becomes the merchant's: what it owes is recovered from it, and a new merchant's reserve kept back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from uuid import UUID

from entrepot.kit.money import Money, Rounding
from entrepot.kit.sql import columns, insert_rows
from entrepot.ledger import chart, dispute_journals, journals
from entrepot.ledger.chart import AccountRef
from entrepot.ledger.entries import Journal
from entrepot.ledger.posting import balances_locked, post
from entrepot.payments import standing
from entrepot.payments.parameters import PayoutTerms, payout_terms

_RESERVE = columns("order_id merchant_id currency amount_minor left_minor release_on created_at")


@dataclass(frozen=True, slots=True)
class Release:
    """An order that was received. escrow: what is held of it, of which commission and the tax on it are not the merchant's."""

    order_id: UUID
    merchant_id: UUID
    escrow: Money
    commission: Money
    fee_tax: Money

    @property
    def net(self) -> Money:
        """What it brings the merchant."""
        return self.escrow - self.commission - self.fee_tax

    def account(self, entry: chart.Entry) -> AccountRef:
        return entry.of(self.merchant_id, self.escrow.currency)


@dataclass(frozen=True, slots=True)
class Parts:
    """What of a release pays the merchant's debt (N1), and what is kept in reserve (J5); the rest is payable."""

    recovered: Money
    reserved: Money

    @classmethod
    def of(cls, net: Money, *, owed: Money, is_new: bool, terms: PayoutTerms) -> "Parts":
        """At most a dated share of the release is recovered; the reserve is a share of all of it, half up."""
        most = net.portion(Fraction(terms.recovery_bps, 10_000), Rounding.DOWN)
        recovered = min(owed, most)
        if not is_new:
            return cls(recovered, Money(0, net.currency))
        reserved = net.portion(Fraction(terms.reserve_bps, 10_000))
        return cls(recovered, min(reserved, net - recovered))


def release(releases: Sequence[Release], *, at: datetime) -> None:
    """Post the releases of these orders (J4, N1, J5) in the running transaction, and write the rows of their reserves.

    Set-wise: a few statements and one `post`, whatever their number. An order that cost nothing has nothing to release.
    """
    paying = sorted((each for each in releases if each.escrow), key=lambda each: each.order_id)
    if not paying:
        return
    terms = payout_terms(at.date())
    new = standing.new_among({each.merchant_id for each in paying}, at=at)
    owed = _owed_locked(paying)
    made: list[Journal] = []
    reserves = []
    for each in paying:
        parts = Parts.of(
            each.net,
            owed=owed[each.account(chart.SELLER_RECEIVABLE)],
            is_new=each.merchant_id in new,
            terms=terms,
        )
        made += _journals(each, parts)
        owed[each.account(chart.SELLER_RECEIVABLE)] -= parts.recovered
        if parts.reserved:
            kept, until = parts.reserved, at.date() + timedelta(days=terms.reserve_days)
            reserves.append(
                (each.order_id, each.merchant_id, kept.currency, kept.minor, kept.minor, until, at)
            )
    post(made)
    insert_rows("payments_reserve", _RESERVE, reserves)


def _owed_locked(releases: Collection[Release]) -> dict[AccountRef, Money]:
    """What each merchant owes. Every account of the merchants that the release moves is locked at once, as `drawing` does."""
    entries = (chart.SELLER_PAYABLE, chart.SELLER_RESERVE, chart.SELLER_RECEIVABLE)
    return balances_locked([each.account(entry) for each in releases for entry in entries])


def _journals(each: Release, parts: Parts) -> list[Journal]:
    made = [
        journals.release(
            order_id=each.order_id,
            merchant_id=each.merchant_id,
            escrow=each.escrow,
            commission=each.commission,
            fee_tax=each.fee_tax,
        )
    ]
    if parts.recovered:
        made.append(
            dispute_journals.recovery(
                order_id=each.order_id, merchant_id=each.merchant_id, amount=parts.recovered
            )
        )
    if parts.reserved:
        made.append(
            journals.reserve(order_id=each.order_id, merchant_id=each.merchant_id, amount=parts.reserved)
        )
    return made
