"""A verb is whole or nothing: whatever is refused or fails inside it, and whoever swallows that."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, InternalError, connection, transaction

from entrepot.kit import events
from entrepot.kit import verb as kit_verb
from entrepot.kit.actor import ANONYMOUS, EVERYONE, SYSTEM, Actor, Caller
from entrepot.kit.errors import DomainError, NotAllowed, NotFound, SignInNeeded
from entrepot.kit.ids import new_id
from entrepot.kit.models import Event
from entrepot.kit.verb import verb

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _verbs_forgotten() -> Iterator[None]:
    """What these tests declare is no deed of the marketplace's."""
    before = dict(kit_verb.VERBS)
    yield
    kit_verb.VERBS.clear()
    kit_verb.VERBS.update(before)


def _do(act: Callable[[], Any]) -> Any:
    """Run `act` as a verb that has written something before."""

    @verb(allow=EVERYONE)
    def deed(*, by: Actor) -> Any:
        events.record("test.outer", new_id(), by=by)
        return act()

    return deed(by=SYSTEM)


def _inner(error: BaseException | None = None) -> UUID:
    @verb(allow=EVERYONE)
    def deed(*, by: Actor) -> UUID:
        subject = new_id()
        events.record("test.inner", subject, by=by)
        if error is not None:
            raise error
        return subject

    return deed(by=SYSTEM)


def _swallowing(act: Callable[[], Any]) -> str:
    try:
        act()
    except Exception:
        return "ok"
    return "never"


def written() -> set[str]:
    return set(Event.objects.filter(tag__startswith="test.").values_list("tag", flat=True))


class TestOutermost:
    def test_keeps_what_it_and_its_inner_verbs_wrote(self) -> None:
        _do(_inner)
        assert written() == {"test.outer", "test.inner"}

    @pytest.mark.parametrize("error", [NotFound(), ValueError("a defect")])
    def test_keeps_nothing_when_it_raises(self, error: Exception) -> None:
        with pytest.raises(type(error)):
            _do(lambda: _inner(error))
        assert written() == set()

    @pytest.mark.parametrize("error", [NotFound(), ValueError("a defect")])
    def test_raises_again_what_was_swallowed_and_keeps_nothing(self, error: Exception) -> None:
        with pytest.raises(type(error)) as raised:
            _do(lambda: _swallowing(lambda: _inner(error)))
        assert raised.value is error
        assert written() == set()

    def test_the_first_of_two_swallowed_refusals_is_told(self) -> None:
        first, second = NotFound(), NotAllowed()
        with pytest.raises(DomainError) as raised:
            _do(lambda: (_swallowing(lambda: _inner(first)), _swallowing(lambda: _inner(second))))
        assert raised.value is first

    def test_does_not_say_ok_after_a_statement_that_failed_and_was_passed_over(self) -> None:
        """PostgreSQL answers the COMMIT of such a transaction with a quiet ROLLBACK."""

        def broken() -> None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")

        with pytest.raises(InternalError):
            _do(lambda: _swallowing(broken))
        assert written() == set()

    def test_goes_on_after_a_statement_that_failed_inside_a_savepoint(self) -> None:
        def broken() -> None:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")

        assert _do(lambda: _swallowing(broken)) == "ok"
        assert written() == {"test.outer"}

    def test_refuses_to_run_inside_a_stray_transaction(self) -> None:
        with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
            _inner()
        assert written() == set()

    def test_forgets_the_refusal_of_the_one_before(self) -> None:
        with pytest.raises(NotFound):
            _inner(NotFound())
        _do(_inner)
        assert written() == {"test.outer", "test.inner"}

    def test_what_runs_on_commit_may_call_a_verb_which_is_whole_again(self) -> None:
        told: list[str] = []

        def later() -> None:
            told.append(_swallowing(lambda: _inner(ValueError("a defect"))))

        _do(lambda: transaction.on_commit(later))
        assert told == ["ok"]
        assert written() == {"test.outer"}

    def test_an_event_outside_a_transaction_is_refused(self) -> None:
        with pytest.raises(RuntimeError):
            events.record("test.stray", new_id(), by=SYSTEM)

    def test_a_database_error_is_not_hidden(self) -> None:
        def broken() -> None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")

        with pytest.raises(DatabaseError):
            _do(broken)


class TestCaller:
    def test_is_asked_for_before_anything_is_read(self) -> None:
        @verb(allow={Caller.SYSTEM})
        def deed(*, by: Actor) -> None:
            raise AssertionError("never reached")

        with pytest.raises(SignInNeeded):
            deed(by=ANONYMOUS)
        with pytest.raises(NotAllowed):
            deed(by=Actor(id=new_id()))
        with pytest.raises(TypeError):
            deed(by="somebody")

    def test_an_inner_verb_asks_too_and_its_refusal_ends_the_whole(self) -> None:
        @verb(allow={Caller.SYSTEM})
        def inner(*, by: Actor) -> None:
            raise AssertionError("never reached")

        with pytest.raises(NotAllowed):
            _do(lambda: inner(by=Actor(id=new_id())))
        assert written() == set()
