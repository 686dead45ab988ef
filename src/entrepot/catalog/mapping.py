"""Reads for maps and feeds of the marketplace: all goods on sale by keyset, whatever their number."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F, Prefetch, Window
from django.db.models.functions import RowNumber

from entrepot.catalog.models import Product, Variant

_BATCH = 1000
#: Products of a feed read at once, with their pictures and variants.
_FED = 250


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


def offered(merchant_id: UUID) -> Iterator[Sequence[Product]]:
    """One merchant's products on sale, batch by batch, with what a feed tells: category, pictures, and variants that are sold."""
    sold = Variant.objects.filter(withdrawn_at__isnull=True, price_minor__gt=0)
    rows = (
        Product.objects.on_sale()
        .filter(merchant_id=merchant_id)
        .select_related("category__parent")
        .prefetch_related("pictures", Prefetch("variants", queryset=sold, to_attr="sold"))
        .order_by("pk")
    )
    batch = list(rows[:_FED])
    while batch:
        yield batch
        batch = list(rows.filter(pk__gt=batch[-1].pk)[:_FED])
