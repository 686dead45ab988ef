"""`entrepot person` and `entrepot key`, run as a person runs them on a database of their own."""

import contextlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.contrib.auth.hashers import check_password

from entrepot.cli import key, person
from entrepot.identity.acting import actor_of_key
from entrepot.identity.models import ApiKey, Person
from entrepot.kit.errors import SignInNeeded
from entrepot.supervising import visiting

type Run = Callable[..., Result]


@pytest.fixture
def run(db: None, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command against the test's own database, which is running already."""

    @contextlib.contextmanager
    def here(**_: Any) -> Iterator[None]:
        yield

    monkeypatch.setattr(visiting, "marketplace", here)

    def command(group: Any, *arguments: str, typed: str = "") -> Result:
        return CliRunner().invoke(group.command, list(arguments), input=typed)

    return command


class TestPersonCreate:
    def test_makes_somebody_who_can_sign_in(self, run: Run) -> None:
        done = run(
            person, "create", "Gil@example.com", "--password-stdin", "--json", typed="a long pass phrase\n"
        )
        assert json.loads(done.output)["operator"] is False
        assert check_password("a long pass phrase", Person.objects.get(email="gil@example.com").password)

    def test_makes_an_operator_of_a_new_or_a_known_person(self, run: Run) -> None:
        run(person, "create", "gil@example.com")
        assert run(person, "create", "gil@example.com", "--operator").exit_code == 0
        assert Person.objects.get().is_operator

    def test_says_what_is_wrong(self, run: Run) -> None:
        run(person, "create", "gil@example.com")
        again = run(person, "create", "gil@example.com")
        assert again.exit_code == 1 and "already an account" in again.output
        assert run(person, "create", "nonsense").exit_code == 1


class TestKey:
    def test_is_shown_once_and_ends(self, run: Run) -> None:
        run(person, "create", "gil@example.com")
        made = run(
            key, "create", "--for", "gil@example.com", "--scope", "orders", "--scope", "purchases", "--json"
        )
        answer = json.loads(made.output)
        assert answer["scopes"] == ["orders", "purchases"] and answer["key"].startswith(answer["prefix"])
        assert actor_of_key(answer["key"]).id == Person.objects.get().pk
        listed = run(key, "list", "--for", "gil@example.com")
        assert answer["prefix"] in listed.output and answer["key"] not in listed.output
        assert run(key, "revoke", answer["id"]).exit_code == 0
        with pytest.raises(SignInNeeded):
            actor_of_key(answer["key"])

    def test_says_what_is_wrong(self, run: Run) -> None:
        nobody = run(key, "create", "--for", "nobody@example.com", "--scope", "orders")
        assert (
            nobody.exit_code == 1 and "no account with the e-mail address nobody@example.com" in nobody.output
        )
        run(person, "create", "gil@example.com")
        unknown = run(key, "create", "--for", "gil@example.com", "--scope", "root")
        assert unknown.exit_code == 1 and "scopes: Please choose one of the list." in unknown.output
        assert not ApiKey.objects.exists()
