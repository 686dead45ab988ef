"""A database that ended is started again, and again while what ended it lasts."""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from entrepot.embedded import EmbeddedPostgres
from entrepot.supervising import reviving
from entrepot.supervising.database import Database
from entrepot.supervising.reviving import Reviving

pytestmark = pytest.mark.faults


@pytest.fixture
def server() -> Iterator[EmbeddedPostgres]:
    folder = Path("/tmp") / f"entrepot-reviving-{os.getpid()}-{time.monotonic_ns()}"
    server = EmbeddedPostgres(folder, for_tests=True)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder)


class TestTurn:
    def test_goes_on_while_the_database_cannot_start(
        self, server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reviving, "_PAUSE_SECONDS", 0)
        said: list[str] = []
        keeper = Reviving(Database(server.owner_url, server.app_url, "", server), tell=said.append)
        keeper.turn()
        assert said == []
        os.kill(server.pid, signal.SIGKILL)
        while server.alive():
            time.sleep(0.01)
        control, away = server.cluster / "global", server.cluster / "away"
        control.rename(away)
        keeper.turn()
        keeper.turn()
        assert not server.alive()
        away.rename(control)
        keeper.turn()
        with psycopg.connect(server.owner_url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert (said[0], said[-1], len(said)) == (
            "PostgreSQL ended; it starts again.",
            "PostgreSQL is up again.",
            3,
        )
        assert said[1].startswith("PostgreSQL does not start again, which is tried until it does.")
