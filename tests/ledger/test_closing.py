"""A day is closed once, from the day before and its own transfers; pages add up the rest, and the audit makes it all again."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.ledger import audit, queries
from entrepot.ledger.closing import close_day
from entrepot.ledger.models import Closing
from tests.ledger.test_journals import J1, J2

MONDAY = datetime(2026, 6, 29, 12, tzinfo=UTC)
THURSDAY = MONDAY + timedelta(days=3)


@pytest.fixture
def posted(post: Callable[..., None]) -> None:
    """J1 on Monday, J2 on Wednesday."""
    with clock.standing_at(MONDAY):
        post(J1)
    with clock.standing_at(MONDAY + timedelta(days=2)):
        post(J2)


def close_all(at: datetime) -> int:
    """Close what can be closed at a moment; how many days that were."""
    closed = 0
    with clock.standing_at(at):
        while close_day(by=SYSTEM):
            closed += 1
    return closed


def broken() -> list[str]:
    return [result.check.name for result in audit.run([2]) if not result.ok]


@pytest.mark.usefixtures("posted")
class TestCloseDay:
    def test_closes_each_day_that_is_over_and_an_empty_one_too(self) -> None:
        assert close_all(THURSDAY) == 3
        days = list(
            Closing.objects.filter(number=1100)
            .order_by("day")
            .values_list("day", "debits_minor", "credits_minor")
        )
        assert days == [
            (date(2026, 6, 29), 176633, 0),
            (date(2026, 6, 30), 176633, 0),
            (date(2026, 7, 1), 176633, 1060),
        ]
        assert broken() == []

    def test_waits_until_nothing_of_the_day_can_be_on_its_way(self) -> None:
        midnight = datetime(2026, 6, 30, tzinfo=UTC)
        assert close_all(midnight + timedelta(minutes=59)) == 0
        assert close_all(midnight + timedelta(hours=1)) == 1

    def test_repeated_closes_nothing_twice(self) -> None:
        assert (close_all(THURSDAY), close_all(THURSDAY)) == (3, 0)


class TestEmptyBooks:
    def test_have_no_day_to_close(self, db: None) -> None:
        assert close_all(THURSDAY) == 0


@pytest.mark.usefixtures("posted")
class TestTrialBalance:
    @pytest.mark.parametrize("hours", [0, 11, 12, 36, 47, 48, 72, 1000])
    def test_is_the_same_with_and_without_closings(self, hours: int) -> None:
        moment = MONDAY + timedelta(hours=hours)
        before, now = queries.trial_balance(at=moment), queries.trial_balance()
        close_all(THURSDAY)
        assert (queries.trial_balance(at=moment), queries.trial_balance()) == (before, now)

    def test_adds_up_what_was_posted_after_the_last_closing(self, post: Callable[..., None]) -> None:
        close_all(MONDAY + timedelta(days=1, hours=2))
        (trial,) = queries.trial_balance()
        assert (trial.lines[0].number, trial.lines[0].net.decimal) == (1100, "1755.73")

    def test_reads_no_more_after_more_days(self) -> None:
        close_all(THURSDAY)
        with CaptureQueriesContext(connection) as seen:
            queries.trial_balance()
        assert len(seen) == 2
        assert "'2026-07-02" in seen[1]["sql"]  # begins where the last closing ends


@pytest.mark.usefixtures("posted")
class TestAudit:
    def test_names_a_closing_that_was_changed(self) -> None:
        close_all(THURSDAY)
        Closing.objects.filter(day=date(2026, 6, 30), number=1100).update(debits_minor=1)
        assert broken() == ["ledger.closings"]

    def test_names_what_was_posted_into_a_closed_day(self, post: Callable[..., None]) -> None:
        Closing.objects.create(
            day=date(2026, 6, 29), currency="CNY", number=1100, debits_minor=0, credits_minor=0
        )
        assert broken() == ["ledger.closings"]
