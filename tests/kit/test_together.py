"""A lane: callers of one moment share a run, each gets its own answer, and one bad request fails alone."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from entrepot.kit.together import BATCH_MAX, Lane


def at_once(count: int, act: Callable[[int], Any]) -> list[Any]:
    """What each of so many threads got: an answer, or the error it was raised."""
    answers: list[Any] = [None] * count
    ready = threading.Barrier(count)

    def run(i: int) -> None:
        ready.wait()
        try:
            answers[i] = act(i)
        except BaseException as error:
            answers[i] = error

    threads = [threading.Thread(target=run, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not any(thread.is_alive() for thread in threads)
    return answers


class Doubling:
    """Doubles numbers, notes the batches it was given, and fails where a batch has the number 13."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.begun, self.go = threading.Event(), threading.Event()
        self.go.set()

    def __call__(self, numbers: Sequence[int]) -> list[int]:
        self.batches.append(list(numbers))
        self.begun.set()
        self.go.wait(timeout=20)
        if 13 in numbers:
            raise ValueError("thirteen")
        return [2 * number for number in numbers]


class TestLane:
    def test_gives_everybody_their_own_answer_and_only_the_bad_one_an_error(self) -> None:
        answers = at_once(60, Lane(Doubling()))
        assert [answer for i, answer in enumerate(answers) if i != 13] == [
            2 * i for i in range(60) if i != 13
        ]
        assert isinstance(answers[13], ValueError)

    def test_a_database_that_is_away_is_not_asked_again_for_each(self) -> None:
        batches: list[list[int]] = []
        double = Doubling()

        def run(numbers: Sequence[int]) -> list[int]:
            batches.append(list(numbers))
            double(numbers)
            raise OperationalError("the connection is lost") from OSError()

        answers = at_once(12, Lane(run))
        assert all(isinstance(answer, OperationalError) for answer in answers)
        assert sorted(number for batch in batches for number in batch) == list(range(12))

    def test_those_who_come_while_it_runs_share_the_next_run(self) -> None:
        double = Doubling()
        lane = Lane(double)
        double.go.clear()
        first = threading.Thread(target=lane, args=(1,))
        first.start()
        assert double.begun.wait(timeout=10)
        others = [threading.Thread(target=lane, args=(i,)) for i in range(20, 20 + BATCH_MAX + 5)]
        for thread in others:
            thread.start()
        while len(lane._queue) < len(others):
            threading.Event().wait(0.01)
        double.go.set()
        for thread in [first, *others]:
            thread.join(timeout=20)
        assert [len(batch) for batch in double.batches] == [1, BATCH_MAX, 5]

    def test_is_not_stopped_by_what_failed_before(self) -> None:
        lane = Lane(Doubling())
        with pytest.raises(ValueError):
            lane(13)
        assert lane(4) == 8

    def test_one_whose_process_is_ending_leaves_nobody_waiting(self) -> None:
        def stop(_numbers: Sequence[int]) -> list[int]:
            raise KeyboardInterrupt

        answers = at_once(5, Lane(stop))
        assert {type(answer) for answer in answers} == {KeyboardInterrupt}

    def test_coroutines_and_threads_share_it(self) -> None:
        double = Doubling()
        lane = Lane(double)

        async def ask_all() -> list[Any]:
            asked = [lane.soon(number) for number in range(40)]
            blocking = asyncio.to_thread(lane, 50)
            return await asyncio.gather(*asked, blocking, return_exceptions=True)

        *answers, blocked = asyncio.run(ask_all())
        assert [answer for i, answer in enumerate(answers) if i != 13] == [
            2 * i for i in range(40) if i != 13
        ]
        assert isinstance(answers[13], ValueError)
        assert blocked == 100
        assert max(map(len, double.batches)) > 1

    def test_a_coroutine_that_gives_up_hinders_nobody(self) -> None:
        double = Doubling()
        lane = Lane(double)
        double.go.clear()

        async def ask() -> int:
            given_up = lane.soon(1)
            await asyncio.to_thread(double.begun.wait, 10)
            other = lane.soon(2)
            given_up.cancel()
            double.go.set()
            return await other

        assert asyncio.run(ask()) == 4
        assert lane(3) == 6

    @pytest.mark.django_db(transaction=True)
    def test_refuses_who_has_a_transaction_open(self) -> None:
        with transaction.atomic(), pytest.raises(RuntimeError):
            Lane(Doubling())(1)

    @pytest.mark.django_db(transaction=True)
    def test_holds_no_connection_afterwards(self) -> None:
        def ask(_numbers: Sequence[int]) -> list[int]:
            with connection.cursor() as cursor:
                return list(cursor.execute("SELECT 1").fetchone())

        assert Lane(ask)(1) == 1
        assert connection.connection is None
