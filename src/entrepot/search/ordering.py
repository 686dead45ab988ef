"""The places of what matches, in the order that was asked for, read from the index a page at a time."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import tantivy
from tantivy import Order

from entrepot.search import asking
from entrepot.search.asking import Question
from entrepot.search.paging import CANDIDATES, UNSCORED, Place, Sort
from entrepot.search.reading import View
from entrepot.search.schema import LOWEST, PUBLISHED

type Batches = Iterator[list[tuple[Place, tantivy.DocAddress]]]

#: The column of each order, and whether its values rise.
_COLUMNS = {
    Sort.NEWEST: (PUBLISHED, False),
    Sort.CHEAPEST: (LOWEST, True),
    Sort.DEAREST: (LOWEST, False),
}


def count(view: View, question: Question) -> int:
    """How many products match."""
    # The library's stubs leave `count` out.
    result: Any = view.searcher.search(asking.query(question, view.schema), limit=1)
    return int(result.count)


def ordered(
    view: View, question: Question, sort: Sort, begin: Place | None, size: int
) -> tuple[int, Batches]:
    """How many products match, and those after `begin`, in batches of `size`."""
    if sort is Sort.RELEVANCE:
        return _best(view, question, begin, size)
    return count(view, question), _by_column(view, question, sort, begin, size)


def _best(view: View, question: Question, begin: Place | None, size: int) -> tuple[int, Batches]:
    # The stubs also allow other kinds of columns than ours, which is whole numbers.
    result: Any = view.searcher.search(asking.query(question, view.schema), limit=CANDIDATES)
    addresses = [address for _, address in result.hits]
    published: Any = view.searcher.fast_field_values(PUBLISHED, addresses) if addresses else []
    keys = [
        (-score, -order, at)
        for at, ((score, _), order) in enumerate(zip(result.hits, published, strict=True))
    ]
    keys.sort()
    first = bisect_right(keys, (*begin.key, CANDIDATES)) if begin else 0
    batches = (
        [
            (Place(Sort.RELEVANCE, -score, -order), addresses[at])
            for score, order, at in keys[here : here + size]
        ]
        for here in range(first, len(keys), size)
    )
    return result.count, batches


def _by_column(view: View, question: Question, sort: Sort, begin: Place | None, size: int) -> Batches:
    column, rising = _COLUMNS[sort]
    while True:
        rest = asking.beyond(view.schema, column, begin.at, rising=rising) if begin else None
        hits = view.searcher.search(
            asking.query(question, view.schema, extra=rest),
            limit=size,
            count=False,
            order_by_field=column,
            order=Order.Asc if rising else Order.Desc,
        ).hits
        if not hits:
            return
        rows = [(Place(sort, UNSCORED, int(value)), address) for value, address in hits]
        begin = rows[-1][0]
        yield rows
