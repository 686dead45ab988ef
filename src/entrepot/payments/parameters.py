"""What the marketplace promises about exchange and payouts, from a day on: data, each value with its source.

The row that is in force on the day something happened counts for it, so a change never rewrites what was promised before.
Sources: trade rules, section 2.1 (who is new), section 2.4 (J5, J7 for the margin, N1, the payout calendar); all are our own
recommendations, no law asks for them.
"""

from dataclasses import dataclass
from datetime import date

from entrepot.kit.money import Money


@dataclass(frozen=True, slots=True)
class PayoutTerms:
    """How merchants are paid, while this row is in force.

    exchange_margin_bps: hundredths of a percent that the merchant's rate is worse than the day's. delay_days: from release to
    the first payout that may take it. weekday: of the weekly payout, Monday is 0. A merchant is new below either number: then
    reserve_bps of each release are kept for reserve_days. recovery_bps: the most of a release that pays back a debt.
    bank_hold_hours: for so long nothing is paid to a bank account that was just given.
    """

    effective_from: date
    exchange_margin_bps: int
    weekday: int
    delay_days_new: int
    delay_days_trusted: int
    minimum: Money
    new_below_orders: int
    new_below_days: int
    reserve_bps: int
    reserve_days: int
    recovery_bps: int
    bank_hold_hours: int


_ROWS = (
    PayoutTerms(
        effective_from=date(2020, 1, 1),
        exchange_margin_bps=50,
        weekday=4,
        delay_days_new=7,
        delay_days_trusted=2,
        minimum=Money(2000, "USD"),
        new_below_orders=10,
        new_below_days=90,
        reserve_bps=1_000,
        reserve_days=30,
        recovery_bps=5_000,
        bank_hold_hours=72,
    ),
)


@dataclass(frozen=True, slots=True)
class TaxTerms:
    """When import tax is paid to the customs: from this many days after it was collected on (trade rules 2.3: day 31 to 45)."""

    effective_from: date
    due_after_days: int


_TAX_ROWS = (TaxTerms(effective_from=date(2020, 1, 1), due_after_days=31),)


def tax_terms(on: date) -> TaxTerms:
    """The row in force on this day."""
    rows = [row for row in _TAX_ROWS if row.effective_from <= on]
    return max(rows, key=lambda row: row.effective_from, default=_TAX_ROWS[0])


def payout_terms(on: date) -> PayoutTerms:
    """The row in force on this day."""
    return max(
        (row for row in _ROWS if row.effective_from <= on),
        key=lambda row: row.effective_from,
        default=_ROWS[0],
    )
