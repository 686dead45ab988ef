"""The yearly amount of each person: held when an order is placed, given back when it ends.

What is counted is our view only; customs' own count is the true one (trade rules, 1.1).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from uuid import UUID

from msgspec import Struct

from entrepot.customs.models import AllowanceHold
from entrepot.customs.sql import statement
from entrepot.kit import clock
from entrepot.kit.sql import columns, fetch, insert_rows, run

Ending = AllowanceHold.Ending

_USED = "SELECT id_hash, used_minor FROM customs_allowance WHERE id_hash = ANY(%s::bytea[]) AND year = %s"
_HOLD = columns("order_id id_hash year minor created_at")

type _Key = tuple[bytes, int]


class Wanted(Struct, frozen=True):
    """What one order takes of a person's allowance, in fen. Orders of one purchase are held all or none."""

    purchase_id: UUID
    order_id: UUID
    id_hash: bytes
    year: int
    minor: int


class Adrift(Struct, frozen=True):
    """A person and year whose used amount is not the sum of the open holds."""

    id_hash: bytes
    year: int
    used_minor: int
    held_minor: int


def used(id_hashes: Collection[bytes], year: int) -> dict[bytes, int]:
    """Fen used in `year` by each of these people; 0 for who never bought."""
    answer = dict.fromkeys(id_hashes, 0)
    if answer:
        answer |= {bytes(id_hash): minor for id_hash, minor in fetch(_USED, [list(answer), year])}
    return answer


def hold(wanted: Sequence[Wanted], *, limit_minor: int) -> set[UUID]:
    """Hold each purchase's part of its buyer's allowance, or refuse it whole; answers the purchases refused.

    Runs in the caller's transaction. Two statements whatever the length, and one more for each further
    purchase that a person has in the same list: those are asked one after the other, in the order given.
    """
    sums: dict[tuple[UUID, _Key], int] = defaultdict(int)
    for want in wanted:
        sums[want.purchase_id, (want.id_hash, want.year)] += want.minor
    if len({purchase for purchase, _key in sums}) != len(sums):
        raise ValueError("a purchase has one buyer and one year")
    queues: dict[_Key, list[tuple[UUID, int]]] = defaultdict(list)
    for (purchase, key), minor in sums.items():
        queues[key].append((purchase, minor))
    refused: set[UUID] = set()
    for turn in range(max(map(len, queues.values()), default=0)):
        asked = {key: queue[turn] for key, queue in queues.items() if turn < len(queue)}
        taken = _take({key: minor for key, (_purchase, minor) in asked.items()}, limit_minor)
        refused |= {purchase for key, (purchase, _minor) in asked.items() if key not in taken}
    _note([want for want in wanted if want.purchase_id not in refused])
    return refused


def _take(amounts: Mapping[_Key, int], limit_minor: int) -> set[_Key]:
    taken = fetch(statement("hold_allowance"), [*_columns(amounts), limit_minor, limit_minor])
    return {(bytes(id_hash), year) for id_hash, year in taken}


def _note(holds: Sequence[Wanted]) -> None:
    if not holds:
        return
    at = clock.now()
    rows = [(want.order_id, want.id_hash, want.year, want.minor, at) for want in holds]
    insert_rows("customs_allowancehold", _HOLD, rows)


def give_back(order_ids: Iterable[UUID], *, ending: AllowanceHold.Ending) -> dict[UUID, int]:
    """End the open holds of these orders and give their amounts back; answers fen given back, by order.

    Runs in the caller's transaction, in two statements. An order without an open hold is passed over.
    """
    ended = fetch(statement("end_holds"), [clock.now(), str(ending), sorted(order_ids)])
    amounts: dict[_Key, int] = defaultdict(int)
    for _order, id_hash, year, minor in ended:
        amounts[bytes(id_hash), year] += minor
    if amounts:
        run(statement("give_back_allowance"), _columns(amounts))
    return {order: minor for order, _id_hash, _year, minor in ended}


def hold_again(order_ids: Collection[UUID], *, limit_minor: int) -> bool:
    """Take once more what was given back of these orders when they were not paid: all of it, or nothing, within the limit.

    Runs in the caller's transaction.
    """
    expired = AllowanceHold.objects.filter(order_id__in=order_ids, ended_as=Ending.EXPIRED)
    amounts: dict[_Key, int] = defaultdict(int)
    for id_hash, year, minor in expired.values_list("id_hash", "year", "minor"):
        amounts[bytes(id_hash), year] += minor
    if amounts:
        taken = _take(amounts, limit_minor)
        if len(taken) < len(amounts):  # one purchase has one buyer, so nothing was taken
            return False
    expired.update(ended_at=None, ended_as="")
    return True


def lessen(order_id: UUID, share: Fraction) -> int:
    """Give back this share of what an order first took, because so much of it was never sent or came back in time.

    Runs in the caller's transaction. Answers the fen given back: 0 for an order without an open hold.
    """
    parts = fetch(statement("lessen_hold"), [share.numerator, share.denominator, order_id])
    amounts = {(bytes(id_hash), year): minor for id_hash, year, minor in parts if minor}
    if amounts:
        run(statement("give_back_allowance"), _columns(amounts))
    return sum(amounts.values())


def _columns(amounts: Mapping[_Key, int]) -> list[list[bytes] | list[int]]:
    return [
        [id_hash for id_hash, _year in amounts],
        [year for _id_hash, year in amounts],
        list(amounts.values()),
    ]


def adrift() -> list[Adrift]:
    """Every person and year whose used amount is not the sum of the open holds; the audit expects none."""
    found = fetch(statement("allowance_adrift"), [])
    return [Adrift(bytes(id_hash), year, used, held) for id_hash, year, used, held in found]
