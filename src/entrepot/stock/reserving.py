"""Promising stock to order lines, giving it back, and letting it go: set-based, inside the caller's transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from entrepot.kit.ids import new_id
from entrepot.kit.sql import arrays_of, columns, fetch, insert_rows, run
from entrepot.stock.models import Level, Reservation

# One conditional update for each SKU of the batch, in the order of ids so that two batches meet in the same order. What another
# transaction took meanwhile makes the condition false for that row, and its id does not come back.
_TAKE = """
UPDATE stock_level AS level SET reserved = reserved + wanted.quantity
  FROM unnest(%s::uuid[], %s::int[]) AS wanted (id, quantity)
 WHERE level.id = wanted.id AND on_hand - reserved >= wanted.quantity
RETURNING level.id
"""

_END = """
UPDATE stock_reservation SET ended_at = %s, ended_as = %s
 WHERE order_id = ANY(%s) AND ended_at IS NULL
RETURNING id, level_id, quantity, merchant_id, order_id
"""

# The last of a line ends its reservation; a part of it makes it smaller. Less than is asked for answers no row.
_SEND = """
UPDATE stock_reservation AS held
   SET quantity = CASE WHEN held.quantity > sent.quantity THEN held.quantity - sent.quantity ELSE held.quantity END,
       ended_at = CASE WHEN held.quantity = sent.quantity THEN %s::timestamptz END,
       ended_as = CASE WHEN held.quantity = sent.quantity THEN 'shipped' ELSE '' END
  FROM unnest(%s::uuid[], %s::int[]) AS sent (id, quantity)
 WHERE held.id = sent.id AND held.ended_at IS NULL AND held.quantity >= sent.quantity
RETURNING held.id, held.level_id, sent.quantity, held.merchant_id, held.order_id
"""

_GIVE_BACK = """
UPDATE stock_level AS level SET reserved = reserved - given.quantity
  FROM unnest(%s::uuid[], %s::int[]) AS given (id, quantity) WHERE level.id = given.id
"""

_LET_GO = """
UPDATE stock_level AS level SET reserved = reserved - gone.quantity, on_hand = on_hand - gone.quantity
  FROM unnest(%s::uuid[], %s::int[]) AS gone (id, quantity) WHERE level.id = gone.id
"""

_RESERVATION = columns("id level_id order_id merchant_id quantity created_at ended_as")
_MOVEMENT = columns("id level_id merchant_id kind quantity subject_id by_id created_at")


class NewReservation(Struct, frozen=True):
    """Stock to promise to one order line."""

    line_id: UUID
    level_id: UUID
    order_id: UUID
    merchant_id: UUID
    quantity: int


def take(wanted: Mapping[UUID, int]) -> set[UUID]:
    """Raise the reserved count of each level by so many; answers the levels that had enough. The others are untouched."""
    rows = arrays_of(sorted(wanted.items()), 2)
    return {level for (level,) in fetch(_TAKE, rows)} if wanted else set()


def note(reservations: Sequence[NewReservation], *, at: datetime) -> None:
    """Write the reservations that explain what `take` took."""
    rows = [(r.line_id, r.level_id, r.order_id, r.merchant_id, r.quantity, at, "") for r in reservations]
    insert_rows("stock_reservation", _RESERVATION, rows)


def take_again(order_ids: Collection[UUID], *, at: datetime) -> bool:
    """Promise to these orders once more what was given back of them: all of it, or nothing, from the levels it was taken from."""
    given_back = Reservation.objects.filter(order_id__in=order_ids, ended_as="released")
    wanted: dict[UUID, int] = {}
    for level, quantity in given_back.values_list("level_id", "quantity"):
        wanted[level] = wanted.get(level, 0) + quantity
    free = {
        level.pk: level.on_hand - level.reserved for level in Level.objects.locked().filter(pk__in=wanted)
    }
    if any(free.get(level, 0) < quantity for level, quantity in wanted.items()):
        return False
    take(wanted)
    given_back.update(ended_at=None, ended_as="", created_at=at)
    return True


def _by_level(ended: Iterable[tuple[UUID, UUID, int, UUID, UUID]]) -> list[list[object]]:
    sums: dict[UUID, int] = {}
    for _line, level, quantity, _merchant, _order in ended:
        sums[level] = sums.get(level, 0) + quantity
    return arrays_of(sorted(sums.items()), 2)


def release(order_ids: Iterable[UUID], *, at: datetime) -> int:
    """Give back what is still promised to these orders; answers how many reservations ended. Repeating it gives nothing back."""
    ended = fetch(_END, [at, "released", list(order_ids)])
    if ended:
        run(_GIVE_BACK, _by_level(ended))
    return len(ended)


def left(order_id: UUID) -> dict[UUID, int]:
    """How many of each line of this order are still promised to it; lines that have left are not in the answer."""
    rows = Reservation.objects.filter(order_id=order_id, ended_at__isnull=True).order_by("pk")
    return dict(rows.values_list("pk", "quantity"))


def let_go(sent: Mapping[UUID, int], *, at: datetime, by_id: UUID | None) -> int:
    """So many of these lines have left: reserved and on hand both fall, with a movement for each line.

    Answers how many lines that were; one of which less is promised than is said to have left is passed over.
    """
    gone = fetch(_SEND, [at, *arrays_of(sorted(sent.items()), 2)]) if sent else []
    if gone:
        run(_LET_GO, _by_level(gone))
        note_movements(
            [(level, merchant, "sold", -count, order) for _, level, count, merchant, order in gone],
            at=at,
            by_id=by_id,
        )
    return len(gone)


def note_movements(
    moves: Iterable[tuple[UUID, UUID, str, int, UUID]], *, at: datetime, by_id: UUID | None
) -> None:
    """Write movements: (level, merchant, kind, how many more or fewer, the order)."""
    rows = [
        (new_id(), level, merchant, kind, count, order, by_id, at)
        for level, merchant, kind, count, order in moves
    ]
    insert_rows("stock_movement", _MOVEMENT, rows)
