"""What grids and lists of the shop show, made from what the domains answer."""

from collections.abc import Iterable

from django.urls import reverse

from entrepot.catalog.showing import Card
from entrepot.web.formatting import language_now
from entrepot.web.parts import ProductCard
from entrepot.web.shop.reading import Reader, in_language, media


def cards(rows: Iterable[Card], reader: Reader, *, with_shop: bool = True) -> list[ProductCard]:
    """Cards with prices in the reader's currency."""
    return [_card(row, reader, with_shop=with_shop) for row in rows]


def _card(row: Card, reader: Reader, *, with_shop: bool) -> ProductCard:
    return ProductCard(
        title=in_language(row.title, row.title_zh),
        url=reverse("shop:product", args=[row.product_id]),
        price=reader.priced(row.price),
        picture=media(row.picture),
        merchant=in_language(row.merchant_name, row.merchant_name_zh) if with_shop else "",
        merchant_url=reverse("shop:storefront", args=[row.merchant_slug]) if with_shop else "",
        is_from=row.is_from,
        language=title_language(row.title_zh),
    )


def title_language(title_zh: str) -> str:
    """The tag of a title's language where it is not the page's."""
    return "en" if language_now() == "zh-hans" and not title_zh else ""
