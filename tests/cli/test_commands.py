"""The command `entrepot`, run as a person runs it."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from entrepot.embedded import EmbeddedPostgres, running
from entrepot.embedded.leftovers import _servers_in


def entrepot(*arguments: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "entrepot.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=surroundings(**environ), timeout=120)


def surroundings(**environ: str) -> dict[str, str]:
    """The environment of somebody who has set nothing."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ENTREPOT_", "DATABASE_"))
    }
    return kept | environ


def free_port() -> int:
    with contextlib.closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


class Up:
    """A marketplace that runs for a test."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()

    def __enter__(self) -> "Up":
        self.output = (self.folder.parent / "output").open("w+b")
        command = [
            sys.executable,
            "-m",
            "entrepot.cli",
            "up",
            "--port",
            str(self.port),
            "--data",
            str(self.folder),
        ]
        self.process = subprocess.Popen(
            command,
            stdout=self.output,
            stderr=subprocess.STDOUT,
            env=surroundings(ENTREPOT_WEB_PROCESSES="1"),
        )
        until = time.monotonic() + 90
        while "Entrepôt is open" not in self.said():
            assert self.process.poll() is None and time.monotonic() < until, self.said()
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(60)
        self.output.close()

    def said(self) -> str:
        return (self.folder.parent / "output").read_text(encoding="utf-8")

    def tree(self) -> list[int]:
        """Every process that has to do with this marketplace."""
        found = _servers_in(self.folder / "postgres")
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if entry.name.isdigit() and str(self.folder).encode() in (entry / "environ").read_bytes():
                    found.append(int(entry.name))
        return [pid for pid in set(found) if pid != os.getpid()]

    def gone(self, *, seconds: float = 90) -> bool:
        until = time.monotonic() + seconds
        while self.tree():
            if time.monotonic() > until:
                return False
            time.sleep(0.1)
        return True


def said_by(pid: int) -> bytes:
    """The command of a process; nothing, where it has ended since."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    base = Path("/tmp") / f"entrepot up {os.getpid()}-{time.monotonic_ns()}"
    base.mkdir()
    base.chmod(0o755)
    yield base / "data"
    subprocess.run(["rm", "-rf", str(base)], check=True)


class TestHelp:
    def test_names_every_command_with_its_first_line(self) -> None:
        said = " ".join(entrepot("--help").stdout.split())
        for line in (
            "check Say what is misconfigured",
            "demo Run a marketplace that is full of life",
            "migrate Bring the database up to this version",
            "up Run the marketplace: database, pages and worker",
        ):
            assert line in said

    def test_refuses_a_command_that_does_not_exist(self) -> None:
        done = entrepot("sell")
        assert (done.returncode, "No such command 'sell'" in done.stderr) == (2, True)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are counted in /proc")
