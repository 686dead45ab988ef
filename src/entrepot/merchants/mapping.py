"""Reads for maps of the marketplace: all shops that sell now by keyset, in parts of one size, whatever their number."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from entrepot.merchants.models import Merchant

_BATCH = 1000


def parts(size: int) -> list[UUID]:
    """The first shop of each part."""
    numbered = Merchant.objects.selling().annotate(number=Window(RowNumber(), order_by=F("pk").asc()))
    firsts = numbered.annotate(place=F("number") % size).filter(place=1 % size)
    return list(firsts.order_by("pk").values_list("pk", flat=True))


def shops(first: UUID, size: int) -> Iterator[str]:
    """The slugs of the shops from `first` on, `size` of them at most; read in batches."""
    rows = Merchant.objects.selling().order_by("pk").values_list("pk", "slug")
    batch = list(rows.filter(pk__gte=first)[: min(size, _BATCH)])
    left = size
    while batch:
        yield from (slug for _, slug in batch)
        left -= len(batch)
        batch = list(rows.filter(pk__gt=batch[-1][0])[: min(left, _BATCH)]) if left else []
