"""Reads for maps of the marketplace: all goods on sale by keyset, in parts of one size, whatever their number."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from entrepot.catalog.models import Product

_BATCH = 1000


def parts(size: int) -> list[UUID]:
    """The first product of each part: one pass over what is on sale."""
    numbered = Product.objects.on_sale().annotate(number=Window(RowNumber(), order_by=F("pk").asc()))
    firsts = numbered.annotate(place=F("number") % size).filter(place=1 % size)
    return list(firsts.order_by("pk").values_list("pk", flat=True))


def goods(first: UUID, size: int) -> Iterator[tuple[UUID, datetime]]:
    """Products on sale from `first` on, `size` of them at most, each with when it last changed; read in batches."""
    rows = Product.objects.on_sale().order_by("pk").values_list("pk", "changed_at")
    batch = list(rows.filter(pk__gte=first)[: min(size, _BATCH)])
    left = size
    while batch:
        yield from batch
        left -= len(batch)
        batch = list(rows.filter(pk__gt=batch[-1][0])[: min(left, _BATCH)]) if left else []
