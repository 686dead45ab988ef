"""The places of what matches, in the order that was asked for, a page at a time."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import tantivy
from tantivy import Order

from entrepot.search import asking
from entrepot.search.asking import Question
from entrepot.search.paging import Place, Sort
from entrepot.search.ranking import Seat
from entrepot.search.reading import View
from entrepot.search.schema import LOWEST, PUBLISHED


class Spot(NamedTuple):
    """A product in the index, and its place. is_turn: one that is kept for newcomers."""

    place: Place
    address: tantivy.DocAddress
    is_turn: bool = False


type Batches = Iterator[list[Spot]]

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


def by_rank(seats: Sequence[Seat], day: date, begin: Place | None, size: int) -> Batches:
    """Those after `begin`, or, if what stood there is gone, after as many as had been shown by then."""
    first = 0
    if begin is not None:
        stood = (number for number, seat in enumerate(seats) if seat.published == begin.at)
        first = next(stood, begin.number - 1) + 1
    for here in range(first, len(seats), size):
        yield [
            Spot(Place(Sort.RELEVANCE, seat.published, day.toordinal(), number), seat.address, seat.is_turn)
            for number, seat in enumerate(seats[here : here + size], start=here + 1)
        ]


def by_column(view: View, question: Question, sort: Sort, begin: Place | None, size: int) -> Batches:
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
        rows = [Spot(Place(sort, int(value)), address) for value, address in hits]
        begin = rows[-1].place
        yield rows
