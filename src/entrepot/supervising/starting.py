"""`up`: the database, what it needs to be current, the pages, the worker, until somebody says stop."""

import contextlib
import json
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from entrepot.supervising import notes
from entrepot.supervising.database import Database, database
from entrepot.supervising.preparing import fingerprint
from entrepot.supervising.reviving import Reviving
from entrepot.supervising.surroundings import Surroundings
from entrepot.supervising.tree import Child, Tree

_FIRST_PAGE_SECONDS = 60


class CannotStart(Exception):
    """The marketplace cannot be started; the message says why and what to do."""


def run(
    surroundings: Surroundings, *, tell: Callable[[str], None], ready: Callable[[Database], None]
) -> None:
    """Keep a marketplace up until SIGINT or SIGTERM; `ready` is called once, when the first page can be had.

    Raises CannotStart or DatabaseUnavailable; whatever happens, nothing is left running.
    """
    _refuse_a_taken_port(surroundings)
    surroundings.keep_secrets()
    tree = Tree(tell=tell)
    with database(surroundings, tell=tell) as found:
        prepare(surroundings, found, tell=tell)
        load_demo(surroundings, found, tell=tell)
        tree.stop_on_signals()
        try:
            web = _web(surroundings, found)
            tree.add(web)
            # People wait for the first page; what nobody waits for begins when the cores have time for it.
            if _wait_for_first_page(surroundings, web, tree=tree):
                ready(found)
                tree.add(_worker(surroundings, found))
                tree.add(_index_writer(surroundings, found))
            tree.watch(each_turn=Reviving(found, tell=tell).turn)
        finally:
            tell("Stopping.")
            tree.stop()


def prepare(surroundings: Surroundings, found: Database, *, tell: Callable[[str], None]) -> bool:
    """Bring the database up to the code, unless the notes in it say that it is; whether there was anything to do."""
    wanted = fingerprint(app_role=found.app_role)
    static = surroundings.data_folder / "static" / "staticfiles.json"
    if notes.read(found.owner_url).get("prepared") == wanted and static.exists():
        return False
    tell("Bringing the database up to date.")
    _in_a_child(
        [sys.executable, "-m", "entrepot.supervising.preparing", found.app_role or ""],
        environ=_owner_environ(surroundings, found),
        log=surroundings.data_folder / "log" / "prepare.log",
        purpose="The database could not be brought up to date",
    )
    notes.write(found.owner_url, prepared=wanted)
    return True


def load_demo(surroundings: Surroundings, found: Database, *, tell: Callable[[str], None]) -> None:
    """Fill an empty demonstration: `entrepot.demo.load()`, once in the life of a database."""
    if not surroundings.demo or notes.read(found.owner_url).get("demo"):
        return
    tell("Loading the demonstration (once).")
    _in_a_child(
        [sys.executable, "-m", "entrepot.supervising.demonstrating"],
        environ=_app_environ(surroundings, found),
        log=surroundings.data_folder / "log" / "demo.log",
        purpose="The demonstration could not be loaded",
        echo=tell,
    )
    notes.write(found.owner_url, demo="loaded")


