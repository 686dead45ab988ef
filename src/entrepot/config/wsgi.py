"""The WSGI application that the web processes serve: two chains of middleware behind it, and a quick door for purchases."""

import gc
import os
from collections.abc import Callable, Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entrepot.config.settings")

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.urls import get_resolver

django.setup(set_prefix=False)

from entrepot.api.v1 import quick  # noqa: E402 - it needs Django, which is ready only from here on
from entrepot.identity import places  # noqa: E402 - it needs Django, which is ready only from here on


class _Handler(WSGIHandler):
    """A WSGIHandler with its own list of middleware; Django reads one list from the settings."""

    def __init__(self, middleware: list[str]) -> None:
        pages, settings.MIDDLEWARE = settings.MIDDLEWARE, middleware
        try:
            super().__init__()
        finally:
            settings.MIDDLEWARE = pages


_pages = _Handler(settings.MIDDLEWARE)
_programs = _Handler(settings.API_MIDDLEWARE)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Pages pass the whole chain; the API, webhooks, pictures and health checks only what they need."""
    path = environ.get("PATH_INFO", "")
    if path == "/api/v1/purchases" and environ["REQUEST_METHOD"] == "POST":
        return quick.through(_programs, environ, start_response)
    handler = _programs if path.startswith(("/api/", "/webhooks/", "/media/", "/healthz")) else _pages
    return handler(environ, start_response)


# Whatever is loaded by now stays for good. A full collection that looked at all of it took 140 ms, and thirty buyers waited.
get_resolver().url_patterns  # noqa: B018 - reading it loads every view
places.chinese()
gc.collect()
gc.freeze()
