"""Group commit: concurrent callers of one set-based verb share a transaction (architecture, section 5).

The first thread to arrive leads: it takes the whole queue, runs it as one list, and hands every caller its answer. Those who
arrive meanwhile queue, and one of them leads next. Ten thousand buyers of one hot SKU so cost one row update a batch.

A run costs much the same for one request as for thirty, and those whom one run let go come to the next lane in a crowd. So a
leader that has company lets the others arrive before it takes the queue; who comes alone does not wait for anybody.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import connection

from entrepot.kit.retrying import is_unavailability

#: One batch at the most: large enough to share a commit widely, small enough that nobody waits long in it.
BATCH_MAX = 128
#: A leader with company waits until nobody has arrived for so long and no lane runs, and at the most for so long.
GATHER_SECONDS, GATHER_SECONDS_MAX = 0.002, 0.1


#: Held by the lane that runs: one at a time in a process. They would share its one interpreter anyway, in batches half as long.
_turn = threading.Lock()


def _locked() -> threading.Lock:
    lock = threading.Lock()
    lock.acquire()
    return lock


@dataclass(slots=True, eq=False)
class _Waiting[Q, A]:
    request: Q
    #: Released by whoever ran the request, or made its thread the leader: a lock, because an Event costs ten times as much.
    woken: threading.Lock = field(default_factory=_locked)
    leads: bool = False
    answer: A | None = None
    error: BaseException | None = None


class Lane[Q, A]:
    """Where callers of one set-based function queue. `run` takes a list of requests and gives one answer for each."""

    def __init__(self, run: Callable[[Sequence[Q]], Sequence[A]]) -> None:
        self._run = run
        self._lock = threading.Lock()
        self._queue: list[_Waiting[Q, A]] = []
        self._led = False
        self._has_company = False

    def __call__(self, request: Q) -> A:
        """The answer to `request`, which may have shared its transaction with others'.

        The caller's database connection is given back first: threads that queued holding one starved the leader.
        """
        if connection.in_atomic_block:
            raise RuntimeError("a lane commits for itself; call the set-based verb inside a transaction")
        connection.close()
        mine = _Waiting[Q, A](request)
        with self._lock:
            self._queue.append(mine)
            mine.leads = not self._led
            self._led = True
        if not mine.leads:
            mine.woken.acquire()
        if mine.leads:
            self._lead()
        if mine.error is not None:
            raise mine.error
        return mine.answer  # type: ignore[return-value]  # set before the lock is released

    def _lead(self) -> None:
        if self._has_company:
            self._gather()
        with _turn:
            self._run_queue()

    def _gather(self) -> None:
        """Let those arrive who are on their way: some arrive still, or another lane is about to let them go."""
        until = time.monotonic() + GATHER_SECONDS_MAX
        while time.monotonic() < until:
            there = len(self._queue)
            time.sleep(GATHER_SECONDS)
            if len(self._queue) == there and not _turn.locked():
                return

    def _run_queue(self) -> None:
        with self._lock:
            batch, self._queue = self._queue[:BATCH_MAX], self._queue[BATCH_MAX:]
            self._has_company = len(batch) > 1
        try:
            self._answer(batch)
        except BaseException as stop:  # the process is ending: nobody may take silence for an answer
            for waiting in batch:
                waiting.error = waiting.error or stop
            raise
        finally:
            connection.close()
            with self._lock:
                heir = self._queue[0] if self._queue else None
                self._led = heir is not None
            for waiting in batch:
                if not waiting.leads:
                    waiting.woken.release()
            if heir is not None:
                heir.leads = True
                heir.woken.release()

    def _answer(self, batch: list[_Waiting[Q, A]]) -> None:
        """Run the batch; an unexpected error runs it again in halves, so that one bad request fails alone.

        Not where the database itself is away: each half would wait for it in turn, and those behind them for all.
        """
        try:
            answers = self._run([waiting.request for waiting in batch])
            for waiting, answer in zip(batch, answers, strict=True):
                waiting.answer = answer
        except Exception as error:
            if len(batch) == 1 or is_unavailability(error):
                for waiting in batch:
                    waiting.error = error
                return
            middle = len(batch) // 2
            self._answer(batch[:middle])
            self._answer(batch[middle:])
