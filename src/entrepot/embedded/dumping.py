"""PostgreSQL's own programs that take a whole database out and put it in again, as streams: nothing is kept in memory."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from entrepot.embedded import binaries
from entrepot.embedded.making import clean_environment

#: The settings come first in a script, in fewer lines than these.
_HEAD_LINES = 40


class DumpFailed(Exception):
    """One of the programs ended with an error; the message is what it said."""


@contextlib.contextmanager
def dumped(url: str, *, snapshot: str, tell_table: Callable[[], None]) -> Iterator[IO[bytes]]:
    """The database as `snapshot` shows it, as a stream; `tell_table` is called for each table that begins.

    Whoever reads must read to the end. Raises DumpFailed when the block ends and the program failed.
    """
    command = [
        binaries.find(None) / "pg_dump",
        "--format=custom",
        "--compress=gzip:1",
        f"--snapshot={snapshot}",
    ]
    command += ["--no-owner", "--no-privileges", "--verbose"]
    place, environ = _place(url)
    said: list[str] = []

    def listen(lines: IO[bytes]) -> None:
        for raw in lines:
            line = raw.decode("utf-8", "replace").strip()
            if "dumping contents of table" in line:
                tell_table()
            said.append(line)

    with subprocess.Popen(
        [*map(str, command), "--dbname", place],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environ,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        listener = threading.Thread(target=listen, args=(process.stderr,), daemon=True)
        listener.start()
        try:
            yield process.stdout
        except BaseException:
            process.kill()
            raise
        listener.join()
        if process.wait():
            raise DumpFailed(_last(said))


def load(url: str, parts: Iterator[bytes]) -> None:
    """Put a dump into an empty database, in one transaction. Raises DumpFailed, and then nothing of it is there.

    As statements through `psql`: an older server than the one it was taken from does not know all of `pg_restore`'s settings.
    """
    programs = binaries.find(None)
    place, environ = _place(url)
    wanted: list[str | Path] = [programs / "pg_restore", "--no-owner", "--no-privileges", "--file=-"]
    applied: list[str | Path] = [
        programs / "psql",
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
    ]
    with (
        tempfile.TemporaryFile() as said,
        _piped(wanted, environ=environ, output=subprocess.PIPE, said=said) as reading,
        _piped(
            [*applied, "--dbname", place], environ=environ, output=subprocess.DEVNULL, said=said
        ) as applying,
    ):
        failures: list[BaseException] = []
        feeder = threading.Thread(target=_feed, args=(reading, parts, failures), daemon=True)
        feeder.start()
        assert reading.stdout is not None and applying.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # it ended early, and says why
            _pass_on(reading.stdout, applying.stdin)
            feeder.join()
            if failures or reading.wait():
                applying.kill()  # an end of input would commit what has come so far
            applying.stdin.close()
        reading.kill()
        failed = applying.wait() != 0
        feeder.join()
        if failures:
            raise failures[0]
        if failed:
            said.seek(0)
            raise DumpFailed(_last(said.read().decode("utf-8", "replace").splitlines()))


@contextlib.contextmanager
def _piped(
    command: list[str | Path], *, environ: dict[str, str], output: int, said: IO[bytes]
) -> "Iterator[subprocess.Popen[bytes]]":
    """A program that reads from us, killed when the block ends before it did."""
    process = subprocess.Popen(
        [str(part) for part in command], stdin=subprocess.PIPE, stdout=output, stderr=said, env=environ
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _feed(process: "subprocess.Popen[bytes]", parts: Iterator[bytes], failures: list[BaseException]) -> None:
    """Give a program all parts; what prevents it is kept for whoever waits, and the program ends."""
    assert process.stdin is not None
    try:
        with contextlib.suppress(BrokenPipeError):
            for part in parts:
                process.stdin.write(part)
            process.stdin.close()
    except BaseException as why:
        failures.append(why)
        process.kill()


def _pass_on(statements: IO[bytes], target: IO[bytes]) -> None:
    """Copy a script, without the one setting in its head that servers before 17 refuse."""
    for _ in range(_HEAD_LINES):
        line = statements.readline()
        if not line.startswith(b"SET transaction_timeout"):
            target.write(line)
    shutil.copyfileobj(statements, target)


def _place(url: str) -> tuple[str, dict[str, str]]:
    """The address without its password, which goes by the environment: a list of processes shows arguments to everyone."""
    parts = conninfo_to_dict(url)
    environ = dict(clean_environment()) | {"PATH": os.environ.get("PATH", "")}
    if password := parts.pop("password", None):
        environ["PGPASSWORD"] = str(password)
    return make_conninfo("", **parts), environ


def _last(lines: list[str]) -> str:
    errors = [line for line in lines if "error:" in line.lower()]
    return "\n".join((errors or lines)[-4:])
