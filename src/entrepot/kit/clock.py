"""The one source of now, so that a test can stand at a chosen moment and rules can be asked about any day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_standing_at: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _standing_at or datetime.now(UTC)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Every thread of this process sees `moment` as now, until the block ends: for tests and for seeding the demo's past."""
    global _standing_at
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    before, _standing_at = _standing_at, moment.astimezone(UTC)
    try:
        yield
    finally:
        _standing_at = before
