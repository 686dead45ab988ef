"""The dispatcher: one at a time, and what fails is told again while the others are told."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import connection, transaction

from entrepot.kit import clock, events
from entrepot.kit.actor import SYSTEM
from entrepot.kit.ids import new_id
from entrepot.kit.models import Event
from entrepot.workers import dispatching
from entrepot.workers.dispatching import Dispatcher

pytestmark = pytest.mark.django_db(transaction=True)


class Ear:
    """A listener that can be deaf for a while."""

    def __init__(self, tag: str) -> None:
        self.heard: list[UUID] = []
        self.is_deaf = False
        events.listen(tag)(self.listen)

    def listen(self, told: list[Event]) -> None:
        if self.is_deaf:
            raise ConnectionError("nobody there")
        self.heard += [event.subject_id for event in told]


@pytest.fixture
def ears() -> Iterator[tuple[Ear, Ear]]:
    """Two listeners, of `test.first` and `test.second`."""
    yield Ear("test.first"), Ear("test.second")
    for tag in ("test.first", "test.second"):
        events._listeners.pop(tag)


@pytest.fixture
def dispatchers() -> Iterator[tuple[Dispatcher, Dispatcher]]:
    """Two of them, as in two worker processes."""
    pair = Dispatcher(), Dispatcher()
    yield pair
    for each in pair:
        each.close()


def happened(tag: str) -> UUID:
    subject = new_id()
    with transaction.atomic():
        events.record(tag, subject, by=SYSTEM)
    return subject


class TestTurn:
    def test_tells_each_event_once(
        self, ears: tuple[Ear, Ear], dispatchers: tuple[Dispatcher, Dispatcher]
    ) -> None:
        first, second = happened("test.first"), happened("test.second")
        assert dispatchers[0].turn() is False
        dispatchers[0].turn()
        assert (ears[0].heard, ears[1].heard) == ([first], [second])

    def test_says_that_there_is_more_after_a_full_batch(
        self, ears: tuple[Ear, Ear], dispatchers: tuple[Dispatcher, Dispatcher]
    ) -> None:
        with transaction.atomic():
            events.record_all([events.Fact("test.first", new_id(), SYSTEM) for _ in range(events.BATCH + 1)])
        assert (dispatchers[0].turn(), dispatchers[0].turn()) == (True, False)
        assert len(ears[0].heard) == events.BATCH + 1

    def test_tells_again_who_could_not_hear_and_all_others_at_once(
        self, ears: tuple[Ear, Ear], dispatchers: tuple[Dispatcher, Dispatcher]
    ) -> None:
        first, second = happened("test.first"), happened("test.second")
        ears[0].is_deaf = True
        dispatchers[0].turn()
        assert (ears[0].heard, ears[1].heard) == ([], [second])
        event = Event.objects.get(subject_id=first)
        assert (event.told_at, event.attempts) == (None, 1)
        ears[0].is_deaf = False
        dispatchers[0].turn()
        assert ears[0].heard == []  # it waits a little first
        with clock.standing_at(clock.now() + timedelta(seconds=3)):
            dispatchers[0].turn()
        assert (ears[0].heard, ears[1].heard) == ([first], [second])

    def test_does_nothing_while_another_holds_the_lock(
        self, ears: tuple[Ear, Ear], dispatchers: tuple[Dispatcher, Dispatcher]
    ) -> None:
        one, other = dispatchers
        one.turn()
        subject = happened("test.first")
        assert (other.turn(), other.holds(), ears[0].heard) == (False, False, [])
        one.turn()
        assert ears[0].heard == [subject]

    def test_takes_over_when_the_other_ends(
        self, ears: tuple[Ear, Ear], dispatchers: tuple[Dispatcher, Dispatcher]
    ) -> None:
        one, other = dispatchers
        assert (one.holds(), other.holds()) == (True, False)
        one.close()
        subject = happened("test.first")
        other.turn()
        assert ears[0].heard == [subject]

    def test_knows_when_its_connection_and_so_the_lock_is_lost(
        self, ears: tuple[Ear, Ear], dispatchers: tuple[Dispatcher, Dispatcher]
    ) -> None:
        one, other = dispatchers
        assert one.holds()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
                [dispatching.LOCK],
            )
        assert other.holds()
        happened("test.first")
        one.turn()
        assert (one.holds(), ears[0].heard) == (False, [])

    def test_fails_aloud_without_a_database(
        self, dispatchers: tuple[Dispatcher, Dispatcher], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(connection.settings_dict, "NAME", "there_is_no_such_database")
        with pytest.raises(psycopg.OperationalError):
            dispatchers[0].turn()
