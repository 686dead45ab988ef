"""The database in the box, started for real: one folder, one server, nothing left over."""

import contextlib
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from entrepot.embedded import DatabaseDamaged, DatabaseInUse, EmbeddedPostgres, account, running
from entrepot.embedded.leftovers import _servers_in

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another account")
on_linux = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells children that their parent died"
)


@contextlib.contextmanager
def roomy() -> Iterator[Path]:
    """A folder with a space in its path, below folders that the server's account may pass."""
    base = Path("/tmp") / f"entrepot embedded {os.getpid()}-{time.monotonic_ns()}"
    base.mkdir()
    base.chmod(0o755)
    yield base
    subprocess.run(["rm", "-rf", str(base)], check=True)


@pytest.fixture
def new() -> Iterator[Path]:
    """A data folder that does not exist yet."""
    with roomy() as base:
        yield base / "data folder"


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A data folder with a database in it, to copy from: making one is most of what a test would wait for."""
    with roomy() as base:
        EmbeddedPostgres(base / "data").prepare()
        yield base / "data"


@pytest.fixture
def folder(made: Path) -> Iterator[Path]:
    """A data folder with a database in it."""
    with roomy() as base:
        subprocess.run(["cp", "-a", str(made), str(base / "data folder")], check=True)
        yield base / "data folder"


def one(url: str, query: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(query).fetchone()  # type: ignore[arg-type]  # a constant of this file
    assert row is not None
    return row[0]


def keep(url: str, answer: int) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (answer int)")
        connection.execute("INSERT INTO kept VALUES (%s)", [answer])


def ended(pid: int, *, seconds: float = 10) -> bool:
    """Whether the process ends within `seconds`; a zombie that nobody has buried has ended."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][:1]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


class TestStart:
    def test_makes_a_database_with_an_owner_and_a_role_that_owns_nothing(self, new: Path) -> None:
        with EmbeddedPostgres(new) as server:
            assert str(one(server.owner_url, "SHOW server_version")).startswith("18.")
            assert one(server.owner_url, "SHOW fsync") == "on"
            assert one(server.owner_url, "SHOW synchronous_commit") == "on"
            assert one(server.owner_url, "SHOW server_encoding") == "UTF8"
            owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'entrepot'"
            assert one(server.owner_url, owner) == "entrepot_owner"
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                one(server.app_url, "CREATE TABLE mine (id int)")

    def test_keeps_its_data(self, folder: Path) -> None:
        with EmbeddedPostgres(folder) as server:
            keep(server.owner_url, 42)
        with EmbeddedPostgres(folder) as server:
            assert one(server.owner_url, "SELECT answer FROM kept") == 42

    def test_keeps_its_passwords_to_its_owner_and_asks_for_them(self, folder: Path) -> None:
        with EmbeddedPostgres(folder) as server:
            for name in ("postgres.json", "postgres.running.json"):
                assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
            assert stat.S_IMODE(server.cluster.stat().st_mode) == 0o700
            without = server.owner_url.replace(":" + server.owner_url.split(":")[2].split("@")[0], "", 1)
            with pytest.raises(psycopg.OperationalError, match="no password supplied"):
                psycopg.connect(without)

    def test_refuses_a_folder_that_is_in_use_and_names_who_uses_it(self, folder: Path) -> None:
        with EmbeddedPostgres(folder) as server:
            with pytest.raises(DatabaseInUse) as refusal:
                EmbeddedPostgres(folder).start()
            assert str(refusal.value) == (
                f"The data folder {folder} is in use by process {os.getpid()}:"
                " stop that first, or choose another folder with ENTREPOT_DATA."
            )
            assert one(server.owner_url, "SELECT 1") == 1

    def test_tells_others_where_it_runs(self, folder: Path) -> None:
        assert running(folder) is None
        with EmbeddedPostgres(folder) as server:
            found = running(folder)
            assert found is not None
            assert (found.owner, found.app) == (server.owner_url, server.app_url)
        assert running(folder) is None

    def test_refuses_a_database_without_its_passwords(self, folder: Path) -> None:
        with EmbeddedPostgres(folder):
            pass
        (folder / "postgres.json").unlink()
        with pytest.raises(DatabaseDamaged, match="restore them from a backup"):
            EmbeddedPostgres(folder).start()

    def test_refuses_the_folder_of_another_version(self, folder: Path) -> None:
        with EmbeddedPostgres(folder) as server:
            cluster = server.cluster
        (cluster / "PG_VERSION").write_text("16\n")
        with pytest.raises(DatabaseDamaged, match="was made by PostgreSQL 16; this program brings 18"):
            EmbeddedPostgres(folder).start()

    def test_keeps_what_earlier_starts_said(self, folder: Path) -> None:
        for _ in range(2):
            with EmbeddedPostgres(folder):
                pass
        assert (folder / "log" / "postgres-start.log").exists()
        assert (folder / "log" / "postgres-start.1.log").exists()


