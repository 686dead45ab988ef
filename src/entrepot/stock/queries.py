"""Reads of stock for other domains and screens."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, F, OuterRef
from msgspec import Struct

from entrepot.kit.sql import fetch
from entrepot.stock.models import Level

# One level a variant: the one with the most to give. A purchase line is never taken from two places.
_LEVELS = """
SELECT DISTINCT ON (variant_id) variant_id, id, on_hand - reserved
  FROM stock_level WHERE variant_id = ANY(%s)
 ORDER BY variant_id, on_hand - reserved DESC, id
"""


class Available(Struct, frozen=True):
    """How many of a variant can be promised, and at which level."""

    level_id: UUID
    quantity: int


def available(variant_ids: Iterable[UUID]) -> dict[UUID, Available]:
    """What can be promised of each variant now; a variant without a level is not in the answer."""
    return {variant: Available(level, count) for variant, level, count in fetch(_LEVELS, [list(variant_ids)])}


def counts(variant_ids: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """(on hand, reserved) of each variant, over all its locations."""
    answer: dict[UUID, tuple[int, int]] = {}
    for variant, on_hand, reserved in Level.objects.filter(variant_id__in=list(variant_ids)).values_list(
        "variant_id", "on_hand", "reserved"
    ):
        before = answer.get(variant, (0, 0))
        answer[variant] = (before[0] + on_hand, before[1] + reserved)
    return answer


def has_some(variant: str) -> Exists:
    """For a filter: whether anything can be promised of the variant whose key lies in this column of the outer query."""
    return Exists(Level.objects.filter(variant_id=OuterRef(variant), on_hand__gt=F("reserved")))
