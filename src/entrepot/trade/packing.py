"""Reads of what is printed to go with a parcel: the goods, the address, and what customs has to be told."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from entrepot.identity import queries as identity
from entrepot.identity import records
from entrepot.identity.queries import LegalEntity
from entrepot.kit.actor import Actor, Permission
from entrepot.kit.errors import NotFound
from entrepot.trade import queries
from entrepot.trade.batching import ROWS_MAX
from entrepot.trade.errors import NothingToPack, TooManyToShip
from entrepot.trade.models import Order, OrderLine
from entrepot.trade.numbers import id_range
from entrepot.trade.queries import OrderView


@dataclass(frozen=True, slots=True)
class Packing:
    """An order to pack. address: as the buyer gave it; empty once erased."""

    view: OrderView
    sender: LegalEntity
    address: dict[str, Any]

    @property
    def lines(self) -> list[tuple[OrderLine, int]]:
        """What goes into the parcel: what has not left yet, or, once all has, everything again."""
        sent = Counter[UUID]()
        for parcel in self.view.parcels:
            sent.update({line.line_id: line.quantity for line in parcel.lines.all()})
        left = [(line, line.quantity - sent[line.pk]) for line in self.view.lines]
        return [each for each in left if each[1] > 0] or [(line, line.quantity) for line in self.view.lines]

    @property
    def weight_grams(self) -> int:
        return sum((line.frozen.get("weight_grams") or 0) * quantity for line, quantity in self.lines)


def to_pack(merchant_id: UUID, numbers: Sequence[str], *, by: Actor) -> list[Packing]:
    """These orders, in the order of the numbers, each once, for the merchant's people who ship; a fixed number of queries.

    Raises NotFound (also if one of them is), TooManyToShip, NothingToPack for one that is not paid, or has arrived or ended.
    """
    if not by.may(Permission.FULFIL, merchant_id):
        raise NotFound
    wanted = list(dict.fromkeys(id_range(number) for number in numbers))
    if not wanted or None in wanted:
        raise NotFound
    if len(wanted) > ROWS_MAX:
        raise TooManyToShip(most=ROWS_MAX)
    any_of = Q()
    for ids in wanted:
        any_of |= Q(pk__range=ids)
    views = queries.order_views(Order.objects.filter(any_of, merchant_id=merchant_id))
    found = {id_range(view.number): view for view in views}
    if len(found) < len(wanted):
        raise NotFound
    for view in found.values():
        if not (view.can_ship or view.can_receive):
            raise NothingToPack(number=view.number, state=view.state.label)
    sender = identity.entities([merchant_id])[merchant_id]
    contents = records.contents_of(view.order.record_id for view in views)
    return [Packing(found[ids], sender, contents.get(found[ids].order.record_id, {})) for ids in wanted]