class TestStop:
    def test_leaves_no_process_and_no_socket(self, folder: Path) -> None:
        server = EmbeddedPostgres(folder)
        server.start()
        pid, socket_folder = server.pid, server._socket_folder
        assert _servers_in(server.cluster)
        server.stop()
        assert ended(pid)
        assert _servers_in(server.cluster) == []
        assert socket_folder is not None and not socket_folder.exists()

    def test_ends_the_transactions_of_others(self, folder: Path) -> None:
        server = EmbeddedPostgres(folder)
        server.start()
        guest = psycopg.connect(server.owner_url)
        guest.execute("SELECT 1")
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < 10
        with pytest.raises(psycopg.OperationalError):
            guest.execute("SELECT 1")


@pytest.mark.faults
class TestCrash:
    def test_recovers_what_was_committed(self, folder: Path) -> None:
        server = EmbeddedPostgres(folder)
        server.start()
        keep(server.owner_url, 7)
        os.kill(server.pid, signal.SIGKILL)
        server._lock.give_back()  # as the kernel does for a keeper that died
        with EmbeddedPostgres(folder) as again:
            assert one(again.owner_url, "SELECT answer FROM kept") == 7
        server.stop()

    def test_is_not_misled_by_a_stale_pid_that_is_another_program_now(self, folder: Path) -> None:
        with EmbeddedPostgres(folder) as server:
            cluster = server.cluster
        stranger = subprocess.Popen(["sleep", "60"])
        try:
            (cluster / "postmaster.pid").write_text(f"{stranger.pid}\n{cluster}\n1\n5432\n/tmp\n\n\nready\n")
            with EmbeddedPostgres(folder) as again:
                assert one(again.owner_url, "SELECT 1") == 1
            assert stranger.poll() is None
        finally:
            stranger.kill()
            stranger.wait()

    def test_an_initdb_cut_short_leaves_nothing_that_looks_like_a_database(self, new: Path) -> None:
        new.mkdir(mode=0o711)
        (new / "postgres.new").mkdir()
        (new / "postgres.new" / "PG_VERSION").write_text("18\n")
        with EmbeddedPostgres(new) as server:
            assert one(server.owner_url, "SELECT 1") == 1
        assert not (new / "postgres.new").exists()

    @on_linux
    def test_ends_when_the_process_that_started_it_is_killed(self, folder: Path) -> None:
        code = (
            "import sys, time; from entrepot.embedded import EmbeddedPostgres\n"
            "server = EmbeddedPostgres(sys.argv[1]); server.start(); print(server.pid, flush=True); time.sleep(60)"
        )
        keeper = subprocess.Popen(
            [sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE, text=True
        )
        assert keeper.stdout is not None
        pid = int(keeper.stdout.readline())
        keeper.kill()
        keeper.wait()
        assert ended(pid)
        with EmbeddedPostgres(folder) as server:
            assert one(server.owner_url, "SELECT 1") == 1


class TestAccount:
    @as_root
    def test_root_hands_the_server_to_an_account_without_rights(self, new: Path) -> None:
        with EmbeddedPostgres(new) as server:
            assert server.account is not None
            assert os.stat(f"/proc/{server.pid}").st_uid == server.account.uid != 0
            assert server.cluster.stat().st_uid == server.account.uid

    @as_root
    def test_root_opens_no_folder_and_says_where_the_database_went(self, new: Path) -> None:
        private = new.parent / "private"
        private.mkdir(mode=0o700)
        said: list[str] = []
        server = EmbeddedPostgres(private / "data", tell=said.append)
        try:
            with server:
                assert one(server.owner_url, "SELECT 1") == 1
            assert server.cluster.parent == Path("/var/lib/entrepot")
            assert f"the database lives in {server.cluster}" in said[-1]
            assert stat.S_IMODE(private.stat().st_mode) == 0o700
            assert stat.S_IMODE(new.parent.stat().st_mode) == 0o755
            cluster = server.cluster
            with EmbeddedPostgres(private / "data") as again:
                assert again.cluster == cluster
        finally:
            subprocess.run(["rm", "-rf", str(server.cluster)], check=True)

    @as_root
    def test_an_ordinary_user_runs_it_as_himself(self, new: Path) -> None:
        nobody = account.choose(candidates=["nobody"])
        assert nobody is not None
        if not nobody.can(sys.executable, "-c", "import entrepot.embedded"):
            pytest.skip("this Python is closed to other users")
        new.mkdir()
        os.chown(new, nobody.uid, nobody.gid)
        code = (
            "import os, sys; from entrepot.embedded import EmbeddedPostgres\n"
            "with EmbeddedPostgres(sys.argv[1]) as s: print(s.account, os.stat(f'/proc/{s.pid}').st_uid)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(new)],
            capture_output=True,
            text=True,
            cwd="/",
            **nobody.as_popen(),
        )
        assert (done.stdout, done.stderr) == (f"None {nobody.uid}\n", "")
