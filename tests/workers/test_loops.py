"""A loop of the worker: again and again, slower after errors, until somebody says stop."""

import threading
import time

import pytest
from pytest import LogCaptureFixture

from entrepot.workers import loops
from entrepot.workers.loops import Loop, run_until_stopped

pytestmark = pytest.mark.django_db(transaction=True)


class Turns:
    """A turn that counts, answers what it is told, and stops after so many."""

    def __init__(self, stop: threading.Event, *, until: int, more: bool = False, fails: bool = False) -> None:
        self.stop, self.until, self.more, self.fails = stop, until, more, fails
        self.at: list[float] = []

    def __call__(self) -> bool:
        self.at.append(time.monotonic())
        if len(self.at) >= self.until:
            self.stop.set()
        if self.fails:
            raise ValueError("no")
        return self.more


class TestLoop:
    def test_goes_on_at_once_while_there_is_more(self) -> None:
        turns = Turns(stop := threading.Event(), until=50, more=True)
        Loop("busy", turns, pause_seconds=60).run(stop)
        assert len(turns.at) == 50

    def test_pauses_when_there_is_nothing(self) -> None:
        turns = Turns(stop := threading.Event(), until=3)
        Loop("idle", turns, pause_seconds=0.05).run(stop)
        assert turns.at[2] - turns.at[0] >= 0.1

    def test_survives_errors_and_waits_longer_after_each(self, caplog: LogCaptureFixture) -> None:
        turns = Turns(stop := threading.Event(), until=4, fails=True)
        Loop("unlucky", turns, pause_seconds=0.02).run(stop)
        gaps = [after - before for before, after in zip(turns.at, turns.at[1:], strict=False)]
        assert gaps[0] >= 0.04 and gaps[1] >= 0.08 and gaps[2] >= 0.16
        assert "unlucky failed (4 in a row)" in caplog.text

    def test_never_waits_longer_than_the_bound(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(loops, "BACKOFF_MAX_SECONDS", 0.01)
        turns = Turns(stop := threading.Event(), until=30, fails=True)
        begun = time.monotonic()
        Loop("unlucky", turns, pause_seconds=1).run(stop)
        assert time.monotonic() - begun < 5


class TestRunUntilStopped:
    def test_runs_all_until_it_is_said(self) -> None:
        stop = threading.Event()
        one, other = Turns(threading.Event(), until=99999), Turns(stop, until=3)
        assert run_until_stopped([Loop("one", one, 0.01), Loop("other", other, 0.05)], stop)
        assert len(one.at) > 1 and len(other.at) == 3

    @pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
    def test_ends_everything_when_one_ends_by_itself(self) -> None:
        def end() -> bool:
            raise SystemExit

        stop = threading.Event()
        assert not run_until_stopped(
            [Loop("dying", end, 0.01), Loop("well", lambda: False, 0.01)], stop, farewell_seconds=1
        )
        assert stop.is_set()
