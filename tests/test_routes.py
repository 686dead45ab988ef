"""Every address, asked by every kind of caller: no failure, nothing private shown, nothing changed by who may not.

The routes are taken from the URL map, so one that is added tomorrow is walked tomorrow. The market they are walked in, and
who may see what in it, is in `routing_market.py`.
"""

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache

from tests import routing_market
from tests.routing import Visit, Visitor, changed, field_names, snapshot, visits
from tests.routing_market import (
    BO,
    CY,
    EVERYBODY,
    GUEST,
    KEY_BO,
    KEY_BUYS,
    KEY_CY,
    KEY_ENDED,
    KEY_NARROW,
    MEI,
    OPERATOR,
    STRANGER,
)

pytestmark = pytest.mark.django_db(transaction=True)

CALLERS = sorted(EVERYBODY)
#: Those who are at Bo's neither as staff, nor as buyer, nor as judge: whatever they send, Bo's things stay as they are.
BOS_STRANGERS = (GUEST, STRANGER, CY, KEY_CY, KEY_BUYS, KEY_NARROW, KEY_ENDED)
OTHERS = (MEI, KEY_BO, OPERATOR, BO)

#: How a caller is refused: led to the sign-in, told so, or told that nothing is there.
REFUSALS = (302, 401, 403, 404, 405)


@pytest.fixture
def world(transactional_db: None) -> Iterator[SimpleNamespace]:
    cache.clear()  # counters of rate limits
    yield routing_market.build()
    cache.clear()


def visitor(world: SimpleNamespace, name: str) -> Visitor:
    """The caller of this name, signed in."""
    caller = Visitor(name, person=world.people.get(name), key=world.keys.get(name, ""))
    caller.sign_in()
    return caller


def walk(world: SimpleNamespace, caller: Visitor, method: str = "get") -> list[Visit]:
    """All that this caller can ask for in this way.

    Not what has answered somebody else that it is not asked so at all: who would get as far is told the same, and the others
    are refused before.
    """
    found, _unknown = visits(routing_market.places(world))
    elsewhere, _unknown = visits(routing_market.crossed(world))
    found += [visit for visit in elsewhere if "shop" in visit.route.parameters]
    return [
        visit
        for visit in found
        if caller.calls(visit.route) and (method, visit.route.pattern) not in _not_asked_so
    ]


#: Ways of asking and patterns, of which somebody was told 405.
_not_asked_so: set[tuple[str, str]] = set()


def ask(caller: Visitor, method: str, visit: Visit, path: str, **options: Any) -> Any:
    """One request to a route."""
    response = caller.ask(method, path, program=visit.route.is_program, **options)
    if response.status_code == 405:
        _not_asked_so.add((method, visit.route.pattern))
    return response


def failures(response: Any, where: str) -> list[str]:
    """What no answer may ever be: a failure, or our insides."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    found = [f"{where}: {response.status_code}"] if response.status_code >= 500 else []
    return found + ([f"{where}: shows a stack trace"] if b"Traceback (most recent" in body else [])


def hostile_values(world: SimpleNamespace) -> list[str]:
    """What is sent in every field at once: things that break databases, pages and numbers, and ids of somebody else's."""
    return [
        "\x00<script>alert(1)</script>'\";--",
        f"-{'9' * 400}",
        "³",  # a digit to str.isdigit, and to int() none
        str(world.draft.pk),
    ]


def hostile_documents(world: SimpleNamespace) -> list[str]:
    """What is sent to programs' addresses: not JSON, not an object, too deep, and fields that are nothing of the kind."""
    fields = dict.fromkeys(field_names(), "\x00'\";--")
    huge = {
        "currency": "CNY",
        "email": "a@example.com",
        "lines": [{"variant": str(world.honey.pk), "quantity": 10**30}],
    }
    odd = {
        "currency": ["CNY"],
        "ship_to": {"country": "CN", "name": {"a": 1}, "lines": "\x00", "region": "\x00"},
        "lines": [{"variant": "\x00", "quantity": "-1"}, None, 7],
        "payment": {"provider": "\x00", "token": 5},
        "carrier": "\x00" * 9,
        "tracking_number": "\x00",
        "reason": "\x00",
    }
    texts = [json.dumps(document) for document in ({}, [], None, fields, huge, odd)]
    return ["", "{", '{"a":' * 3000, '"\ud800"'.encode("utf-8", "surrogatepass").decode("latin-1"), *texts]


def sends(world: SimpleNamespace, visit: Visit) -> Iterator[dict[str, Any]]:
    """The bodies of POST requests to this route, the empty one first."""
    if visit.route.is_program:
        for text in hostile_documents(world):
            yield {"data": text, "content_type": "application/json", "HTTP_IDEMPOTENCY_KEY": "walk"}
        return
    yield {"data": {}}
    for value in hostile_values(world):
        yield {"data": dict.fromkeys(field_names(), value)}
    yield {"data": b"\xff\xfe not a form", "content_type": "multipart/form-data; boundary=x"}


