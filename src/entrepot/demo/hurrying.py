"""Hurrying: two months of trade are loaded in seconds, so nothing is waited for that only the present has to wait for."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created


@contextmanager
def hurried() -> Iterator[None]:
    """No waiting for the disk at each commit, nor for a payment provider that is slow on purpose.

    A machine that dies meanwhile may forget the last deeds, never halves of them; the next loading does them again. The
    first commit afterwards waits for all of them.
    """
    latency, settings.SANDBOX_LATENCY_MS = settings.SANDBOX_LATENCY_MS, 0
    connection_created.connect(_do_not_wait)
    try:
        _set_waiting("off")
        yield
    finally:
        connection_created.disconnect(_do_not_wait)
        settings.SANDBOX_LATENCY_MS = latency
        _set_waiting("on")


def _do_not_wait(**_: object) -> None:
    _set_waiting("off")


def _set_waiting(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('synchronous_commit', %s, false)", [value])
