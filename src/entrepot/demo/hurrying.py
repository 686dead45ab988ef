"""Hurrying: two months of trade are loaded in seconds, so what only the present needs is left out: waiting, and mail."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created

#: News of months ago, to people who do not exist, is not sent.
_NO_MAIL = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}


@contextmanager
def hurried() -> Iterator[None]:
    """No waiting for the disk at each commit, nor for a payment provider that is slow on purpose, and no mail.

    A machine that dies meanwhile may forget the last deeds, never halves of them; the next loading does them again. The
    first commit afterwards waits for all of them.
    """
    latency, settings.SANDBOX_LATENCY_MS = settings.SANDBOX_LATENCY_MS, 0
    mailers, settings.MAILERS = settings.MAILERS, _NO_MAIL
    connection_created.connect(_do_not_wait)
    try:
        _set_waiting("off")
        yield
    finally:
        connection_created.disconnect(_do_not_wait)
        settings.SANDBOX_LATENCY_MS, settings.MAILERS = latency, mailers
        _set_waiting("on")


def _do_not_wait(**_: object) -> None:
    _set_waiting("off")


def _set_waiting(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('synchronous_commit', %s, false)", [value])
