"""The index as this process reads it: opened once, memory-mapped, shared by its threads, renewed when somebody commits.

One whose files turn out to be damaged is condemned: nobody opens it again, and the writer builds another from the database.
"""

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tantivy

from entrepot.search import folders, words
from entrepot.search.schema import CHARACTERS

log = logging.getLogger(__name__)

#: How long a commit may go unseen.
FRESH_SECONDS = 0.5
#: What fails in an index younger than this is taken for a mistake of ours: building it again would not help, but go on for ever.
YOUNG_SECONDS = 60.0


class IndexDamaged(Exception):
    """What was read of the index cannot be right."""


@dataclass(slots=True)
class _Open:
    folder: Path
    index: tantivy.Index
    stamp: tuple[int, int]


_lock = threading.Lock()
_open: _Open | None = None
_looked_at = 0.0


@dataclass(frozen=True, slots=True)
class View:
    """The index as of one commit."""

    searcher: tantivy.Searcher
    schema: tantivy.Schema
    folder: Path

    def has_characters(self, chars: Sequence[str]) -> bool:
        """Whether the titles or labels of any product have these Chinese characters, one after the other."""
        if not chars:
            return False
        pairs = [
            (
                tantivy.Occur.Must,
                tantivy.Query.term_query(self.schema, CHARACTERS, each, index_option="basic"),
            )
            for each in words.paired(chars)
        ]
        return bool(self.searcher.search(tantivy.Query.boolean_query(pairs), limit=1, count=False).hits)


def view() -> View | None:
    """The index as of its last commit, or nearly; None while there is no index to read."""
    global _looked_at
    now = time.monotonic()
    if now - _looked_at >= FRESH_SECONDS:
        with _lock:
            if now - _looked_at >= FRESH_SECONDS:
                _renew()
                _looked_at = time.monotonic()
    held = _open
    return View(held.index.searcher(), held.index.schema, held.folder) if held else None


@contextmanager
def watched(view: View) -> Iterator[None]:
    """Read the view in this block. Raises IndexDamaged, once for all processes, if its files turn out to be damaged."""
    try:
        yield
    except BaseException as error:
        if not _is_of_damage(error) or folders.age_seconds(view.folder) < YOUNG_SECONDS:
            raise
        log.exception(
            "The search index in %s is damaged; names are searched until another is built", view.folder
        )
        folders.condemn(view.folder)
        forget()
        raise IndexDamaged from error


def _is_of_damage(error: BaseException) -> bool:
    """The library raises ValueError for what it finds damaged, and panics where it trusted a number that is."""
    return isinstance(error, ValueError) or type(error).__name__ == "PanicException"


def forget() -> None:
    """Hold nothing open, and look anew on the next use."""
    global _looked_at, _open
    with _lock:
        _open = None
        _looked_at = 0.0


def _renew() -> None:
    """Open what is in force, or take in what was committed to it. What cannot be read leaves the view as it was."""
    global _open
    folder = folders.current()
    if folder is None:
        return
    try:
        stamp = _stamp(folder)
        if _open is None or _open.folder != folder:
            index = tantivy.Index.open(str(folder))
            index.config_reader("manual")
            _open = _Open(folder, index, stamp)
        elif _open.stamp != stamp:
            _open.index.reload()
            _open.stamp = stamp
    except OSError:
        log.exception("The search index in %s cannot be read", folder)
    except ValueError:
        log.exception("The search index in %s is damaged; another is built", folder)
        folders.condemn(folder)
        _open = None


def _stamp(folder: Path) -> tuple[int, int]:
    """What tells one commit from the next: each replaces the file that lists the segments."""
    status = (folder / "meta.json").stat()
    return status.st_mtime_ns, status.st_ino
