"""Finding by name alone, from the database: what the shop answers with while there is no search index to read."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from entrepot.catalog.models import Product

#: A name is compared with this many of the newest goods, so that the answer takes as long in a market of any size.
LOOKED_AT = 20_000


def named(names: Sequence[str], *, category: str = "", merchant: str = "", limit: int) -> list[UUID]:
    """Products on sale in whose name, in either language, all of `names` occur; of the newest, newest first.

    `category` also finds what lies in it; `merchant` is a slug.
    """
    recent = Product.objects.on_sale()
    if category:
        recent = recent.filter(Q(category=category) | Q(category__parent=category))
    if merchant:
        recent = recent.filter(merchant__slug=merchant)
    found = Product.objects.filter(pk__in=recent.order_by("-pk").values("pk")[:LOOKED_AT])
    for name in names:
        found = found.filter(Q(title__icontains=name) | Q(title_zh__icontains=name))
    return list(found.order_by("-pk").values_list("pk", flat=True)[:limit])
