"""Identifiers made in the application: UUIDv7, so that rows made together lie together on disk (RFC 9562, 5.7)."""

import os
import struct
import threading
import time
from datetime import UTC, datetime
from uuid import UUID

_EIGHT_BYTES = struct.Struct("=Q").iter_unpack
_lock = threading.Lock()
_last = 0


def first_id_at(moment: datetime) -> UUID:
    """The least id that can be made at `moment` or later: with it a range of time is a range of the primary key."""
    return UUID(int=int(moment.timestamp() * 1000) << 80 | 0x7000 << 64 | 0x8000_0000_0000_0000)


def begun_at(made: UUID) -> datetime:
    """The moment, to the millisecond, in which an id of ours was made."""
    return datetime.fromtimestamp((made.int >> 80) / 1000, UTC)


def read_id(text: str) -> UUID | None:
    """The id that somebody's text is, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None


def new_id() -> UUID:
    """A UUIDv7 that is greater than every one this process made before."""
    return new_ids(1)[0]


def new_ids(count: int) -> list[UUID]:
    """So many UUIDv7s in their order, each greater than every one this process made before.

    The 12 bits after the millisecond count up within it (RFC 9562, 6.2, method 1), so a batch keeps its order.
    """
    global _last
    tick = (time.time_ns() // 1_000_000) << 12
    with _lock:
        first = max(tick, _last + 1)
        _last = first + count - 1
    chance = os.urandom(8 * count)
    return [
        UUID(int=((tick >> 12) << 16 | 0x7000 | tick & 0xFFF) << 64 | low & 0x3FFF_FFFF_FFFF_FFFF | 1 << 63)
        for tick, (low,) in zip(range(first, first + count), _EIGHT_BYTES(chance), strict=True)
    ]
