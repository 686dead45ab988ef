"""What a request says reaches a WSGI handler behind the real server, and what it answers comes back."""

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Where a web server of one process serves `served.application`."""
    number = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "rsgi", "--no-ws", "--port", str(number)]
    process = subprocess.Popen([*command, "tests.kit.served:application"], stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", number), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield number
    finally:
        process.terminate()
        process.wait(timeout=20)


def asked(port: int, method: str, address: str, body: bytes | None = None, **headers: str) -> Any:
    """The document that the handler answers."""
    status, _headers, content = answer(port, method, address, body, **headers)
    assert status == 200
    return json.loads(content)


def answer(port: int, method: str, address: str, body: bytes | None = None, **headers: str) -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, address, body, headers)
        response = connection.getresponse()
        return response.status, response.getheaders(), response.read()
    finally:
        connection.close()


class TestAnswered:
    def test_a_request_is_told_as_wsgi_tells_it(self, port: int) -> None:
        told = asked(
            port, "GET", "/zh-hans/%E8%8C%B6%20%2B?q=%E8%8C%B6&x=1", Cookie="s=1", Accept="text/html"
        )
        assert told["PATH_INFO"].encode("latin-1").decode() == "/zh-hans/茶 +"
        assert told["QUERY_STRING"] == "q=%E8%8C%B6&x=1"
        assert (told["REQUEST_METHOD"], told["SERVER_PORT"], told["REMOTE_ADDR"]) == (
            "GET",
            str(port),
            "127.0.0.1",
        )
        assert (told["HTTP_HOST"], told["HTTP_COOKIE"]) == (f"127.0.0.1:{port}", "s=1")
        assert told["wsgi.url_scheme"] == "http"
        assert told["length"] == 0

    def test_a_header_that_comes_twice_is_one(self, port: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
            line.sendall(
                b"GET / HTTP/1.1\r\nHost: a.example\r\nX-Two: 1\r\nX-Two: 2\r\nCookie: a=1\r\nCookie: b=2\r\n"
                b"Connection: close\r\n\r\n"
            )
            content = b"".join(iter(lambda: line.recv(65536), b""))
        told = json.loads(content.split(b"\r\n\r\n", 1)[1])
        assert (told["HTTP_X_TWO"], told["HTTP_COOKIE"]) == ("1,2", "a=1; b=2")

    @pytest.mark.parametrize("size", [0, 1, 65_536, 65_537, 5_000_000])
    def test_a_body_comes_whole_however_long(self, port: int, size: int) -> None:
        body = (b"0123456789abcdef" * (size // 16 + 1))[:size]
        told = asked(port, "POST", "/", body, **{"Content-Type": "text/csv"})
        assert (told["length"], told["end"]) == (size, body[-8:].decode())
        assert told["CONTENT_TYPE"] == "text/csv"

    def test_a_body_that_does_not_say_its_length_is_not_waited_for(self, port: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
            line.sendall(
                b"POST / HTTP/1.1\r\nHost: a.example\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbegin\r\n"
            )
            content = line.recv(65536)
        assert json.loads(content.split(b"\r\n\r\n", 1)[1])["length"] == 0

    def test_an_answer_in_pieces_is_sent_as_it_is_made_and_closed(self, port: int) -> None:
        status, headers, content = answer(port, "GET", "/pieces")
        assert (status, content) == (200, b"".join(b"piece %d\n" % number for number in range(1000)))
        assert [value for name, value in headers if name.lower() == "set-cookie"] == ["a=1", "b=2"]
        assert asked(port, "GET", "/")["closed"] == ["pieces"]

    def test_a_handler_that_fails_is_an_error_and_the_next_is_served(self, port: int) -> None:
        assert answer(port, "GET", "/broken")[0] == 500
        assert asked(port, "GET", "/")["PATH_INFO"] == "/"
