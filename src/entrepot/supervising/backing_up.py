"""A marketplace as it is at one moment, running or not, in one file: its database, its pictures, and, if asked for, its keys."""

import hashlib
import json
import secrets
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

import entrepot
from entrepot.embedded import dumping
from entrepot.embedded.records import read_credentials
from entrepot.kit import clock
from entrepot.supervising.archives import CHUNK, Writing, chunks
from entrepot.supervising.database import database
from entrepot.supervising.surroundings import Surroundings

DATABASE, KEYS, PICTURES = "database.dump", "keys.json", "media/"
KEY_NAMES = ("ENTREPOT_FIELD_KEYS", "ENTREPOT_SECRET_KEY")
_MEBIBYTE = 1024 * 1024

type Tell = Callable[[str], None]


class CannotBackUp(Exception):
    """There is nothing to back up, or no place for it; the message says which, as a sentence."""


def back_up(surroundings: Surroundings, path: Path, *, with_keys: bool, tell: Tell) -> dict[str, Any]:
    """Write the backup and answer what is in it. The marketplace sells on meanwhile: everything is of one snapshot.

    Raises CannotBackUp, DumpFailed, DatabaseUnavailable; then there is no file under that name.
    """
    if path.exists():
        raise CannotBackUp(f"{path} is there already: choose another name, a backup replaces nothing.")
    if not path.parent.is_dir():
        raise CannotBackUp(f"{path.parent} is not a folder.")
    if not surroundings["DATABASE_URL"] and read_credentials(surroundings.data_folder) is None:
        raise CannotBackUp(f"There is nothing to back up: {surroundings.data_folder} holds no marketplace.")
    surroundings.keep_secrets()
    with database(surroundings, tell=tell, share=True) as found, Writing(path) as writing:
        with closing(psycopg.connect(found.owner_url)) as connection:
            facts = _of_one_moment(connection, found.owner_url, writing, tell=tell)
        # After the database: what it speaks of was there before, and a picture's file never changes.
        facts["pictures"] = _add_pictures(surroundings.data_folder / "media", writing, tell=tell)
        if with_keys:
            kept = {name: surroundings[name] for name in KEY_NAMES}
            writing.add(KEYS, [json.dumps(kept).encode()])
        facts["keys"] = marks({name: surroundings[name] for name in KEY_NAMES})
        writing.finish(facts)
    return facts | {"has_keys": with_keys}


def _of_one_moment(
    connection: "psycopg.Connection[Any]", url: str, writing: Writing, *, tell: Tell
) -> dict[str, Any]:
    """Dump the database and count its rows, both in the same snapshot."""
    connection.isolation_level, connection.read_only = psycopg.IsolationLevel.REPEATABLE_READ, True
    row = connection.execute(
        "SELECT pg_export_snapshot(), to_regclass('django_migrations') IS NOT NULL"
    ).fetchone()
    assert row is not None
    snapshot, is_there = row
    if not is_there:
        raise CannotBackUp("There is nothing to back up: no marketplace was ever started on this database.")
    began = clock.now()
    rows = counts(connection)
    migrations = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
    progress = _Progress(f"of {len(rows)} tables", tell)
    with dumping.dumped(url, snapshot=snapshot, tell_table=progress.step) as stream:
        writing.add(DATABASE, chunks(stream), tell=progress.add)
    progress.end("The database is in it")
    return {
        "version": entrepot.__version__,
        "of": began.isoformat(),
        "migrations": [name for (name,) in migrations],
        "rows": rows,
    }


def counts(connection: "psycopg.Connection[Any]") -> dict[str, int]:
    """How many rows each table has, as this transaction sees them."""
    names = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    ).fetchall()
    result = {}
    for (name,) in names:
        row = connection.execute(
            sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(name))
        ).fetchone()
        result[name] = int(row[0]) if row else 0
    return result


def marks(keys: dict[str, str]) -> dict[str, list[str]]:
    """What a key is recognised by, without telling it: each of a list of keys by itself, with salt and slowly."""
    return {
        name: [_mark(key, secrets.token_hex(8)) for key in keys[name].split(",")] for name in sorted(keys)
    }


def fits(mark: str, key: str) -> bool:
    """Whether a mark is of this key."""
    return _mark(key, mark.partition(":")[0]) == mark


def _mark(key: str, salt: str) -> str:
    digest = hashlib.scrypt(key.encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=1, dklen=8)
    return f"{salt}:{digest.hex()}"


def _add_pictures(folder: Path, writing: Writing, *, tell: Tell) -> int:
    paths = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    progress = _Progress(f"of {len(paths)} pictures", tell)
    added = 0
    for path in paths:
        try:
            with path.open("rb") as file:
                writing.add(PICTURES + path.relative_to(folder).as_posix(), chunks(file), tell=progress.add)
        except FileNotFoundError:  # taken away meanwhile
            continue
        added += 1
        progress.step()
    progress.end("The pictures are in it")
    return added


class _Progress:
    """Says how far it is, each time another 64 megabytes are done."""

    def __init__(self, whole: str, tell: Tell) -> None:
        self._whole, self._tell = whole, tell
        self._steps = self._bytes = self._said = 0

    def step(self) -> None:
        self._steps += 1

    def add(self, count: int) -> None:
        self._bytes += count
        if self._bytes - self._said >= 64 * CHUNK:
            self._said = self._bytes
            self._tell(f"{self._steps} {self._whole}, {self._bytes / _MEBIBYTE:,.0f} MB")

    def end(self, sentence: str) -> None:
        self._tell(f"{sentence}: {self._steps} {self._whole}, {self._bytes / _MEBIBYTE:,.1f} MB.")
