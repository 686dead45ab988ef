"""Trying a transaction anew when PostgreSQL ended it for another's sake."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError

#: More tries than two deadlocking batches ever needed, few enough that a real fault is soon told.
TRIES = 5
#: deadlock_detected and serialization_failure (PostgreSQL, appendix A).
_FOR_ANOTHERS_SAKE = ("40P01", "40001")
#: Classes of codes: connection lost or refused, out of disk, memory or connections, the server ending or starting.
_UNAVAILABLE = ("08", "53", "57P")


def is_for_anothers_sake(error: BaseException) -> bool:
    """Whether this failure says nothing of what was asked: the same again will do."""
    return getattr(error.__cause__, "sqlstate", "") in _FOR_ANOTHERS_SAKE


def is_unavailability(error: BaseException) -> bool:
    """Whether there was no database to ask, or it cannot work at the moment: whatever is asked fails alike."""
    if isinstance(error, OperationalError):
        state = getattr(error.__cause__, "sqlstate", None)
        return state is None or state.startswith(_UNAVAILABLE)
    return isinstance(error, InterfaceError)


def retried[A](act: Callable[[], A], *, anew_for: tuple[type[Exception], ...] = ()) -> A:
    """What `act` answers, in a transaction of its own; tried anew after a deadlock, or after one of `anew_for`."""
    for _ in range(TRIES - 1):
        try:
            return act()
        except anew_for:
            continue
        except OperationalError as error:
            if not is_for_anothers_sake(error):
                raise
    return act()