class TestUp:
    def test_serves_pages_and_leaves_nothing_running(self, folder: Path) -> None:
        with Up(folder) as up:
            with urllib.request.urlopen(f"http://127.0.0.1:{up.port}/healthz", timeout=10) as answer:
                assert answer.read() == b"ok\n"
            assert f"PostgreSQL 18 in the box, in {folder}/postgres" in " ".join(
                up.said().replace("│", " ").split()
            )
        assert up.process.returncode == 0
        assert up.gone()

    def test_its_web_and_worker_own_nothing(self, folder: Path) -> None:
        with Up(folder):
            found = running(folder)
            assert found is not None
            with psycopg.connect(found.app, autocommit=True) as connection:
                assert connection.execute("SELECT count(*) FROM ledger_transfer").fetchone() == (0,)
                for statement in (
                    "UPDATE ledger_transfer SET amount_minor = 1",
                    "DELETE FROM ledger_transfer",
                    "TRUNCATE ledger_transfer",
                    "ALTER TABLE ledger_transfer DISABLE TRIGGER ALL",
                    "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
                ):
                    with pytest.raises(psycopg.errors.InsufficientPrivilege):
                        connection.execute(statement)

    def test_refuses_a_second_in_the_same_folder_and_serves_commands_beside_it(self, folder: Path) -> None:
        with Up(folder):
            again = entrepot("up", "--port", str(free_port()), "--data", str(folder))
            assert again.returncode == 1
            assert f"The data folder {folder} is in use by process" in again.stderr + again.stdout
            beside = entrepot("migrate", "--json", ENTREPOT_DATA=str(folder))
            assert json.loads(beside.stdout)["changed"] is False

    def test_refuses_a_port_that_is_taken(self, folder: Path) -> None:
        with contextlib.closing(socket.socket()) as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = str(taken.getsockname()[1])
            done = entrepot("up", "--port", port, "--data", str(folder))
        assert done.returncode == 1
        assert done.stderr == (
            f"Port {port} of 127.0.0.1 cannot be used (Address already in use):"
            " choose another with --port or ENTREPOT_PORT.\n"
        )

    @pytest.mark.faults
    def test_survives_its_database_and_its_web_server(self, folder: Path) -> None:
        with Up(folder) as up:
            os.kill(int((folder / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
            assert self.heals(up)
            web = [pid for pid in up.tree() if b"granian" in said_by(pid)]
            os.kill(min(web), signal.SIGKILL)
            time.sleep(0.2)
            assert self.heals(up)

    @pytest.mark.faults
    def test_takes_everything_with_it_when_it_is_killed(self, folder: Path) -> None:
        with Up(folder) as up:
            up.process.kill()
            assert up.gone()

    def heals(self, up: Up, *, seconds: float = 90) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with contextlib.suppress(OSError):
                if urllib.request.urlopen(f"http://127.0.0.1:{up.port}/healthz", timeout=5).status == 200:
                    return True
            time.sleep(0.1)
        return False


class TestCheck:
    def test_says_every_setting_and_its_origin_but_no_secret(self, folder: Path) -> None:
        key = "a-secret-that-must-not-be-told-0123456789"
        done = entrepot("check", "--json", ENTREPOT_DATA=str(folder), ENTREPOT_SECRET_KEY=key)
        answer = json.loads(done.stdout)
        settings = {one["name"]: (one["value"], one["origin"]) for one in answer["settings"]}
        assert settings["ENTREPOT_SECRET_KEY"] == ("(set)", "environment")
        assert settings["ENTREPOT_FIELD_KEYS"] == ("(set)", "data folder")
        assert settings["ENTREPOT_DATA"] == (str(folder), "environment")
        assert answer["database"] == f"PostgreSQL 18 in the box, in {folder}/postgres"
        assert key not in done.stdout + done.stderr
        assert "entrepot_email_url.unset" in [finding["code"] for finding in answer["findings"]]

    def test_fails_for_an_error(self, folder: Path) -> None:
        done = entrepot("check", ENTREPOT_DATA=str(folder), ENTREPOT_URL="nonsense")
        assert done.returncode == 1
        assert "ENTREPOT_URL is not an address of the web: nonsense" in done.stdout


class TestDatabaseUrl:
    def test_is_used_instead_of_the_one_in_the_box(self, folder: Path, tmp_path: Path) -> None:
        with EmbeddedPostgres(folder) as server:
            urls = {"DATABASE_URL": server.owner_url, "DATABASE_APP_URL": server.app_url}
            done = entrepot("migrate", "--json", ENTREPOT_DATA=str(tmp_path / "data"), **urls)
        assert json.loads(done.stdout)["database"] == "PostgreSQL 18 at a socket, entrepot (DATABASE_URL)"
        assert not (tmp_path / "data" / "postgres").exists()

    def test_that_reaches_nothing_is_refused_in_a_sentence_without_the_password(self, tmp_path: Path) -> None:
        url = f"postgresql://owner:hidden@127.0.0.1:{free_port()}/shop"
        done = entrepot("migrate", ENTREPOT_DATA=str(tmp_path), DATABASE_URL=url)
        assert done.returncode == 1
        assert done.stderr.startswith("The database at 127.0.0.1, shop (DATABASE_URL) cannot be reached: ")
        assert "hidden" not in done.stderr and "Traceback" not in done.stderr
