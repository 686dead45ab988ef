"""What the marketplace gives buyers time for, from a day on: data, each value with its source.

The row that is in force on the day something happened counts for it, so a change never shortens what was promised before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from entrepot.shipping.statuses import Mode


@dataclass(frozen=True, slots=True)
class Windows:
    """How long a buyer may be silent, while this row is in force.

    receipt_days: from dispatch, or from the delivery once the carrier tells of it, until an order is received by itself, for
    each way of travelling. dispute_days: from the receipt, to object. source: where the numbers come from.
    """

    effective_from: date
    receipt_days: Mapping[Mode, int]
    dispute_days: int
    source: str


_ROWS = (
    Windows(
        effective_from=date(2020, 1, 1),
        receipt_days={Mode.EXPRESS: 15, Mode.POST: 60, Mode.LAND: 30, Mode.AIR: 15, Mode.SEA: 45},
        dispute_days=30,
        source="Trade rules, section 2.1 (auto-completion by mode; disputes until 30 days after receipt)",
    ),
)


def windows(on: date) -> Windows:
    """The row in force on this day."""
    return max(
        (row for row in _ROWS if row.effective_from <= on),
        key=lambda row: row.effective_from,
        default=_ROWS[0],
    )


def received_by_itself(modes: Iterable[str], *, since: datetime) -> datetime:
    """When an order whose parcels travel so is received by itself: the slowest of them counts."""
    days = windows(since.date()).receipt_days
    return since + timedelta(days=max((days[Mode(mode)] for mode in modes), default=days[Mode.EXPRESS]))
