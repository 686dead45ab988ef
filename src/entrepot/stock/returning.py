"""Goods that come back to a merchant: on the shelf they left, with the movements that tell sound ones from damaged ones."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from entrepot.kit.sql import arrays_of, fetch, run
from entrepot.stock.reserving import note_movements

_SHELVES = """
SELECT reservation.id, reservation.level_id, reservation.merchant_id, reservation.order_id
  FROM stock_reservation AS reservation WHERE reservation.id = ANY(%s::uuid[])
"""

_PUT = """
UPDATE stock_level AS level SET on_hand = on_hand + back.quantity
  FROM unnest(%s::uuid[], %s::int[]) AS back (id, quantity) WHERE level.id = back.id
"""


def take_back(lines: Mapping[UUID, tuple[int, int]], *, at: datetime, by_id: UUID | None) -> None:
    """So many of each order line came back, (all of them, damaged of those), in the caller's transaction.

    All of them are a movement `returned`; the damaged ones leave again as `damaged`, and what is on hand rises by the rest.
    """
    sums: dict[UUID, int] = {}
    moves = []
    for line, level, merchant, order in fetch(_SHELVES, [list(lines)]):
        quantity, damaged = lines[line]
        sums[level] = sums.get(level, 0) + quantity - damaged
        moves.append((level, merchant, "returned", quantity, order))
        if damaged:
            moves.append((level, merchant, "damaged", -damaged, order))
    if moves:
        run(_PUT, arrays_of(sorted(sums.items()), 2))
        note_movements(moves, at=at, by_id=by_id)
