"""Closing a day: what had gone into and out of each line of the chart by its end, so that no page has to add up more than a day.

A closing is made of the one before and one day's transfers, is never changed, and can be made again from the transfers: the
audit does so (sql/audit_closings.sql).
"""

from datetime import UTC, date, datetime, time, timedelta

from django.db import connection
from django.db.models import Min

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.verb import verb
from entrepot.ledger import sql
from entrepot.ledger.models import Closing, Transfer

#: A transfer is seen when its transaction is committed, which takes seconds; a day is closed when none of its can be on its way.
GRACE = timedelta(hours=1)


@verb(allow={Caller.SYSTEM})
def close_day(*, by: Actor) -> bool:
    """Close the oldest day (UTC) that is over and not closed; whether there was one. Repeating it changes nothing."""
    day = _next_day()
    if day is None or ends(day) + GRACE > clock.now():
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            sql.CLOSE_DAY,
            {"day": day, "before": day - timedelta(days=1), "begin": begins(day), "end": ends(day)},
        )
    return True


def last_closed(at: datetime | None) -> date | None:
    """The last day that is closed and was over at a moment, or now."""
    closed = Closing.objects.order_by("-day")
    if at is not None:
        closed = closed.filter(day__lt=at.astimezone(UTC).date())
    return closed.values_list("day", flat=True).first()


def begins(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time(), UTC)


def ends(day: date) -> datetime:
    """The moment at which a day is over."""
    return begins(day + timedelta(days=1))


def _next_day() -> date | None:
    """The day after the last closed one, else that of the first transfer; None while the books are empty."""
    if last := last_closed(None):
        return last + timedelta(days=1)
    first = Transfer.objects.aggregate(at=Min("created_at"))["at"]
    return first.astimezone(UTC).date() if first else None
