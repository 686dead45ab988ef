"""The one process that writes the index: it takes in what the listeners noted, commits, and only then forgets the notes.

Killed at any point it loses nothing: a note lives until the index in force has it, and writing a product twice is writing it
once. An error that is not the database's ends the process; whoever keeps it up starts it again.
"""

import logging
import signal
import threading
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import tantivy
from django.db import InterfaceError, OperationalError, connections

from entrepot.catalog import indexing
from entrepot.kit import sql
from entrepot.search import folders, rebuilding
from entrepot.search.errors import Rebuilding
from entrepot.search.facts import facts_of
from entrepot.search.schema import documents

log = logging.getLogger(__name__)

BATCH = 500
#: How long a note waits at the most while there is nothing else to do.
PAUSE_SECONDS = 0.25
_HEAP_BYTES = 48_000_000
_LOCK = "writing"

_TAKE = "SELECT product_id, ask_id FROM search_pending WHERE written_into = '' ORDER BY asked_at LIMIT %s"
# A row that is locked is being asked for anew at this moment, so it is not done.
_NOTE = """
UPDATE search_pending SET written_into = %s
 WHERE product_id IN (SELECT pending.product_id FROM search_pending AS pending
                        JOIN unnest(%s::uuid[], %s::uuid[]) AS done (product, ask)
                          ON pending.product_id = done.product AND pending.ask_id = done.ask
                         FOR UPDATE OF pending SKIP LOCKED)
"""
_ASK_AGAIN = "UPDATE search_pending SET written_into = '' WHERE written_into NOT IN ('', %s)"
_FORGET = "DELETE FROM search_pending WHERE written_into = %s"


class Writer:
    """The writing end of the index in force."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._index: tantivy.Index | None = None
        self._writer: tantivy.IndexWriter | None = None
        self._has_written = False

    def turn(self) -> int:
        """Take in one batch of what is noted; how many products that were. Builds the index where there is none."""
        folder = self._open()
        if folder is None:
            return 0
        rows = sql.fetch(_TAKE, [BATCH])
        if rows:
            self._write([product for product, _ in rows])
            sql.run(_NOTE, [folder.name, *sql.arrays_of(rows, 2)])
            self._has_written = True
        if self._has_written and self._is_everywhere(folder):
            sql.run(_FORGET, [folder.name])
            self._has_written = False
        return len(rows)

    def close(self) -> None:
        """End with merges done and the index's lock given up."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
        self._folder = self._index = self._writer = None

    def _open(self) -> Path | None:
        """The index in force, opened for writing; None while somebody else builds the first one."""
        folder = folders.current()
        if folder is not None and folder == self._folder:
            return folder
        self.close()
        if folder is None or not self._take_hold(folder):
            try:
                report = rebuilding.rebuild()
            except Rebuilding:
                return None
            log.info("The search index was built: %d products in %.1f s", report.products, report.seconds)
            folder = folders.current()
            if folder is None or not self._take_hold(folder):
                raise RuntimeError("the search index that was just built cannot be opened")
        sql.run(_ASK_AGAIN, [folder.name])
        self._has_written = True  # by us before, perhaps, when we were ended between noting and forgetting
        return folder

    def _take_hold(self, folder: Path) -> bool:
        """Open an index for writing; False if it cannot be, because its files are damaged."""
        try:
            index = tantivy.Index.open(str(folder))
            self._writer = index.writer(_HEAP_BYTES, 1)
        except (OSError, ValueError):
            log.exception("The search index in %s cannot be opened; another is built", folder)
            return False
        self._folder, self._index = folder, index
        return True

    def _write(self, product_ids: Sequence[UUID]) -> None:
        """Put these products into the index as they are now, or out of it, and commit."""
        assert self._writer is not None and self._index is not None
        for product in product_ids:
            self._writer.delete_documents_by_term("id", str(product))
        for fields in documents(facts_of(indexing.listings(product_ids))):
            try:
                document = tantivy.Document.from_dict(fields, self._index.schema)
            except ValueError:
                log.exception("Product %s has a value that the index cannot take", fields["id"])
            else:
                self._writer.add_document(document)
        self._writer.commit()

    def _is_everywhere(self, folder: Path) -> bool:
        """Whether what we wrote is in every index that will be read.

        While another is built aside it may have been read from the database before the change. The lock is looked at before
        the pointer: a build that ended between the two has moved the pointer, and one that begins after reads the change.
        """
        with folders.locked(rebuilding.LOCK) as nobody_builds:
            return nobody_builds and folders.current() == folder


def run() -> None:
    """Write until SIGTERM or SIGINT. A second writer waits until the first has gone."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        with folders.locked(_LOCK) as is_ours:
            if is_ours:
                _write_until(stop)
        stop.wait(PAUSE_SECONDS)


def _write_until(stop: threading.Event) -> None:
    writer = Writer()
    try:
        while not stop.is_set():
            try:
                if writer.turn() == BATCH:
                    continue
            except (OperationalError, InterfaceError):
                log.exception("The database does not answer; again in a second")
                stop.wait(1.0)
            finally:
                # No connection is kept through a pause: the database may restart meanwhile.
                connections.close_all()
            stop.wait(PAUSE_SECONDS)
    finally:
        writer.close()
