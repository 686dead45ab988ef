"""Group commit: concurrent callers of one set-based verb share a transaction (architecture, section 5).

Callers queue in a lane. One thread of the process takes the whole queue of a lane, runs it as one list, and hands every caller
its answer; those who arrive meanwhile are the next list. Ten thousand buyers of one hot SKU so cost one row update a batch.

A run costs much the same for one request as for thirty. So a lane whose last run had company lets those arrive who are on their
way before its queue is taken; who comes alone does not wait for anybody.
"""

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any

from django.db import connection

from entrepot.kit.retrying import is_unavailability

log = logging.getLogger(__name__)

#: One batch at the most: large enough to share a commit widely, small enough that nobody waits long in it.
BATCH_MAX = 128
#: A queue with company is taken when nobody has arrived for so long, and at the latest after so long.
GATHER_SECONDS, GATHER_SECONDS_MAX = 0.001, 0.1


@dataclass(slots=True, eq=False)
class _Waiting[Q, A]:
    """A request in a queue, and who waits for its answer: a thread for a lock to be released, or a coroutine for a future.

    A lock, because an Event costs ten times as much.
    """

    request: Q
    woken: threading.Lock | None = None
    future: "asyncio.Future[A] | None" = None
    answer: A | None = None
    error: BaseException | None = None


class Lane[Q, A]:
    """Where callers of one set-based function queue. `run` takes a list of requests and gives one answer for each."""

    def __init__(self, run: Callable[[Sequence[Q]], Sequence[A]]) -> None:
        self._run = run
        self._lock = threading.Lock()
        self._queue: list[_Waiting[Q, A]] = []
        self._is_called = False
        self._has_company = False
        self._late = 0.0

    def __call__(self, request: Q) -> A:
        """The answer to `request`, which may have shared its transaction with others'.

        The caller's database connection is given back first: threads that queued holding one starved who runs their requests.
        """
        if connection.in_atomic_block:
            raise RuntimeError("a lane commits for itself; call the set-based verb inside a transaction")
        connection.close()
        woken = threading.Lock()
        woken.acquire()
        mine: _Waiting[Q, A] = _Waiting(request, woken=woken)
        self._join(mine)
        woken.acquire()
        if mine.error is not None:
            raise mine.error
        return mine.answer  # type: ignore[return-value]  # set before the lock is released

    def soon(self, request: Q) -> "asyncio.Future[A]":
        """What a call answers or raises, for a coroutine to await."""
        future: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._join(_Waiting(request, future=future))
        return future

    def _join(self, waiting: _Waiting[Q, A]) -> None:
        with self._lock:
            self._queue.append(waiting)
            calls, self._is_called = not self._is_called, True
        if calls:
            self._call()

    def _call(self) -> None:
        self._late = time.monotonic() + GATHER_SECONDS_MAX
        _called.put(self)
        _runner.be_there()

    def turn(self) -> None:
        """Run what is queued, or come back for it in a moment, if others are on their way. For the thread of the lanes."""
        if self._has_company and self._are_arriving():
            _called.put(self)
            return
        with self._lock:
            batch, self._queue = self._queue[:BATCH_MAX], self._queue[BATCH_MAX:]
            self._has_company = len(batch) > 1
        self._answer(batch)
        with self._lock:
            self._is_called = bool(self._queue)
        if self._is_called:
            self._call()
        _tell(batch)

    def _are_arriving(self) -> bool:
        there = len(self._queue)
        time.sleep(GATHER_SECONDS)
        return len(self._queue) > there and time.monotonic() < self._late

    def _answer(self, batch: list[_Waiting[Q, A]]) -> None:
        """Run the batch; an unexpected error runs it again in halves, so that one bad request fails alone.

        Not where the database itself is away: each half would wait for it in turn, and those behind them for all. Nor where the
        process is ending, when nobody may take silence for an answer.
        """
        try:
            answers = self._run([waiting.request for waiting in batch])
            for waiting, answer in zip(batch, answers, strict=True):
                waiting.answer = answer
        except BaseException as error:
            if len(batch) == 1 or is_unavailability(error) or not isinstance(error, Exception):
                for waiting in batch:
                    waiting.error = error
                return
            middle = len(batch) // 2
            self._answer(batch[:middle])
            self._answer(batch[middle:])
        finally:
            _give_back_connection()


def _give_back_connection() -> None:
    """What was answered stands, whatever becomes of the connection."""
    try:
        connection.close()
    except Exception:
        log.exception("the lanes' database connection could not be given back")


def _tell(batch: Sequence[_Waiting[Any, Any]]) -> None:
    """Wake those who wait; coroutines all at one stroke, because each call into a loop's thread wakes it."""
    loops: dict[asyncio.AbstractEventLoop, list[_Waiting[Any, Any]]] = {}
    for waiting in batch:
        if waiting.woken is not None:
            waiting.woken.release()
        elif waiting.future is not None:
            loops.setdefault(waiting.future.get_loop(), []).append(waiting)
    for loop, theirs in loops.items():
        with contextlib.suppress(RuntimeError):  # the loop is closed, so nobody waits any more
            loop.call_soon_threadsafe(_resolve, theirs)


def _resolve(batch: Sequence[_Waiting[Any, Any]]) -> None:
    for waiting in batch:
        future = waiting.future
        if future is None or future.done():  # given up by who waited
            continue
        if waiting.error is None:
            future.set_result(waiting.answer)
        else:
            future.set_exception(waiting.error)


#: Lanes with a queue, in the order in which they called. One thread serves them in turn: their runs would share the process's one
#: interpreter anyway, in batches half as long.
_called: SimpleQueue[Lane[Any, Any]] = SimpleQueue()


class _Runner:
    """The thread of the lanes, begun with the first call."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def be_there(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            with self._lock:
                if self._thread is None or not self._thread.is_alive():
                    self._thread = threading.Thread(target=self._serve, name="lanes", daemon=True)
                    self._thread.start()

    def _serve(self) -> None:
        while True:
            _called.get().turn()


_runner = _Runner()
