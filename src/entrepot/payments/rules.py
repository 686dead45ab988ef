"""Rules of exchange and payout, on values: no clock, no rows."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from entrepot.kit.money import Money, Rate
from entrepot.payments.parameters import PayoutTerms


@dataclass(frozen=True, slots=True)
class Exchange:
    """Changing the buyers' currency into the merchant's own (J7).

    day_rate: what one unit of the merchant's currency costs, before the margin. rate: the same with it, which the merchant gets.
    rate_id: the row that it was published as.
    """

    rate_id: UUID
    day_rate: Rate
    margin_bps: int
    as_of: date

    @property
    def rate(self) -> Rate:
        day = self.day_rate
        return Rate(
            day.base, day.quote, day.value * Fraction(10_000 + self.margin_bps, 10_000), day.source, day.at
        )

    def convert(self, amount: Money) -> Money:
        """What the merchant gets for `amount` of the buyers' currency, rounded once, half up."""
        return self.rate.inverse().convert(amount)


@dataclass(frozen=True, slots=True)
class Borne:
    """Who bears a lost share of a chargeback: the order's held money, its merchant, the house. The three add up to the share."""

    held: Money
    merchant: Money
    house: Money


def bear(share: Money, *, held: Money, left: Money, by_house: bool) -> Borne:
    """What an order still holds pays first, then its merchant, and together never more than the buyer paid for the order and
    has not got back; the rest is the house's, and all of it where the operator took it so.

    held: what of the order's money is not the merchant's yet and can be given back. left: what the order has of the buyer's.
    """
    zero = Money(0, share.currency)
    owed = zero if by_house else min(share, left)
    from_held = min(owed, held)
    return Borne(from_held, owed - from_held, share - owed)


def payable_on(released_on: date, *, is_new: bool, terms: PayoutTerms) -> date:
    """The first weekly payout that may take money released on this day."""
    delay = terms.delay_days_new if is_new else terms.delay_days_trusted
    return payout_day(released_on + timedelta(days=delay), terms)


def payout_day(day: date, terms: PayoutTerms) -> date:
    """The payout on this day, or the next one after it."""
    return day + timedelta(days=(terms.weekday - day.weekday()) % 7)


def last_payout_day(day: date, terms: PayoutTerms) -> date:
    """The payout on this day, or the last one before it."""
    return day - timedelta(days=(day.weekday() - terms.weekday) % 7)
