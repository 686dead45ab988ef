"""Who counts as a small seller, from a day on: data. A change never rewrites what was charged before.

Source: our own recommendation, no law asks for it: about what a business of five people sells on a second channel.
"""

from dataclasses import dataclass
from datetime import date

from entrepot.kit.money import Money


@dataclass(frozen=True, slots=True)
class SmallSeller:
    """A merchant is small as long as the goods it sold in the last `days` days, completed, are worth less than `sales_below`."""

    effective_from: date
    sales_below: Money
    days: int


_ROWS = (SmallSeller(effective_from=date(2020, 1, 1), sales_below=Money(100_000_00, "USD"), days=365),)


def small_seller(on: date) -> SmallSeller:
    """The row in force on this day."""
    return max(
        (row for row in _ROWS if row.effective_from <= on),
        key=lambda row: row.effective_from,
        default=_ROWS[0],
    )
