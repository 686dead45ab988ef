"""Every address of the marketplace, with real things in it, and what each caller may see: what `test_routes.py` walks.

A route whose parameter is not known here makes the tests fail with a sentence that says what to add.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.forms import BaseForm
from django.test import Client, override_settings
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RegexPattern

from tests.routing_market import EVERYBODY, PEOPLE, Place

PAGES = Path(__file__).parents[1] / "src" / "entrepot"
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)

#: Who may enter a part of the site at all, before it is asked whose thing is looked at. Parts not named are for everybody.
AUDIENCES = {
    "operator": frozenset({"operator"}),
    "merchant": PEOPLE,
    "account": PEOPLE,
}
#: Single routes of those parts that are for others than their part.
EXCEPTIONS = {
    "account:places": EVERYBODY,
    "account:slug": EVERYBODY,  # makes an address of a name, while somebody types it
    "account:mailbox": EVERYBODY,  # of the demo; elsewhere it is not there
}


@dataclass(frozen=True)
class Route:
    """One pattern of the URL map. `name` is `namespace:name`, as templates write it."""

    pattern: str
    name: str
    parameters: tuple[str, ...]
    is_regex: bool

    @property
    def part(self) -> str:
        return self.name.partition(":")[0]

    @property
    def is_program(self) -> bool:
        return self.pattern.startswith(("api/", "webhooks/", "media/", "healthz"))


@dataclass(frozen=True)
class Visit:
    """A route with real things filled in, and who may enter."""

    route: Route
    path: str
    seen_by: frozenset[str]

    def paths(self) -> list[str]:
        """In each language, where it has languages."""
        return (
            [self.path.replace("{language}", code) for code in LANGUAGES]
            if "{language}" in self.path
            else [self.path]
        )


@cache
def routes() -> tuple[Route, ...]:
    """All of them, whoever adds them."""
    return tuple(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, before: str, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        prefix = "{language}/" if isinstance(entry.pattern, LocalePrefixPattern) else str(entry.pattern)
        is_regex = isinstance(entry.pattern, RegexPattern)
        here = before + (prefix.strip("^$").replace("\\/", "/") if is_regex else prefix)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, here, entry.namespace or namespace)
        elif isinstance(entry, URLPattern):
            names = tuple(re.findall(r"\(\?P<(\w+)>" if is_regex else r"<(?:\w+:)?(\w+)>", here))
            name = f"{namespace}:{entry.name or ''}" if namespace else entry.name or ""
            yield Route(here, name, names, is_regex)


def visits(places: dict[str, Place]) -> tuple[list[Visit], list[str]]:
    """Every route filled in, and a sentence for each that cannot be."""
    filled, unknown = [], []
    for route in routes():
        path, seen_by = route.pattern, AUDIENCES.get(route.part, EVERYBODY)
        seen_by = EXCEPTIONS.get(route.name, seen_by)
        for parameter in route.parameters:
            place = _place(places, route, parameter)
            if place is None:
                unknown.append(
                    f"/{route.pattern} has a parameter `{parameter}` that no test knows: add "
                    f'"{route.part}:{parameter}" to places() in tests/routing_market.py, with a real value and who may see it'
                )
                break
            path = _fill(path, parameter, str(place.value))
            seen_by &= place.seen_by
        else:
            filled.append(Visit(route, f"/{path}", seen_by))
    return filled, unknown


def _place(places: dict[str, Place], route: Route, parameter: str) -> Place | None:
    """The most particular that is known: of this route, of this part, of this name."""
    keys = (f"{route.name}:{parameter}", f"{route.part}:{parameter}", parameter)
    return next((places[key] for key in keys if key in places), None)


def _fill(path: str, parameter: str, value: str) -> str:
    path = re.sub(rf"\(\?P<{parameter}>[^()]*\)", value.replace("\\", ""), path)
    return re.sub(rf"<(?:\w+:)?{parameter}>", value, path)


@cache
def _handler(program: bool) -> ClientHandler:
    """What answers: one for each chain, since building a chain costs more than many a request."""
    handler = ClientHandler(enforce_csrf_checks=False)
    with override_settings(MIDDLEWARE=settings.API_MIDDLEWARE if program else settings.MIDDLEWARE):
        handler.load_middleware()
    return handler


@dataclass
class Visitor:
    """A caller of the tests: a browser signed in as somebody or nobody, or a program with a key."""

    name: str
    person: Any = None
    key: str = ""
    _cookies: dict[str, str] = field(default_factory=dict)
    _is_signed_in: bool = False

    def sign_in(self) -> None:
        """Have a session; made anew only when an answer has changed or ended the one before."""
        if self.person is not None and not self._is_signed_in:
            client = Client()
            client.force_login(self.person, backend=settings.AUTHENTICATION_BACKENDS[0])
            self._cookies = {name: morsel.value for name, morsel in client.cookies.items()}
            self._is_signed_in = True

    def ask(self, method: str, path: str, *, program: bool = False, **options: Any) -> Any:
        """One request, each from a browser of its own, through the middleware that it would pass in production."""
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        client = Client(raise_request_exception=False, headers=headers)
        client.handler = _handler(program)
        for name, value in self._cookies.items():
            client.cookies[name] = value
        response = getattr(client, method)(path, **options)
        if settings.SESSION_COOKIE_NAME in response.cookies:
            self._is_signed_in = False
        return response

    @property
    def is_program(self) -> bool:
        return bool(self.key)

    def calls(self, route: Route) -> bool:
        """A key opens no page, and a signed-in browser has nothing to do with the API that a guest has not."""
        return route.is_program if self.is_program else self.person is None or not route.is_program


@cache
def field_names() -> tuple[str, ...]:
    """The name of every field that a form or a template of ours, or of the sign-in, can send."""
    names = {"next", "csrfmiddlewaretoken"}
    for template in PAGES.rglob("templates/**/*.html"):
        names |= set(re.findall(r'\bname="(\w+)"', template.read_text(encoding="utf-8")))
    waiting = list(BaseForm.__subclasses__())
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        names |= set(getattr(form, "base_fields", {}))
    return tuple(sorted(names))


#: Kept out of the comparison: sessions, and carts and wish lists, which belong to whoever fills them.
_ANYBODYS = ("django_session", "trade_cart", "trade_cartline", "trade_wish")


def snapshot(*, only: str = "") -> dict[str, str]:
    """A fingerprint of each table's rows; with `only`, of the rows that mention it."""
    tables = [name for name in connection.introspection.table_names() if name not in _ANYBODYS]
    rows = "SELECT '{0}', count(*) || ':' || coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') FROM {0} t"
    statement = " UNION ALL ".join(
        rows.format(name) + (" WHERE t::text LIKE %s" if only else "") for name in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [f"%{only}%"] * len(tables) if only else None)
        return dict(cursor.fetchall())


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The tables that differ."""
    return sorted(table for table in after if before.get(table) != after[table])
