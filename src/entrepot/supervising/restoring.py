"""Putting a backup into an empty data folder and an empty database: all of it, or nothing.

Everything that can be wrong with the file is found before anything is changed. The pictures are laid beside their place, the
database comes in one transaction, and only then do the pictures go where they belong.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from entrepot.embedded import dumping
from entrepot.embedded.records import write_private
from entrepot.supervising import notes, starting
from entrepot.supervising.archives import Reading
from entrepot.supervising.backing_up import DATABASE, KEY_NAMES, KEYS, PICTURES, Tell, counts, fits
from entrepot.supervising.database import Database, database
from entrepot.supervising.preparing import migrations
from entrepot.supervising.surroundings import Surroundings

_MEBIBYTE = 1024 * 1024


class CannotRestore(Exception):
    """The backup cannot be restored here; the message says why, as a sentence. Nothing was changed."""


def restore(surroundings: Surroundings, path: Path, *, without_keys: bool, tell: Tell) -> dict[str, Any]:
    """Restore `path` and answer what was in it. Raises Unusable, CannotRestore, DatabaseUnavailable."""
    reading = Reading(path)
    try:
        _check(reading, tell=tell)
        _refuse_a_folder_in_use(surroundings.data_folder)
        keys = _keys(surroundings, reading, without_keys=without_keys)
        with database(surroundings, tell=tell) as found:
            _refuse_a_database_in_use(found)
            with _pictures(surroundings.data_folder, reading, tell=tell):
                _load(found, reading, tell=tell)
            if keys:
                write_private(surroundings.data_folder / "secrets.json", json.dumps(keys, indent=1) + "\n")
            surroundings.keep_secrets()
            _settle(surroundings, found, tell=tell)
    finally:
        reading.close()
    return reading.facts


def _check(reading: Reading, *, tell: Tell) -> None:
    """That the file is whole, and of this version or an older one."""
    size, done, said = reading.size, 0, 0

    def progress(count: int) -> None:
        nonlocal done, said
        done += count
        if done - said >= 256 * _MEBIBYTE:
            said = done
            tell(f"Checked {done / _MEBIBYTE:,.0f} of {size / _MEBIBYTE:,.0f} MB")

    reading.check(tell=progress)
    tell(
        f"The file is whole: {size / _MEBIBYTE:,.1f} MB, of {reading.facts['of']}, version {reading.facts['version']}."
    )
    ours = {name.partition(".")[0] for name in migrations()}
    made = {name for name in reading.facts["migrations"] if name.partition(".")[0] in ours}
    if unknown := sorted(made - migrations()):
        raise CannotRestore(
            f"This backup was made by a newer version ({reading.facts['version']}): this one does not know {unknown[0]}."
        )


def _refuse_a_folder_in_use(folder: Path) -> None:
    media = folder / "media"
    if media.is_dir() and any(media.iterdir()):
        raise CannotRestore(f"{media} holds pictures: a backup is restored into an empty data folder only.")


def _refuse_a_database_in_use(found: Database) -> None:
    with psycopg.connect(found.owner_url) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    if row and row[0]:
        raise CannotRestore(
            f"There is something in the database already ({row[0]} tables in {found.description}):"
            " a backup is restored into an empty one only."
        )


def _keys(surroundings: Surroundings, reading: Reading, *, without_keys: bool) -> dict[str, str]:
    """The keys to be kept in the data folder, out of the backup; empty where those of the surroundings fit."""
    present = surroundings.kept_secrets()
    missing = [
        name
        for name in KEY_NAMES
        if not all(
            any(fits(mark, key) for key in present[name].split(",")) for mark in reading.facts["keys"][name]
        )
    ]
    if not missing or without_keys:
        return {}
    if KEYS not in reading.members:
        raise CannotRestore(
            f"This backup was made with other keys ({', '.join(missing)}) and does not hold them: give them by the environment,"
            " or lay the old secrets.json into the data folder. With --without-keys it is restored all the same, and"
            " nobody can ever read the names and addresses in it."
        )
    if given := [name for name in missing if present[name]]:
        raise CannotRestore(
            f"The keys of this backup are not those that are set here ({', '.join(given)}):"
            " unset them, and those of the backup are used."
        )
    kept = json.loads(b"".join(reading.parts(KEYS)))
    return {"secret_key": kept["ENTREPOT_SECRET_KEY"], "field_keys": kept["ENTREPOT_FIELD_KEYS"]}


@contextmanager
def _pictures(folder: Path, reading: Reading, *, tell: Tell) -> Iterator[None]:
    """Lay the pictures beside their place, and put them there when the block has ended well."""
    beside = folder / "media.restoring"
    shutil.rmtree(beside, ignore_errors=True)
    names = [name for name in reading.members if name.startswith(PICTURES)]
    try:
        for name in names:
            target = (beside / name.removeprefix(PICTURES)).resolve()
            if not target.is_relative_to(beside.resolve()):
                raise CannotRestore(f"The backup names a file outside of the pictures' folder: {name}.")
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                for part in reading.parts(name):
                    file.write(part)
        tell(f"{len(names)} pictures are laid out.")
        yield
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    if names:
        media = folder / "media"
        if media.is_dir():
            media.rmdir()  # it is empty, or we would not be here
        beside.rename(media)


def _load(found: Database, reading: Reading, *, tell: Tell) -> None:
    """The database, in one transaction; its rows are counted."""
    tell("The database is being restored.")
    try:
        dumping.load(found.owner_url, reading.parts(DATABASE))
    except dumping.DumpFailed as why:
        raise CannotRestore(f"The database could not be restored, and is empty as before. {why}") from None
    with psycopg.connect(found.owner_url, autocommit=True) as connection:
        there = counts(connection)
        connection.execute("ANALYZE")
    if there != reading.facts["rows"]:
        wrong = {
            name
            for name in there.keys() | reading.facts["rows"].keys()
            if there.get(name) != reading.facts["rows"].get(name)
        }
        raise CannotRestore(
            "The database was restored, but not as it was: these tables have another number of rows:"
            f" {', '.join(sorted(wrong))}. Do not use it."
        )
    tell(
        f"The database is there: {sum(there.values()):,} rows in {len(there)} tables, as many as in the backup."
    )


def _settle(surroundings: Surroundings, found: Database, *, tell: Tell) -> None:
    """Bring it up to this version and give the roles their rights: a dump carries neither."""
    notes.write(found.owner_url, prepared="")
    starting.prepare(surroundings, found, tell=tell)
