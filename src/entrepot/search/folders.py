"""Where the index lies: `search/v<version>-<id>/` in the data folder, and `search/CURRENT`, which names the one in force.

A pointer is replaced, never written over, so that a reader sees the one name or the other.
"""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from entrepot.kit import clock
from entrepot.kit.ids import begun_at, new_id

#: The shape of what is kept (schema.py, and words.py and sounds.py: how texts are cut). An index of another one is not opened.
VERSION = 6
#: A file that says that the others are not to be trusted.
_DAMAGED = "DAMAGED"


def root() -> Path:
    """The folder of all of it."""
    return Path(settings.DATA) / "search"


def current() -> Path | None:
    """The index in force, if there is one of this version."""
    try:
        name = (root() / "CURRENT").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    folder = root() / name
    is_whole = (folder / "meta.json").exists() and not (folder / _DAMAGED).exists()
    return folder if name.startswith(f"v{VERSION}-") and is_whole else None


def condemn(folder: Path) -> None:
    """Have nobody open this index again: its files are damaged, and the writer builds another."""
    with contextlib.suppress(OSError):  # it is being replaced already, or the disk takes nothing
        (folder / _DAMAGED).touch()


def age_seconds(folder: Path) -> float:
    """How long ago it was begun, as its name tells."""
    return (clock.now() - begun_at(UUID(folder.name.partition("-")[2]))).total_seconds()


def fresh() -> Path:
    """An empty folder for an index to be built in."""
    folder = root() / f"v{VERSION}-{new_id().hex}"
    folder.mkdir(parents=True)
    return folder


def switch(folder: Path) -> None:
    """Put `folder` in force, then remove every other; who has one of those open keeps what it has mapped."""
    pointer = root() / f"CURRENT.{new_id().hex}"
    pointer.write_text(folder.name + "\n", encoding="ascii")
    os.replace(pointer, root() / "CURRENT")
    for other in root().glob("v*-*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)


@contextlib.contextmanager
def locked(name: str) -> Iterator[bool]:
    """Hold the lock `name` for the block, if nobody else does; the block is told. A process that dies gives it up."""
    root().mkdir(parents=True, exist_ok=True)
    with (root() / f"{name}.lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
