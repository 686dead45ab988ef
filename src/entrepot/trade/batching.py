"""Shipping many orders at once: each row is shipped whole or refused with its sentence, and the others go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from entrepot.kit.actor import Actor
from entrepot.kit.errors import DomainError, NotFound
from entrepot.shipping import queries as shipping
from entrepot.shipping.statuses import Mode
from entrepot.trade import selling
from entrepot.trade.errors import TooManyToShip
from entrepot.trade.fulfilling import ship

#: Rows of one request: a few seconds of work, and a table that a person can still check.
ROWS_MAX = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One order that has left, as it was written: with which carrier, under which number, and how it travels."""

    number: str
    carrier: str
    tracking_number: str
    mode: str = Mode.EXPRESS


class Outcome(StrEnum):
    """What became of a row."""

    SHIPPED = "shipped"
    ALREADY = "already"  # it had left before, in just this parcel: the same list was sent twice
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Told:
    """A row with what became of it; `sentence` says why it was refused."""

    row: Row
    outcome: Outcome
    sentence: str = ""


def ship_all(merchant_id: UUID, rows: Sequence[Row], *, by: Actor) -> list[Told]:
    """Ship each of these orders of one merchant, in this order, each in a transaction of its own.

    Sent twice, the second time tells of each that it has left already. Raises TooManyToShip, before anything is done.
    """
    if len(rows) > ROWS_MAX:
        raise TooManyToShip(most=ROWS_MAX)
    return [_ship(merchant_id, row, by) for row in rows]


def _ship(merchant_id: UUID, row: Row, by: Actor) -> Told:
    try:
        order = selling.order(merchant_id, row.number, by=by).order
        if _has_left(order.pk, row):
            return Told(row, Outcome.ALREADY)
        ship(order.pk, carrier=row.carrier, tracking_number=row.tracking_number, mode=row.mode, by=by)
    except NotFound:
        return Told(row, Outcome.REFUSED, _("Your shop has no order with this number."))
    except DomainError as refusal:
        return Told(row, Outcome.REFUSED, _sentence(refusal))
    return Told(row, Outcome.SHIPPED)


def _has_left(order_id: UUID, row: Row) -> bool:
    return any(
        (parcel.carrier, parcel.tracking_number) == (row.carrier.strip(), row.tracking_number.strip())
        for parcel in shipping.parcels([order_id]).get(order_id, ())
    )


def _sentence(refusal: DomainError) -> str:
    """What is wrong, with the field named where one is: a row has no place beside each of its fields."""
    names = {"carrier": _("Carrier"), "tracking_number": _("Tracking number")}
    told = [
        _("{field}: {problem}").format(field=names.get(wrong.field, wrong.field), problem=wrong.message)
        for wrong in refusal.fields
    ]
    return " ".join(told) or str(refusal)
