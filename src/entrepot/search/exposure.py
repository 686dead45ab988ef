"""How often a merchant's goods are shown in search, and where: for the merchant to see, and for us to see that equals are equal.

Counted in the process that shows them and written together every few seconds, so that a search costs no write. What a process
had counted and not yet written is lost when it ends: these are not accounts.
"""

import logging
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import DatabaseError

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Permission
from entrepot.kit.errors import NotAllowed
from entrepot.kit.sql import arrays_of, fetch, run

log = logging.getLogger(__name__)

#: How often a process writes what it counted, and for how many days it is told.
FLUSH_SECONDS = 10.0
DAYS = 30

_WRITE = """
INSERT INTO search_exposure (merchant_id, day, shown, turns, places)
SELECT merchant, %s, shown, turns, places FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[], %s::bigint[])
                                            AS counted (merchant, shown, turns, places)
 ORDER BY merchant
ON CONFLICT (merchant_id, day) DO UPDATE
   SET shown = search_exposure.shown + excluded.shown, turns = search_exposure.turns + excluded.turns,
       places = search_exposure.places + excluded.places
"""
_READ = (
    "SELECT day, shown, turns, places FROM search_exposure WHERE merchant_id = %s AND day > %s ORDER BY day"
)

_lock = threading.Lock()
_counted: dict[UUID, list[int]] = {}
_flushed_at = time.monotonic()


@dataclass(frozen=True, slots=True)
class Day:
    """shown: how often a product stood on a page of results; turns: of these in newcomers' places; place: the mean one."""

    day: date
    shown: int
    turns: int
    place: float


def note(shown: Iterable[tuple[UUID, int, bool]]) -> None:
    """Count what one page shows: merchant, place from one, whether it is a newcomer's. Never fails a search."""
    global _flushed_at
    with _lock:
        for merchant, place, is_turn in shown:
            counts = _counted.setdefault(merchant, [0, 0, 0])
            counts[0] += 1
            counts[1] += is_turn
            counts[2] += place
        if time.monotonic() - _flushed_at < FLUSH_SECONDS:
            return
        _flushed_at = time.monotonic()
        rows = _taken()
    _write(rows)


def flush() -> None:
    """Write what was counted so far."""
    with _lock:
        rows = _taken()
    _write(rows)


def days(merchant_id: UUID, *, by: Actor) -> list[Day]:
    """The last DAYS days on which goods of a merchant were shown. Raises NotAllowed unless `by` keeps its catalogue."""
    if not by.is_operator and merchant_id not in by.businesses(Permission.CATALOGUE):
        raise NotAllowed
    since = clock.now().date() - timedelta(days=DAYS)
    rows = fetch(_READ, [merchant_id, since])
    return [Day(day, shown, turns, places / shown) for day, shown, turns, places in rows]


def _taken() -> list[tuple[UUID, int, int, int]]:
    rows = [(merchant, shown, turns, places) for merchant, (shown, turns, places) in _counted.items()]
    _counted.clear()
    return rows


def _write(rows: list[tuple[UUID, int, int, int]]) -> None:
    if not rows:
        return
    try:
        run(_WRITE, [clock.now().date(), *arrays_of(rows, 4)])
    except DatabaseError:
        log.warning("how often goods were shown could not be noted", exc_info=True)
