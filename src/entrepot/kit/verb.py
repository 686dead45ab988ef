"""A verb is a public function that changes the world: one transaction, one declared set of callers, no half-done work."""

import functools
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db import InternalError, connection, transaction
from psycopg.pq import TransactionStatus

from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import NotAllowed, SignInNeeded


@dataclass(frozen=True, slots=True)
class Verb:
    """A registered verb: a test walks all of them with every kind of caller."""

    name: str
    allow: frozenset[Caller]
    call: Callable[..., Any]


VERBS: dict[str, Verb] = {}
_running = threading.local()


def check_caller(by: Actor, allow: frozenset[Caller]) -> None:
    """SignInNeeded or NotAllowed when none of the caller's kinds is in `allow`."""
    if by.kinds & allow:
        return
    raise SignInNeeded if Caller.GUEST in by.kinds else NotAllowed


def verb[**P, R](*, allow: Collection[Caller]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare a verb that takes its caller as `by=` and may be called by the kinds in `allow`.

    The outermost verb opens a durable transaction (a stray `atomic()` around it is an error); a verb called by a verb joins it
    without a savepoint. A refusal or a failure anywhere inside marks the whole: if the outermost would still return, it rolls
    back and raises that again, so half-done work cannot commit and "ok" is never said of nothing.
    """
    kinds = frozenset(allow)

    def declare(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            by = kwargs.get("by")
            if not isinstance(by, Actor):
                raise TypeError(f"{function.__qualname__}() needs by=Actor")
            check_caller(by, kinds)
            return _run_joined(function, args, kwargs) if _depth() else _run_outermost(function, args, kwargs)

        name = f"{function.__module__}.{function.__qualname__}"
        VERBS[name] = Verb(name, kinds, run)
        return run

    return declare


def _depth() -> int:
    return getattr(_running, "depth", 0)


def _run_joined(function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    try:
        return function(*args, **kwargs)
    except Exception as error:
        _running.error = _running.error or error
        raise


def _run_outermost(function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    with transaction.atomic(durable=True):
        _running.depth, _running.error = 1, None
        try:
            answer = function(*args, **kwargs)
            if _running.error is not None:
                raise _running.error
        finally:
            _running.depth = 0  # before the commit: a verb that is called on commit opens its own transaction
        _must_be_whole()
        return answer


def _must_be_whole() -> None:
    """A statement that failed and was passed over has ended the transaction: its COMMIT would quietly be a ROLLBACK."""
    if connection.connection.info.transaction_status is TransactionStatus.INERROR:
        raise InternalError("a statement failed inside a verb that went on; nothing of it is kept")
