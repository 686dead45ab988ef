"""Events: written with the fact, told after it, and one that cannot be borne keeps back no other."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from entrepot.kit import clock, events
from entrepot.kit.actor import SYSTEM, Actor
from entrepot.kit.ids import new_id
from entrepot.kit.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard() -> Iterator[list[UUID]]:
    """What a listener of `test.told` heard; it cannot bear an event with the fact `poison`."""
    told: list[UUID] = []

    @events.listen("test.told")
    def listen(batch: list[Event]) -> None:
        if any(event.facts.get("poison") for event in batch):
            raise ValueError("poison")
        told.extend(event.subject_id for event in batch)

    yield told
    events._listeners.pop("test.told")


def happened(count: int, *, poison: int = -1) -> list[UUID]:
    subjects = [new_id() for _ in range(count)]
    with transaction.atomic():
        events.record_all(
            events.Fact("test.told", subject, SYSTEM, facts={"poison": True} if i == poison else {})
            for i, subject in enumerate(subjects)
        )
    return subjects


class TestRecord:
    def test_keeps_who_and_what(self) -> None:
        by, subject, merchant = Actor(id=new_id()), new_id(), new_id()
        with transaction.atomic():
            events.record("test.told", subject, by=by, merchant_id=merchant, quantity=2, order=subject)
        event = Event.objects.get(subject_id=subject)
        assert (event.by_kind, event.by_id, event.merchant_id) == ("person", by.id, merchant)
        assert event.facts == {"quantity": 2, "order": str(subject)}

    def test_what_nobody_listens_to_is_told_by_being_written(self, heard: list[UUID]) -> None:
        subject = new_id()
        with transaction.atomic():
            events.record("test.told", subject, by=SYSTEM)
            events.record("test.unheard", subject, by=SYSTEM)
        told = dict(Event.objects.filter(subject_id=subject).values_list("tag", "told_at"))
        assert told["test.told"] is None
        assert told["test.unheard"] == Event.objects.get(tag="test.unheard").created_at
        assert (events.tell(), heard) == (1, [subject])


class TestTell:
    def test_tells_once_and_in_order(self, heard: list[UUID]) -> None:
        subjects = happened(5)
        assert events.tell() == 5
        assert events.tell() == 0
        assert heard == subjects

    def test_an_event_that_cannot_be_borne_keeps_back_no_other(
        self, heard: list[UUID], caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.CRITICAL)
        subjects = happened(20, poison=7)
        events.tell()
        assert sorted(heard) == [subject for i, subject in enumerate(subjects) if i != 7]
        left = Event.objects.get(tag="test.told", told_at=None)
        assert (left.subject_id, left.attempts) == (subjects[7], 1)

    def test_it_is_told_again_later_and_later(self, heard: list[UUID], caplog: Any) -> None:
        caplog.set_level(logging.CRITICAL)
        happened(1, poison=0)
        start = clock.now()
        with clock.standing_at(start):
            assert (events.tell(), events.tell()) == (1, 0)
        with clock.standing_at(start + timedelta(seconds=2)):
            assert (events.tell(), events.tell()) == (1, 0)
        with clock.standing_at(start + timedelta(seconds=6)):
            assert events.tell() == 1
        assert Event.objects.get(tag="test.told").attempts == 3

    def test_a_listener_that_is_ill_is_left_alone_soon(self, heard: list[UUID], caplog: Any) -> None:
        caplog.set_level(logging.CRITICAL)
        calls = []

        @events.listen("test.told")
        def ill(batch: list[Event]) -> None:
            calls.append(len(batch))
            raise ConnectionError

        happened(events.BATCH)
        events.tell()
        assert len(calls) <= 2 * events.FAILURES_MAX
        assert Event.objects.filter(tag="test.told", told_at=None, attempts=1).count() == events.BATCH
