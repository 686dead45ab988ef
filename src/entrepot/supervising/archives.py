"""The file of a backup: a zip whose last member is a list of all others, with the length and SHA-256 of each.

Any tool can look into it. It is written and read as streams, and under its own name only when it is whole.
"""

import contextlib
import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from entrepot.kit import clock

MARK = b"entrepot backup 1"
LIST = "backup.json"
CHUNK = 1024 * 1024


class Unusable(Exception):
    """This file is no backup that can be restored; the message says why, as a sentence."""


def chunks(file: Any) -> Iterator[bytes]:
    """What is left in a file, in pieces."""
    while piece := file.read(CHUNK):
        yield piece


class Writing:
    """A backup being written beside its final name; leaving the block by an error leaves nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fresh = path.with_name(f".{path.name}.{os.getpid()}.partial")
        self._members: dict[str, dict[str, Any]] = {}

    def __enter__(self) -> Self:
        handle = os.open(self._fresh, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        self._file = os.fdopen(handle, "w+b")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_STORED)
        self._zip.comment = MARK
        return self

    def add(
        self, name: str, parts: Iterable[bytes], *, tell: Callable[[int], None] = lambda count: None
    ) -> None:
        """Add one member from a stream; `tell` hears of the bytes written, piece by piece."""
        digest, size = hashlib.sha256(), 0
        entry = zipfile.ZipInfo(name, date_time=clock.now().timetuple()[:6])
        entry.external_attr = 0o600 << 16
        with self._zip.open(entry, "w", force_zip64=True) as member:
            for part in parts:
                member.write(part)
                digest.update(part)
                size += len(part)
                tell(len(part))
        self._members[name] = {"bytes": size, "sha256": digest.hexdigest()}

    def finish(self, facts: dict[str, Any]) -> None:
        """Write the list, with what is to be known of the backup, and give the file its name."""
        listed = json.dumps(facts | {"members": self._members}, ensure_ascii=False, sort_keys=True, indent=1)
        self._zip.writestr(LIST, listed)
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        try:
            os.link(
                self._fresh, self.path
            )  # unlike a renaming, this never replaces a file that came meanwhile
        except FileExistsError:
            raise
        except OSError:  # a disk without links, such as those of cameras and sticks
            self._fresh.rename(self.path)

    def __exit__(
        self, kind: type[BaseException] | None, why: BaseException | None, where: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._zip.close()
        with contextlib.suppress(OSError):
            self._file.close()
        self._fresh.unlink(missing_ok=True)


class Reading:
    """A backup to be read. Raises Unusable where it cannot be."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except FileNotFoundError:
            raise Unusable(f"{path} is not there.") from None
        except (zipfile.BadZipFile, OSError):
            raise Unusable(f"{path} is not a backup of Entrepôt, or its end is missing.") from None
        if self._zip.comment != MARK or LIST not in self._zip.namelist():
            raise Unusable(f"{path} is not a backup of Entrepôt of a kind that this version knows.")
        try:
            self.facts: dict[str, Any] = json.loads(self._zip.read(LIST))
            self.members: dict[str, dict[str, Any]] = self.facts["members"]
        except (zipfile.BadZipFile, ValueError, KeyError, TypeError):
            raise self._damaged() from None

    @property
    def size(self) -> int:
        """The bytes of all members."""
        return sum(int(member["bytes"]) for member in self.members.values())

    def check(self, *, tell: Callable[[int], None]) -> None:
        """Read everything once and compare it with the list, before anything is changed by it."""
        if sorted(self._zip.namelist()) != sorted([*self.members, LIST]):
            raise self._damaged()
        for name, listed in self.members.items():
            digest, size = hashlib.sha256(), 0
            for part in self.parts(name):
                digest.update(part)
                size += len(part)
                tell(len(part))
            if (size, digest.hexdigest()) != (listed["bytes"], listed["sha256"]):
                raise self._damaged()

    def parts(self, name: str) -> Iterator[bytes]:
        """One member, in pieces."""
        try:
            with self._zip.open(name) as member:
                yield from chunks(member)
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError):
            raise self._damaged() from None

    def close(self) -> None:
        """Give the file back."""
        self._zip.close()

    def _damaged(self) -> Unusable:
        return Unusable(
            f"{self.path} is damaged: its checksum does not fit what is in it. Nothing was changed."
        )
