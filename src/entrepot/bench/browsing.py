"""A guest's browser in the market of a measurement: its cart, the pages it opens, the statements of each. Needs Django."""

import random
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from entrepot.catalog import queries as catalog
from entrepot.kit.actor import Actor
from entrepot.kit.ids import new_id
from entrepot.trade import carting
from entrepot.web.middleware import CART_COUNT, GUEST_KEY

_CART_LINES = 5
_GOODS = 1_000
_LANGUAGES = ("en", "zh-hans")
#: What is typed: a word that many titles have, a number that few have, something in Chinese, nothing.
_TYPED = ("thing", "thing 4711", "东西", "东西 815", "")


def guest(data: Path) -> str:
    """The cookie of a guest who has put goods of several merchants in the cart."""
    session = SessionStore()
    session[GUEST_KEY] = new_id().hex
    by = Actor(guest_key=session[GUEST_KEY])
    for variant in _some(data, _CART_LINES):
        session[CART_COUNT] = carting.put_in(variant, 1, by=by)
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def pages(data: Path) -> dict[str, list[str]]:
    """The paths of each kind of page, by its name and language."""
    goods = [offer.product_id for offer in catalog.offers(_some(data, _GOODS)).values()]
    found: dict[str, list[str]] = {}
    for language in _LANGUAGES:
        found |= {
            f"product {language}": [f"/{language}/goods/{product}/" for product in goods],
            f"search {language}": [f"/{language}/search/?q={quote(typed)}" for typed in _TYPED],
            f"cart {language}": [f"/{language}/cart/"],
        }
    return found


def statements(paths: Sequence[str], cookie: str) -> int:
    """The most statements that one of these pages sends to the database, the session's among them, once it is warm.

    Of a page the fewest of three openings: what a process does every few seconds, as writing what search
    has shown, is no page's own.
    """
    name, _, value = cookie.partition("=")
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.cookies[name] = value
    most = 0
    for path in paths:
        browser.get(path)
        openings = []
        for _ in range(3):
            with CaptureQueriesContext(connection) as seen:
                browser.get(path)
            openings.append(len(seen))
        most = max(most, min(openings))
    return most


def _some(data: Path, count: int) -> list[UUID]:
    listed = (data / "variants.txt").read_text().split()
    return [UUID(line) for line in random.Random(count).sample(listed, min(count, len(listed)))]
