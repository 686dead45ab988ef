"""Django's handlers: two chains of middleware, and the WSGI application that chooses between them by the path."""

import os
from collections.abc import Callable, Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entrepot.config.settings")

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

django.setup(set_prefix=False)


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
    handler = _programs if path.startswith(("/api/", "/webhooks/", "/media/", "/healthz")) else _pages
    return handler(environ, start_response)
