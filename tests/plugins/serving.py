"""The server that browser tests look at: pages by Django, and what pages are made of as whitenoise serves it.

Django's own live server serves the stylesheet as the forty files it is written in, which no reader sees: forty requests for each
page, and forty pages that say "not found", because axe reads the imports of a sheet and asks for them beside the page.
"""

import mimetypes
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from pytest_django.live_server_helper import LiveServer

from entrepot.web.stylesheet import ENTRY, flattened

type Start = Callable[[str, list[tuple[str, str]]], Any]
type Application = Callable[[dict[str, Any], Start], Iterable[bytes]]


@cache
def _file(name: str) -> bytes | None:
    """A static file as `collectstatic` would leave it."""
    path = finders.find(name)
    if path is None:
        return None
    if name != ENTRY:
        return Path(path).read_bytes()
    folder = Path(path).parent
    return flattened(Path(path).read_text(), lambda file: (folder / file).read_text()).encode()


class Serving:
    """Static files as whitenoise serves them, before anything of Django is asked; all else by `application`."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not path.startswith(settings.STATIC_URL):
            return self._application(environ, start)
        body = _file(path.removeprefix(settings.STATIC_URL))
        if body is None:
            start("404 Not Found", [("Content-Length", "0")])
            return [b""]
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        headers = [("Content-Type", kind), ("Content-Length", str(len(body)))]
        start("200 OK", [*headers, ("Cache-Control", "max-age=31536000, public, immutable")])
        return [body]


class Pages(LiveServer):
    """pytest-django's live server with these static files."""

    def __init__(self, address: str) -> None:
        super().__init__(address, start=False)
        self.thread.static_handler = Serving  # type: ignore[assignment]  # any application that takes another
        self.start()