def sign_ins(data_folder: Path) -> list[dict[str, str]]:
    """Who can sign in to the demonstration, as its loader wrote it: `who`, `email`, `password` each."""
    try:
        found = json.loads((data_folder / "demo.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return list(found)


def _refuse_a_taken_port(surroundings: Surroundings) -> None:
    host, port = surroundings["ENTREPOT_HOST"], surroundings.port
    with contextlib.closing(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as why:
            raise CannotStart(
                f"Port {port} of {host} cannot be used ({why.strerror}): choose another with --port or ENTREPOT_PORT."
            ) from None


def _web(surroundings: Surroundings, found: Database) -> Child:
    command = [sys.executable, "-m", "granian", "--interface", "rsgi"]
    command += ["--host", surroundings["ENTREPOT_HOST"], "--port", str(surroundings.port)]
    command += ["--workers", surroundings["ENTREPOT_WEB_PROCESSES"]]
    command += ["--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "10"]
    command += ["entrepot.config.rsgi:application"]
    return Child(
        "web", command, _app_environ(surroundings, found), surroundings.data_folder / "log" / "web.log"
    )


def _worker(surroundings: Surroundings, found: Database) -> Child:
    command = [
        sys.executable,
        "-c",
        "import django; django.setup(); from entrepot.workers.main import run; run()",
    ]
    log = surroundings.data_folder / "log" / "worker.log"
    return Child("worker", command, _app_environ(surroundings, found), log)


def _index_writer(surroundings: Surroundings, found: Database) -> Child:
    """The one process that writes the search index; apart from the worker, because a damaged index can end it."""
    command = [
        sys.executable,
        "-c",
        "import django; django.setup(); from entrepot.search.writing import run; run()",
    ]
    log = surroundings.data_folder / "log" / "index.log"
    return Child("index", command, _app_environ(surroundings, found), log)


def _owner_environ(surroundings: Surroundings, found: Database) -> dict[str, str]:
    return surroundings.environ(
        DATABASE_URL=found.owner_url, DATABASE_APP_URL=None, ENTREPOT_AS_OWNER="1", ENTREPOT_POOL=None
    )


def _app_environ(surroundings: Surroundings, found: Database) -> dict[str, str]:
    """What faces the world is not told the owner's password."""
    return surroundings.environ(
        DATABASE_URL=found.app_url, DATABASE_APP_URL=found.app_url, ENTREPOT_AS_OWNER=None
    )


def _wait_for_first_page(surroundings: Surroundings, web: Child, *, tree: Tree) -> bool:
    """Return True when a page can be had, False when somebody says stop first."""
    host = surroundings["ENTREPOT_HOST"].replace("0.0.0.0", "127.0.0.1").replace("::", "[::1]")
    until = time.monotonic() + _FIRST_PAGE_SECONDS
    while not tree.stopping:
        if _answers(f"http://{host}:{surroundings.port}/healthz"):
            return True
        if not web.alive() or time.monotonic() > until:
            web.stop()
            raise CannotStart(f"The pages did not start; {web.log} ends with:\n{web.last_lines()}")
        time.sleep(0.05)
    return False


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except urllib.error.HTTPError:
        # It answers, if only to say that it is unwell: waiting for it will not make it better.
        return True
    except OSError:
        return False


def _in_a_child(
    command: list[str],
    *,
    environ: dict[str, str],
    log: Path,
    purpose: str,
    echo: Callable[[str], None] | None = None,
) -> None:
    """Run a program to its end, its words in `log`; CannotStart with the last of them if it fails."""
    child = Child(command[-1], command, environ, log)
    start = log.stat().st_size if log.exists() else 0
    child.start()
    assert child.process is not None
    with _ended_with_us(child):
        for line in _lines(child, log, start):
            if echo is not None:
                echo(line)
    if child.process.returncode:
        raise CannotStart(f"{purpose}; {log} ends with:\n{child.last_lines()}")


@contextlib.contextmanager
def _ended_with_us(child: Child) -> Iterator[None]:
    try:
        yield
    finally:
        child.stop()


def _lines(child: Child, log: Path, start: int) -> Iterator[str]:
    """What the child writes to its log, as it comes, until it ends."""
    assert child.process is not None
    while not log.exists() and child.alive():
        time.sleep(0.02)
    if not child.alive():
        child.stop()  # its last words are in the log then
    if not log.exists():  # it had nothing to say
        return
    with log.open("rb") as file:
        file.seek(start)
        while True:
            if ended := not child.alive():
                child.stop()  # its last words are in the log then
            while line := file.readline():
                yield line.decode("utf-8", "replace").rstrip()
            if ended:
                return
            time.sleep(0.05)
