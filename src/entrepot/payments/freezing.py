"""What keeps a merchant's money where it is: an open dispute or chargeback of an order, told by whoever keeps its rows."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from entrepot.kit.errors import Sentence
from entrepot.kit.money import Money


@dataclass(frozen=True, slots=True)
class Frozen:
    """One claim that is not decided. amount: what the merchant may have to give back; reason: the claim in the reader's words."""

    merchant_id: UUID
    order_id: UUID
    amount: Money
    reason: Sentence


type Finder = Callable[[Collection[UUID]], Iterable[Frozen]]

_finders: list[Finder] = []


def freezes(finder: Finder) -> Finder:
    """Have `finder` asked for the open claims against these merchants, in one query whatever their number.

    Declared in a module that its app imports when it is ready, like listeners of events.
    """
    if finder not in _finders:
        _finders.append(finder)
    return finder


def frozen(merchant_ids: Collection[UUID]) -> dict[UUID, list[Frozen]]:
    """The open claims by merchant. While there is one, payouts leave its amount behind and the reserve is not released."""
    answer: dict[UUID, list[Frozen]] = {}
    for finder in _finders if merchant_ids else ():
        for claim in finder(merchant_ids):
            answer.setdefault(claim.merchant_id, []).append(claim)
    return answer
