"""Serving HTTP: one event loop a process takes requests in (RSGI), and Django's handlers answer them in threads (WSGI).

A thread that waits for others costs the interpreter more than what it waits for: thirty woken at once each want it. So what is
asked thousands of times a second is a coroutine (api/v1/quick.py), and all else has a thread of its own for as long as it takes.
"""

import asyncio
import io
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from typing import Any, Protocol

from django.db import connection

type Headers = list[tuple[str, str]]
type Environ = dict[str, Any]
type Handler = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

#: A body up to this size is read before its request gets a thread; a longer one is read by the thread, as it comes.
WHOLE_MAX = 64 * 1024


class HeadersIn(Protocol):
    """A request's headers, their names in lower case."""

    def get(self, key: str, default: Any = None) -> Any:
        """The value of one of this name."""
        ...

    def items(self) -> list[tuple[str, str]]:
        """All of them; a name can come twice."""
        ...


class Scope(Protocol):
    """What a request says before its body."""

    proto: str
    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str
    authority: str | None
    headers: HeadersIn


class Stream(Protocol):
    """An answer that is sent as it is made."""

    async def send_bytes(self, data: bytes) -> None:
        """Send a piece; raises when the other side has gone."""
        ...


class Exchange(Protocol):
    """A request's body, awaited whole or iterated in pieces, and its answer."""

    async def __call__(self) -> bytes: ...

    def __aiter__(self) -> AsyncIterator[bytes]: ...

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Answer at one stroke."""
        ...

    def response_stream(self, status: int, headers: Headers) -> Stream:
        """Begin an answer whose pieces follow."""
        ...


async def aside[A](act: Callable[..., A], *args: Any) -> A:
    """What `act` answers, in a thread, because it waits for the database; its connection is given back."""
    return await asyncio.to_thread(_given_back, act, *args)


def _given_back[A](act: Callable[..., A], *args: Any) -> A:
    try:
        return act(*args)
    finally:
        connection.close()


def body_length(headers: HeadersIn) -> int | None:
    """How long the body says it is; None where it does not say, and may have no end."""
    if headers.get("transfer-encoding"):
        return None
    said = headers.get("content-length") or "0"
    return int(said) if said.isascii() and said.isdigit() else None


async def answered(handler: Handler, scope: Scope, exchange: Exchange, *, body: bytes | None = None) -> None:
    """Have a WSGI handler answer a request, in a thread. `body`: what has been read of it already, which is all."""
    loop = asyncio.get_running_loop()
    length = body_length(scope.headers)
    if body is None and length is not None and length <= WHOLE_MAX:
        body = await exchange() if length else b""
    content = (
        io.BytesIO(body) if body is not None else io.BufferedReader(_Arriving(exchange, loop), WHOLE_MAX)
    )
    await loop.run_in_executor(None, _answer, handler, _environ(scope, content), exchange, loop)


def _answer(handler: Handler, environ: Environ, exchange: Exchange, loop: asyncio.AbstractEventLoop) -> None:
    begun: list[tuple[int, Headers]] = []

    def start(status: str, headers: Headers, _error: Any = None) -> None:
        begun[:] = [(int(status.split(" ", 1)[0]), headers)]

    response: Any = handler(environ, start)
    try:
        ((status, headers),) = begun
        if getattr(response, "streaming", False):
            stream = exchange.response_stream(status, headers)
            for piece in response:
                asyncio.run_coroutine_threadsafe(_sent(stream, piece), loop).result()
        else:
            exchange.response_bytes(status, headers, b"".join(response))
    finally:
        if hasattr(response, "close"):
            response.close()


async def _sent(stream: Stream, piece: bytes) -> None:
    await stream.send_bytes(piece)


class _Arriving(io.RawIOBase):
    """A body that is read in a thread while it comes in by the event loop."""

    def __init__(self, exchange: Exchange, loop: asyncio.AbstractEventLoop) -> None:
        self._pieces = aiter(exchange)
        self._loop = loop
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            piece = asyncio.run_coroutine_threadsafe(self._next(), self._loop).result()
            if piece is None:
                return 0
            self._left = memoryview(piece)
        count = min(len(buffer), len(self._left))
        buffer[:count] = self._left[:count]
        self._left = self._left[count:]
        return count

    async def _next(self) -> bytes | None:
        return await anext(self._pieces, None)


def _environ(scope: Scope, content: io.IOBase) -> Environ:
    """The request as PEP 3333 wants it."""
    server, _, port = scope.server.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": _as_latin(scope.path),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": content,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if scope.authority:
        environ["HTTP_HOST"] = scope.authority
    for name, value in scope.headers.items():
        _add_header(environ, name, value)
    return environ


def _as_latin(path: str) -> str:
    """PEP 3333: the bytes of the path, each as the character of its number."""
    return path.encode("utf-8", "surrogateescape").decode("latin-1")


_UNPREFIXED: Mapping[str, str] = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


def _add_header(environ: Environ, name: str, value: str) -> None:
    key = _UNPREFIXED.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
    if key in environ and key != "HTTP_HOST":
        separator = "; " if name == "cookie" else ","
        value = f"{environ[key]}{separator}{value}"
    environ[key] = value