def none(wrong: list[str]) -> None:
    """Fail with one line for each thing that is wrong."""
    if wrong:
        pytest.fail("\n".join(dict.fromkeys(wrong)), pytrace=False)


def knocks(world: SimpleNamespace, visit: Visit) -> Iterator[dict[str, Any]]:
    """What is sent where the door is closed: what might pass for an answer, and ids of what is behind it."""
    if visit.route.is_program:
        for document in ("{}", json.dumps({"carrier": "UPS", "tracking_number": "1Z999", "reason": "late"})):
            yield {"data": document, "content_type": "application/json", "HTTP_IDEMPOTENCY_KEY": "walk"}
        return
    for value in ("1", str(world.draft.pk)):
        yield {"data": dict.fromkeys(field_names(), value)}


class TestRoutes:
    def test_are_all_known(self, world: SimpleNamespace) -> None:
        found, unknown = visits(routing_market.places(world))
        none(unknown)
        assert len(found) > 50


class TestReading:
    def test_never_fails_shows_nothing_private_and_changes_nothing(self, world: SimpleNamespace) -> None:
        wrong, secrets = [], routing_market.secrets(world)
        for name in CALLERS:
            caller = visitor(world, name)
            hidden = [secret.value for secret in secrets if name not in secret.seen_by]
            before = snapshot()
            for visit in walk(world, caller):
                # A refusal is one in any language; which one is asked in changes with the route.
                paths = visit.paths()
                for path in (
                    paths if name in visit.seen_by else paths[len(visit.route.pattern) % len(paths) :][:1]
                ):
                    response = ask(caller, "get", visit, path)
                    where = f"{name} at {path if visit.route.is_program else '/' + visit.route.pattern}"
                    wrong += failures(response, where)
                    if name not in visit.seen_by and response.status_code not in REFUSALS:
                        wrong.append(f"{where}: {response.status_code}, and it is not theirs to see")
                    text = "" if response.streaming else response.content.decode(errors="replace")
                    wrong += [
                        f"{where}: shows {word}" for word in hidden if word in text and word not in path
                    ]
            wrong += [f"{name}, by reading, has changed {table}" for table in changed(before, snapshot())]
        none(wrong)

    def test_never_fails_on_odd_questions(self, world: SimpleNamespace) -> None:
        wrong = []
        names = (*field_names(), "q", "after", "follow", "page", "state", "lang")
        for name in (GUEST, BO, OPERATOR):
            caller = visitor(world, name)
            for visit in walk(world, caller):
                if name == GUEST or visit.route.part != "shop":
                    # Where the door is closed, nobody reads further than its sign.
                    values = hostile_values(world) if name in visit.seen_by else hostile_values(world)[:1]
                    for value in values:
                        response = ask(
                            caller, "get", visit, visit.paths()[-1], data=dict.fromkeys(names, value)
                        )
                        wrong += failures(response, f"{name} at /{visit.route.pattern} with {value[:12]!r}")
        none(wrong)


class TestWriting:
    def test_changes_nothing_where_it_may_not(self, world: SimpleNamespace) -> None:
        wrong = []
        for name in CALLERS:
            caller = visitor(world, name)
            closed = [visit for visit in walk(world, caller, "post") if name not in visit.seen_by]
            before = snapshot()
            for visit in closed:
                for options in knocks(world, visit):
                    response = ask(caller, "post", visit, visit.paths()[0], **options)
                    wrong += failures(response, f"{name} at /{visit.route.pattern}")
                    if response.status_code not in (*REFUSALS, 400, 422):
                        wrong.append(
                            f"{name} at /{visit.route.pattern}: {response.status_code}, and it is not theirs to do"
                        )
            wrong += [f"{name} has changed {table}" for table in changed(before, snapshot())]
        none(wrong)

    @pytest.mark.parametrize("names", [BOS_STRANGERS, OTHERS], ids=["strangers", "people of the house"])
    def test_never_fails_where_it_may_and_leaves_others_alone(
        self, world: SimpleNamespace, names: tuple[str, ...]
    ) -> None:
        wrong, bos = [], str(world.bo.pk)
        for name in names:
            caller, before = visitor(world, name), snapshot(only=bos)
            for visit in walk(world, caller, "post"):
                for options in sends(world, visit) if name in visit.seen_by else ():
                    caller.sign_in()  # the request before may have signed out
                    response = ask(caller, "post", visit, visit.paths()[0], **options)
                    if response.status_code == 405:
                        break
                    wrong += failures(response, f"{name} at /{visit.route.pattern}")
            if name in BOS_STRANGERS:
                wrong += [
                    f"{name} has changed Bo's rows of {table}"
                    for table in changed(before, snapshot(only=bos))
                ]
        none(wrong)
