"""A whole index built aside from the database and then put in force at once; searches go on in the old one meanwhile."""

import shutil
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import tantivy

from entrepot.catalog import indexing
from entrepot.search import folders
from entrepot.search.errors import Rebuilding
from entrepot.search.facts import facts_of
from entrepot.search.schema import documents, schema

#: Held while an index is built aside; the writer keeps what it writes meanwhile to be written into that one too.
LOCK = "rebuilding"
#: Enough for most markets to become one segment, which is the quickest to search; a small one takes as little as it needs.
_HEAP_BYTES, _THREADS = 768_000_000, 1
#: From so many products on words are cut in so many processes beside this one, which have so many batches to do at the most.
_ASIDE_FROM, _ASIDE, _AHEAD = 20_000, 2, 6


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
        for read, taken in _documents():
            for each in taken:
                writer.add_document(tantivy.Document.from_dict(each, fields))
            count += len(taken)
            progress(read)
        writer.commit()
    finally:
        writer.wait_merging_threads()  # its threads would go on writing into a folder that is being removed
    return count


def _documents() -> Iterator[tuple[int, list[dict[str, list[Any]]]]]:
    """Everything that is published, in batches: how many products were read, and the documents of those that may be found.

    To cut words is more than half of the work, so in a large market other processes do it while this one reads and writes.
    """
    batches = ((len(batch), facts_of(batch)) for batch in indexing.all_listings())
    if indexing.listings_count() < _ASIDE_FROM:
        for read, facts in batches:
            yield read, documents(facts)
        return
    with ProcessPoolExecutor(_ASIDE, mp_context=get_context("spawn")) as aside:
        waiting: deque[tuple[int, Future[list[dict[str, list[Any]]]]]] = deque()
        for read, facts in batches:
            waiting.append((read, aside.submit(documents, facts)))
            if len(waiting) > _AHEAD:
                read, future = waiting.popleft()
                yield read, future.result()
        for read, future in waiting:
            yield read, future.result()
