"""A backup of a database in use is restored elsewhere as it was, or not at all."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from entrepot.search import first_rows
from entrepot.supervising.archives import Writing
from entrepot.supervising.backing_up import CannotBackUp, back_up, counts, marks
from entrepot.supervising.restoring import CannotRestore, restore
from entrepot.supervising.surroundings import Surroundings
from tests.payments.conftest import shop  # noqa: F401  # the same market
from tests.payments.story import buy

KEYS = {"ENTREPOT_SECRET_KEY": "s" * 40, "ENTREPOT_FIELD_KEYS": "f" * 40 + "," + "g" * 40}


def url(name: str) -> str:
    params = connection.get_connection_params()
    user, password = params.get("user", ""), quote(params.get("password", ""), safe="")
    place = f"host={quote(params['host'], safe='')}&port={params.get('port', 5432)}"
    return f"postgresql://{user}:{password}@/{name}?{place}"


def surroundings(folder: Path, database: str, **keys: str) -> Surroundings:
    return Surroundings({"ENTREPOT_DATA": str(folder), "DATABASE_URL": url(database)} | keys)


def silent(sentence: str) -> None:
    pass


@pytest.fixture
def empty(transactional_db: None) -> Iterator[str]:
    """The name of an empty database on the same server."""
    name = f"restored_{os.getpid()}"
    with psycopg.connect(url("postgres"), autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        yield name
        # Without FORCE, which may not end the server's own vacuum; a plain DROP asks that to leave, and waits for it.
        admin.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def rows(name: str) -> dict[str, int]:
    with psycopg.connect(url(name)) as found:
        return counts(found)


def made(path: Path, **facts: Any) -> Path:
    """A backup of nothing, with these facts."""
    with Writing(path) as writing:
        writing.add("database.dump", [b"nothing"])
        writing.finish(
            {"version": "9", "of": "now", "migrations": [], "rows": {}, "keys": marks(KEYS)} | facts
        )
    return path


class TestBackUp:
    def test_is_restored_elsewhere_as_it_was(
        self,
        shop: SimpleNamespace,  # noqa: F811  # the fixture
        empty: str,
        tmp_path: Path,
    ) -> None:
        first_rows.load()  # as it was prepared: a restored marketplace is, too
        for _ in range(3):
            buy(shop, "tok_ok", 1)
        here, there = tmp_path / "here", tmp_path / "there"
        (here / "media" / "ab").mkdir(parents=True)
        (here / "media" / "ab" / "honey.avif").write_bytes(b"a picture")
        name = connection.settings_dict["NAME"]
        facts = back_up(surroundings(here, name, **KEYS), tmp_path / "file", with_keys=True, tell=silent)
        assert facts["rows"] == rows(name) and facts["rows"]["trade_purchase"] == 3
        buy(shop, "tok_ok", 1)  # after the moment of the backup
        restore(surroundings(there, empty), tmp_path / "file", without_keys=False, tell=silent)
        assert rows(empty) == facts["rows"]
        assert (there / "media" / "ab" / "honey.avif").read_bytes() == b"a picture"
        kept = surroundings(there, empty)
        kept.keep_secrets()
        assert {key: kept[key] for key in KEYS} == KEYS
        done = subprocess.run(
            [sys.executable, "-m", "entrepot.cli", "audit", "--json"],
            env=kept.environ(PYTHONPATH="src"),
            capture_output=True,
            text=True,
        )
        assert json.loads(done.stdout)["ok"] is True
        with pytest.raises(CannotRestore, match="holds pictures"):
            restore(kept, tmp_path / "file", without_keys=False, tell=silent)

    def test_replaces_no_file(self, transactional_db: None, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("mine")
        with pytest.raises(CannotBackUp, match="is there already"):
            back_up(surroundings(tmp_path, "postgres"), tmp_path / "file", with_keys=False, tell=silent)
        assert (tmp_path / "file").read_text() == "mine"

    def test_finds_nothing_where_no_marketplace_is(self, empty: str, tmp_path: Path) -> None:
        with pytest.raises(CannotBackUp, match="There is nothing to back up"):
            back_up(surroundings(tmp_path, empty), tmp_path / "file", with_keys=False, tell=silent)
        with pytest.raises(CannotBackUp, match="holds no marketplace"):
            nowhere = Surroundings({"ENTREPOT_DATA": str(tmp_path / "nowhere")})
            back_up(nowhere, tmp_path / "file", with_keys=False, tell=silent)
        assert not (tmp_path / "file").exists() and not (tmp_path / "nowhere").exists()


class TestRestore:
    def test_refuses_a_database_in_use(self, transactional_db: None, tmp_path: Path) -> None:
        name = connection.settings_dict["NAME"]
        before = rows(name)
        with pytest.raises(CannotRestore, match="There is something in the database already"):
            restore(
                surroundings(tmp_path / "d", name, **KEYS),
                made(tmp_path / "file"),
                without_keys=False,
                tell=silent,
            )
        assert rows(name) == before

    def test_refuses_without_the_keys_it_was_made_with(self, tmp_path: Path) -> None:
        other = KEYS | {"ENTREPOT_FIELD_KEYS": "g" * 40}
        for keys in ({}, other):
            with pytest.raises(CannotRestore, match=r"made with other keys \(ENTREPOT_FIELD_KEYS"):
                restore(
                    Surroundings({"ENTREPOT_DATA": str(tmp_path / "d")} | keys),
                    made(tmp_path / f"file{len(keys)}"),
                    without_keys=False,
                    tell=silent,
                )
        assert not (tmp_path / "d").exists()

    def test_refuses_what_a_newer_version_made(self, tmp_path: Path) -> None:
        path = made(tmp_path / "file", migrations=["auth.0999_theirs", "trade.0999_of_tomorrow"])
        with pytest.raises(CannotRestore, match=r"newer version \(9\).*trade.0999_of_tomorrow"):
            restore(
                Surroundings({"ENTREPOT_DATA": str(tmp_path / "d")} | KEYS),
                path,
                without_keys=False,
                tell=silent,
            )
        assert not (tmp_path / "d").exists()

    def test_leaves_nothing_when_the_database_does_not_take_it(self, empty: str, tmp_path: Path) -> None:
        there = surroundings(tmp_path / "there", empty, **KEYS)
        with pytest.raises(CannotRestore, match="could not be restored, and is empty as before"):
            restore(there, made(tmp_path / "file"), without_keys=False, tell=silent)
        assert rows(empty) == {}
        assert not (tmp_path / "there" / "media").exists()
