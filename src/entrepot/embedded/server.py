"""The server as a child process: started, waited for through recovery, stopped, one per data folder."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

import psycopg

from entrepot.embedded import account as accounts
from entrepot.embedded import binaries, configuring, records
from entrepot.embedded.account import Account
from entrepot.embedded.children import start_child
from entrepot.embedded.errors import DatabaseDamaged, DatabaseUnavailable
from entrepot.embedded.leftovers import wait_for_leftovers
from entrepot.embedded.making import DATABASE, VERSION, clean_environment, make_cluster

_STOP_SECONDS = 60
_PROGRESS_SECONDS = 5
_POLL_SECONDS = 0.02
_PORT = 5432  # a name inside the socket's folder, nothing on the network
# 107 bytes are all a socket's path may have, and the socket's own name takes 16 of them.
_FOLDER_BYTES_MAX = 80


@dataclass(frozen=True, slots=True)
class Urls:
    """The addresses of one database, for the role that owns it and the role that only works in it."""

    owner: str
    app: str


class EmbeddedPostgres:
    """PostgreSQL for one data folder: `with EmbeddedPostgres(folder) as pg: pg.owner_url`.

    `tell` gets sentences for the person who waits. `for_tests` trades durability for speed. Start it in the main
    thread: the server ends when the thread that started it does.
    """

    def __init__(
        self,
        data_folder: Path | str,
        *,
        for_tests: bool = False,
        patience_seconds: float = 120,
        tell: Callable[[str], None] = lambda sentence: None,
    ) -> None:
        self.data_folder = Path(data_folder).expanduser().resolve()
        self.for_tests = for_tests
        self.patience_seconds = patience_seconds
        self.tell = tell
        self.account: Account | None = None
        self.cluster = self.data_folder / "postgres"
        self._lock = records.FolderLock(self.data_folder)
        self._credentials: records.Credentials | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._socket_folder: Path | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, why: BaseException | None, where: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def owner_url(self) -> str:
        """The address for the role that owns the database: migrations and tests."""
        return self.url(records.OWNER)

    @property
    def app_url(self) -> str:
        """The address for the role that owns nothing: web and worker."""
        return self.url(records.APP)

    @property
    def pid(self) -> int:
        """The server's process."""
        assert self._process is not None, "not started"
        return self._process.pid

    def url(self, role: str, *, database: str = DATABASE) -> str:
        """The address of `database` for one of the login roles of `records`."""
        assert self._credentials is not None and self._socket_folder is not None, "not started"
        return _url(self._credentials, role=role, socket_folder=str(self._socket_folder), database=database)

    def alive(self) -> bool:
        """Whether the server's process runs."""
        return self._process is not None and self._process.poll() is None

    def prepare(self) -> None:
        """Make the cluster if there is none, without starting it; refuses what `start` refuses."""
        self._take_folder()
        self._lock.give_back()

    def start(self) -> None:
        """Start the server and return when it takes connections, after making the cluster or recovering it if need be.

        Raises DatabaseInUse, DatabaseDamaged, DatabaseUnavailable, and leaves nothing running then.
        """
        programs = self._take_folder()
        try:
            self._launch(programs)
        except BaseException:
            self.stop()
            raise

    def revive(self) -> None:
        """Start the server again after it died by itself, at the same addresses; raises as `start` does.

        Raises OSError where the disk takes no file: then no server is left that nothing is noted of.
        """
        if self.alive():
            return
        try:
            self._launch(binaries.find(self.account))
        except OSError:
            if self._process is not None:
                self._process.kill()
                self._process.wait()
            raise

    def stop(self) -> None:
        """End the server, cleanly while it answers, and return when its process is gone."""
        if self._process is not None:
            # Fast: open transactions are rolled back; then at once, which the next start recovers from; then by force.
            for farewell, seconds in (
                (signal.SIGINT, _STOP_SECONDS),
                (signal.SIGQUIT, 10),
                (signal.SIGKILL, None),
            ):
                if self._process.poll() is None:
                    self._process.send_signal(farewell)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(timeout=seconds)
                    break
            self._process = None
            records.forget_running(self.data_folder)
        if self._socket_folder is not None:
            shutil.rmtree(self._socket_folder, ignore_errors=True)
            self._socket_folder = None
        self._lock.give_back()

    def _take_folder(self) -> Path:
        """Lock the data folder, find or make its cluster, and return the folder of the server's programs."""
        # As root the account that runs the server has to pass through; it still cannot list the folder.
        self.data_folder.mkdir(mode=0o711 if accounts.needed() else 0o700, parents=True, exist_ok=True)
        self._lock.take()
        try:
            return self._find_or_make()
        except BaseException:
            self._lock.give_back()
            raise

    def _find_or_make(self) -> Path:
        credentials = records.read_credentials(self.data_folder)
        if credentials and credentials.cluster:
            self.cluster = Path(credentials.cluster)
        self.account = accounts.choose(owner_of=self.cluster)
        programs = binaries.find(self.account)
        if credentials is None or not self.cluster.exists():
            if self.cluster.exists():
                raise DatabaseDamaged(
                    f"{self.cluster} is there but its passwords (postgres.json) are not: restore them from a backup."
                )
            self.tell("Making a new database.")
            credentials = make_cluster(
                self.data_folder,
                programs=programs,
                account=self.account,
                for_tests=self.for_tests,
                tell=self.tell,
            )
            self.cluster = Path(credentials.cluster) if credentials.cluster else self.cluster
        self._credentials = credentials
        try:
            version = (self.cluster / "PG_VERSION").read_text(encoding="ascii").strip()
        except OSError:
            raise DatabaseDamaged(
                f"{self.cluster} is not a PostgreSQL folder: move it away to start anew."
            ) from None
        if version != VERSION:
            raise DatabaseDamaged(
                f"{self.cluster} was made by PostgreSQL {version}; this program brings {VERSION}."
            )
        return programs

    def _launch(self, programs: Path) -> None:
        until = time.monotonic() + self.patience_seconds
        stale = records.read_running(self.data_folder)
        wait_for_leftovers(self.cluster, until=until, tell=self.tell)
        if self._socket_folder is None:
            if stale and Path(stale.socket_folder).name.startswith("entrepot-"):
                shutil.rmtree(stale.socket_folder, ignore_errors=True)
            self._socket_folder = self._make_socket_folder()
        configuring.write(
            self.cluster,
            socket_folder=self._socket_folder,
            superuser=records.SUPERUSER,
            for_tests=self.for_tests,
        )
        log = self._open_log()
        with log:
            self._process = start_child(
                [programs / "postgres", "-D", self.cluster],
                farewell=signal.SIGINT,
                account=self.account,
                environ=clean_environment(),
                cwd="/",
                output=log.fileno(),
            )
        self._wait_until_ready(Path(log.name), until=until)
        records.write_running(self.data_folder, records.Running(self._process.pid, str(self._socket_folder)))

    def _make_socket_folder(self) -> Path:
        base = tempfile.gettempdir()
        if len(os.fsencode(base)) > _FOLDER_BYTES_MAX - 20 or not base.isascii() or {" ", ","} & set(base):
            base = "/tmp"
        folder = Path(tempfile.mkdtemp(prefix="entrepot-", dir=base))
        if self.account:
            if not self.account.can_enter(folder.parent):
                folder.rmdir()
                folder = Path(tempfile.mkdtemp(prefix="entrepot-", dir="/tmp"))
            os.chown(folder, self.account.uid, self.account.gid)
        return folder

    def _open_log(self) -> IO[bytes]:
        """What the server says before its own log begins (all it says, in tests); the five starts before are kept."""
        folder = self.data_folder / "log"
        folder.mkdir(mode=0o700, exist_ok=True)
        for age in range(4, -1, -1):
            with contextlib.suppress(FileNotFoundError):
                os.replace(_start_log(folder, age), _start_log(folder, age + 1))
        return _start_log(folder, 0).open("wb")

    def _wait_until_ready(self, log: Path, *, until: float) -> None:
        """Return when the server takes a connection; recovery after a crash may take its time, and says so."""
        assert self._process is not None
        began = told = time.monotonic()
        while True:
            if self._process.poll() is not None:
                raise DatabaseUnavailable(f"PostgreSQL did not start; {log} says:\n{_last_lines(log)}")
            if self._says_ready() and self._takes_connections():
                return
            now = time.monotonic()
            if now > until:
                raise DatabaseUnavailable(
                    f"PostgreSQL was not ready after {now - began:.0f} seconds; {log} says:\n{_last_lines(log)}"
                )
            if now - told > _PROGRESS_SECONDS:
                told = now
                self.tell(f"PostgreSQL is still recovering from an unclean stop ({now - began:.0f} s).")
            time.sleep(_POLL_SECONDS)

    def _says_ready(self) -> bool:
        """Whether the server's status line says so: cheaper to ask than a connection, which recovery would refuse."""
        try:
            lines = (
                (self.cluster / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
            )
        except OSError:
            return False
        return len(lines) >= 8 and lines[0].strip() == str(self.pid) and lines[7].strip() == "ready"

    def _takes_connections(self) -> bool:
        try:
            psycopg.connect(self.owner_url, connect_timeout=10).close()
        except psycopg.OperationalError as why:
            if "password authentication failed" in str(why):
                raise DatabaseDamaged(
                    f"The passwords in {self.data_folder / 'postgres.json'} do not fit this database."
                ) from why
            return False
        return True


def running(data_folder: Path | str) -> Urls | None:
    """The addresses of the server that some process keeps up for this data folder, None when there is none."""
    folder = Path(data_folder).expanduser().resolve()
    noted = records.read_running(folder)
    credentials = records.read_credentials(folder)
    if noted is None or credentials is None or not _exists(noted.pid):
        return None
    if not (Path(noted.socket_folder) / ".s.PGSQL.5432").exists():
        return None
    return Urls(
        owner=_url(credentials, role=records.OWNER, socket_folder=noted.socket_folder, database=DATABASE),
        app=_url(credentials, role=records.APP, socket_folder=noted.socket_folder, database=DATABASE),
    )


def _url(credentials: records.Credentials, *, role: str, socket_folder: str, database: str) -> str:
    host = quote(socket_folder, safe="")
    return f"postgresql://{role}:{quote(credentials.password(role), safe='')}@/{database}?host={host}&port={_PORT}"


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except OSError:
        return False
    return True


def _start_log(folder: Path, age: int) -> Path:
    return folder / ("postgres-start.log" if age == 0 else f"postgres-start.{age}.log")


def _last_lines(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-8:])
