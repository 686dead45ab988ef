"""A merchant's statement of one month in one currency: what was payable at its beginning, each movement, what at its end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from entrepot.kit import clock
from entrepot.kit.actor import Actor
from entrepot.kit.errors import NotFound
from entrepot.kit.money import Money
from entrepot.trade import statements
from entrepot.trade.errors import TooManyEntries
from entrepot.trade.statements import Entry

#: Movements that are set as one paper, about eighty pages.
ENTRIES_MAX = 2_000


@dataclass(frozen=True, slots=True)
class Month:
    """The movements of a month (UTC), oldest first; opening and closing are the balances before the first and after the last."""

    first: date
    currency: str
    opening: Money
    closing: Money
    entries: Sequence[Entry]

    @property
    def last(self) -> date:
        return following(self.first) - timedelta(days=1)


def month(merchant_id: UUID, currency: str, first: date, *, by: Actor) -> Month:
    """The month that begins on `first`. Raises NotFound (also for a month to come), NotAllowed, TooManyEntries."""
    if first.day != 1 or first > clock.now().date():
        raise NotFound
    opening, entries = statements.entries_between(
        merchant_id,
        currency,
        since=_moment(first),
        until=_moment(following(first)),
        limit=ENTRIES_MAX + 1,
        by=by,
    )
    if len(entries) > ENTRIES_MAX:
        raise TooManyEntries(most=ENTRIES_MAX)
    return Month(first, currency, opening, entries[-1].balance if entries else opening, entries)


def following(first: date) -> date:
    """The first day of the next month."""
    return (first + timedelta(days=31)).replace(day=1)


def months(first: date, last: date) -> Iterator[date]:
    """The first days of the months from that of `last` back to that of `first`."""
    month = last.replace(day=1)
    while month >= first.replace(day=1):
        yield month
        month = (month - timedelta(days=1)).replace(day=1)


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
