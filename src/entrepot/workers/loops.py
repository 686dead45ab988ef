"""A loop of the worker: the same turn again and again, slower after errors, until somebody says stop."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connections

log = logging.getLogger(__name__)

#: What is ill is often the database, and when that is back within seconds so must the worker be.
BACKOFF_MAX_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Loop:
    """`turn` does some of the work and answers whether there is more at once; else it is called again after `pause_seconds`."""

    name: str
    turn: Callable[[], bool]
    pause_seconds: float

    def run(self, stop: threading.Event) -> None:
        """Turn until `stop` is set. An error costs a pause that doubles with each further one, never the loop."""
        failures = 0
        while not stop.is_set():
            try:
                pause = 0.0 if self.turn() else self.pause_seconds
                failures = 0
            except Exception:
                failures += 1
                pause = min(self.pause_seconds * 2**failures, BACKOFF_MAX_SECONDS)
                log.exception("%s failed (%d in a row); again in %.1f s", self.name, failures, pause)
            finally:
                # No connection is kept through a pause: the database may restart meanwhile.
                connections.close_all()
            stop.wait(pause)


def run_until_stopped(loops: list[Loop], stop: threading.Event, *, farewell_seconds: float = 15.0) -> bool:
    """Run each loop in a thread of its own until `stop` is set; whether all of them lived until then.

    A loop that is in the middle of something gets `farewell_seconds` to finish; after that the process ends around it, which
    loses nothing.
    """
    threads = [threading.Thread(target=loop.run, args=(stop,), name=loop.name, daemon=True) for loop in loops]
    for thread in threads:
        thread.start()
    while not stop.wait(0.5):
        if dead := [thread.name for thread in threads if not thread.is_alive()]:
            log.error("%s ended by itself; the worker ends, to be started anew", ", ".join(dead))
            stop.set()
            return False
    for thread in threads:
        thread.join(farewell_seconds)
    return True
