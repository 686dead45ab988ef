"""An application to be served, which tells what of a request reached its WSGI handler."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings

settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.dummy"}})

from entrepot.kit.serving import Exchange, Scope, answered  # noqa: E402 - Django's connection wants settings first

closed: list[str] = []


class _Pieces:
    """An answer that is made as it is sent."""

    streaming = True

    def __iter__(self) -> Iterator[bytes]:
        yield from (b"piece %d\n" % number for number in range(1000))

    def close(self) -> None:
        closed.append("pieces")


def handler(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
    """Answer with what was asked."""
    path = environ["PATH_INFO"]
    if path == "/broken":
        raise RuntimeError("broken")
    start("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    if path == "/pieces":
        return _Pieces()
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    asked = {name: value for name, value in environ.items() if isinstance(value, str)}
    return [json.dumps(asked | {"length": len(body), "end": body[-8:].decode(), "closed": closed}).encode()]


async def application(scope: Scope, exchange: Exchange) -> None:
    """Serve it."""
    await answered(handler, scope, exchange)
