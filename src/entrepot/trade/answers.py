"""What placing answers, and what it carries on the way there."""

from dataclasses import dataclass
from uuid import UUID

from msgspec import Struct

from entrepot.kit.errors import DomainError
from entrepot.kit.money import Money
from entrepot.trade.numbers import number_of
from entrepot.trade.pricing import Priced
from entrepot.trade.requests import PurchaseRequest


class PlacedOrder(Struct, frozen=True):
    """One merchant's order of a placed purchase. `merchant`: the name in its shop's address."""

    id: UUID
    merchant_id: UUID
    merchant: str
    state: str
    total: Money

    @property
    def number(self) -> str:
        return number_of(self.id)


class Placed(Struct, frozen=True):
    """A purchase that exists. `is_replay`: it was there before this request, under the same key and with the same input."""

    purchase_id: UUID
    state: str
    total: Money
    orders: tuple[PlacedOrder, ...]
    is_replay: bool = False


class Refused(Struct, frozen=True):
    """A request that was not placed, and why."""

    error: DomainError


@dataclass(slots=True)
class Placing:
    """A request on its way: priced, with ids, before it is inserted."""

    request: PurchaseRequest
    priced: Priced
    purchase_id: UUID
    order_ids: list[UUID]
    line_ids: list[list[UUID]]
