"""A whole index built aside from the database and then put in force at once; searches go on in the old one meanwhile."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import tantivy

from entrepot.catalog import indexing
from entrepot.search import folders
from entrepot.search.documents import documents
from entrepot.search.errors import Rebuilding
from entrepot.search.schema import schema

#: Held while an index is built aside; the writer keeps what it writes meanwhile to be written into that one too.
LOCK = "rebuilding"
_HEAP_BYTES = 128_000_000
_THREADS = 2


@dataclass(frozen=True, slots=True)
class Report:
    """What was built: how many products, in how many seconds, how large."""

    products: int
    seconds: float
    size_bytes: int


def rebuild(*, progress: Callable[[int], None] = lambda count: None) -> Report:
    """Build the index anew and put it in force; `progress` is told how many more products were taken. Raises Rebuilding."""
    began = time.monotonic()
    with folders.locked(LOCK) as is_ours:
        if not is_ours:
            raise Rebuilding
        folder = folders.fresh()
        try:
            count = _fill(folder, progress)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        folders.switch(folder)
    size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
    return Report(count, time.monotonic() - began, size)


def _fill(folder: Path, progress: Callable[[int], None]) -> int:
    fields = schema()
    writer = tantivy.Index(fields, path=str(folder)).writer(_HEAP_BYTES, _THREADS)
    count = 0
    try:
        for batch in indexing.all_listings():
            taken = documents(batch)
            for each in taken:
                writer.add_document(tantivy.Document.from_dict(each, fields))
            count += len(taken)
            progress(len(batch))
        writer.commit()
    finally:
        writer.wait_merging_threads()  # its threads would go on writing into a folder that is being removed
    return count
