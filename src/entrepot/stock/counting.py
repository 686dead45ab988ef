"""Saying how many there are: counts by a person or a file, each with the movement that explains it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller, Permission
from entrepot.kit.errors import FieldError, NotAllowed, NotFound
from entrepot.kit.events import Fact, record_all
from entrepot.kit.ids import new_id
from entrepot.kit.sql import arrays_of, columns, insert_rows, run
from entrepot.kit.verb import verb
from entrepot.stock.errors import CountAbsurd, CountBelowReserved
from entrepot.stock.models import Level, Location, MovementKind

#: More than any small business keeps of one thing; a number above it is a slip of the keyboard.
COUNT_MAX = 10_000_000
_MAIN = "Main"

_MOVEMENT = columns("id level_id merchant_id kind quantity by_id created_at")
_LEVEL = columns("id variant_id location_id merchant_id on_hand reserved")


@verb(allow={Caller.MEMBER, Caller.OPERATOR, Caller.SYSTEM})
def ensure_location(*, merchant_id: UUID, by: Actor) -> Location:
    """The merchant's first place for goods, made on the first need. Raises NotAllowed."""
    if not (by.is_operator or by.may(Permission.CATALOGUE, merchant_id)):
        raise NotAllowed
    first = Location.objects.filter(merchant_id=merchant_id).order_by("created_at", "id").first()
    return first or Location.objects.get_or_create(merchant_id=merchant_id, name=_MAIN)[0]


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def open_levels(*, merchant_id: UUID, variant_ids: Iterable[UUID], by: Actor) -> None:
    """A level of none for each new variant, at the merchant's first place. Called by the catalogue, which knows whose they are.

    A variant that has a level keeps it. Raises NotAllowed.
    """
    wanted = list(variant_ids)
    location = ensure_location(merchant_id=merchant_id, by=by)
    there = set(Level.objects.filter(variant_id__in=wanted).values_list("variant_id", flat=True))
    insert_rows(
        "stock_level",
        _LEVEL,
        [(new_id(), variant, location.pk, merchant_id, 0, 0) for variant in wanted if variant not in there],
    )


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def count(variant_id: UUID, *, quantity: int, by: Actor) -> int:
    """Somebody counted: so many of this variant are on hand. Returns by how many that differs from before.

    Raises NotFound for a variant without a level, NotAllowed, CountAbsurd, CountBelowReserved (what buyers were
    promised is among what is on hand).
    """
    level = Level.objects.locked().filter(variant_id=variant_id).first()
    if level is None:
        raise NotFound
    if not by.may(Permission.CATALOGUE, level.merchant_id):
        raise NotAllowed
    _refuse_absurd(quantity)
    if quantity < level.reserved:
        raise CountBelowReserved(
            reserved=level.reserved, fields=[FieldError("quantity", _("Too low for what is promised."))]
        )
    difference = quantity - level.on_hand
    _write([(_Held(level.pk, variant_id, level.on_hand, level.reserved), quantity)], level.merchant_id, by)
    return difference


def promised(variant_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many of each variant are promised to buyers, held still until the caller's transaction ends."""
    return {
        row.variant_id: row.reserved
        for row in Level.objects.locked().filter(variant_id__in=list(variant_ids))
    }


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def count_all(counts: Mapping[UUID, int], *, merchant_id: UUID, by: Actor) -> None:
    """Many counts of one merchant at once, as a file brings them: a fixed number of statements whatever the length.

    All or none. Raises NotAllowed, CountAbsurd, CountBelowReserved (ask `promised` first to know which).
    """
    if not by.may(Permission.CATALOGUE, merchant_id):
        raise NotAllowed
    for quantity in counts.values():
        _refuse_absurd(quantity)
    rows = Level.objects.locked().filter(variant_id__in=list(counts), merchant_id=merchant_id)
    levels = [_Held(*row) for row in rows.values_list("pk", "variant_id", "on_hand", "reserved")]
    for level in levels:
        if counts[level.variant_id] < level.reserved:
            raise CountBelowReserved(reserved=level.reserved)
    _write([(level, counts[level.variant_id]) for level in levels], merchant_id, by)


def _refuse_absurd(quantity: int) -> None:
    if not 0 <= quantity <= COUNT_MAX:
        raise CountAbsurd(most=COUNT_MAX, fields=[FieldError("quantity", _("Not a possible count."))])


class _Held(NamedTuple):
    """A level that nobody else can change now."""

    id: UUID
    variant_id: UUID
    on_hand: int
    reserved: int


_SET = """
UPDATE stock_level AS level SET on_hand = counted.quantity
  FROM unnest(%s::uuid[], %s::int[]) AS counted (id, quantity) WHERE level.id = counted.id
"""


def _write(counted: Iterable[tuple[_Held, int]], merchant_id: UUID, by: Actor) -> None:
    """Levels, movements and events of the counts that differ from what is there."""
    at = clock.now()
    changed = sorted((level, quantity) for level, quantity in counted if quantity != level.on_hand)
    run(_SET, arrays_of([(level.id, quantity) for level, quantity in changed], 2))
    insert_rows(
        "stock_movement",
        _MOVEMENT,
        [
            (new_id(), level.id, merchant_id, MovementKind.COUNTED.value, quantity - level.on_hand, by.id, at)
            for level, quantity in changed
        ],
    )
    record_all(
        Fact("stock.counted", level.variant_id, by, merchant_id, {"quantity": quantity})
        for level, quantity in changed
    )
