"""The one dispatcher: tells events to their listeners, under a lock that the database gives to one process at a time."""

import psycopg
from django.db import connection

from entrepot.kit import events

#: The advisory lock of the dispatcher ("disp").
LOCK = 0x64697370

#: How long a fresh event waits at the most. Polled: NOTIFY in the hot transactions would line up their commits, one by one.
PAUSE_SECONDS = 0.2


class Dispatcher:
    """Holds the lock on a connection of its own, for as long as the process lives: with the connection it is given up."""

    def __init__(self) -> None:
        self._holder: psycopg.Connection[tuple[object, ...]] | None = None

    def turn(self) -> bool:
        """Tell one batch if the lock is ours; whether there may be more at once. While another has it, nothing is done."""
        return self.holds() and events.tell() >= events.BATCH

    def holds(self) -> bool:
        """Whether the lock is ours, now: asked of the database each time, because a lost connection has lost it."""
        if self._holder is not None:
            try:
                self._holder.execute("SELECT 1")
                return True
            except psycopg.Error:
                self.close()
        holder = psycopg.connect(**connection.get_connection_params(), autocommit=True)
        row = holder.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
        if row is None or not row[0]:
            holder.close()
            return False
        self._holder = holder
        return True

    def close(self) -> None:
        """Give the lock up."""
        if self._holder is not None:
            self._holder.close()
            self._holder = None
