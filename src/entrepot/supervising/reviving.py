"""Keeping the database of a data folder up: started again when it ended, and again while what ended it lasts."""

import time
from collections.abc import Callable

from entrepot.embedded import DatabaseUnavailable
from entrepot.supervising.database import Database

#: A full disk is emptied at some moment; then the first page is due within ten seconds.
_PAUSE_SECONDS = 1.0


class Reviving:
    """Looks after the server of one `up`; a database that somebody else keeps is none of its business."""

    def __init__(self, found: Database, *, tell: Callable[[str], None]) -> None:
        self._server = found.server
        self._tell = tell
        self._due_at = 0.0
        self._told = ""

    def turn(self) -> None:
        """Start the server again if it has ended; what prevents that is said once, and tried again a second later."""
        if self._server is None or self._server.alive() or time.monotonic() < self._due_at:
            return
        if not self._told:
            self._tell("PostgreSQL ended; it starts again.")
        try:
            self._server.revive()
        except (DatabaseUnavailable, OSError) as why:
            self._due_at = time.monotonic() + _PAUSE_SECONDS
            self._say(f"PostgreSQL does not start again, which is tried until it does. {why}")
            return
        if self._told:
            self._tell("PostgreSQL is up again.")
        self._told = ""

    def _say(self, sentence: str) -> None:
        if not self._told:
            self._tell(sentence)
        self._told = sentence
