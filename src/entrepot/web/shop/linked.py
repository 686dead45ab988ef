"""What a page says to machines in the words of schema.org: the product with its offer, the shop, the way to the page."""

from collections.abc import Sequence
from html import unescape
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import strip_tags

from entrepot.catalog.showing import Seller, ShownProduct, ShownVariant
from entrepot.kit.money import Money
from entrepot.web.shop.reading import in_language

_CONTEXT = "https://schema.org"
#: Search engines show less.
_TEXT_MAX = 5000


def product(
    request: HttpRequest,
    shown: ShownProduct,
    variant: ShownVariant | None,
    *,
    price: Money | None,
    is_available: bool,
    pictures: Sequence[str],
) -> dict[str, Any]:
    """The product, and what the variant costs at this page: `price` is the one that the page shows."""
    address = request.build_absolute_uri(reverse("shop:product", args=[shown.id]))
    told: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "Product",
        "@id": f"{address}#product",
        "name": in_language(shown.title, shown.title_zh),
        "url": address,
    }
    if text := plain(in_language(shown.text, shown.text_zh)):
        told["description"] = text[:_TEXT_MAX]
    if pictures:
        told["image"] = [request.build_absolute_uri(each) for each in pictures]
    if shown.brand:
        told["brand"] = {"@type": "Brand", "name": shown.brand}
    if shown.category:
        told["category"] = in_language(shown.category_name, shown.category_name_zh)
    if shown.origin:
        told["countryOfOrigin"] = {"@type": "Country", "name": shown.origin}
    if variant and price:
        told["offers"] = {
            "@type": "Offer",
            "url": address,
            "price": price.decimal,
            "priceCurrency": price.currency,
            "availability": f"{_CONTEXT}/{'InStock' if is_available else 'OutOfStock'}",
            "itemCondition": f"{_CONTEXT}/NewCondition",
            "seller": _seller(request, shown.seller),
        }
    return told


def plain(text: str) -> str:
    """The words of a text in HTML, in one line."""
    return " ".join(unescape(strip_tags(text.replace("<", " <"))).split())


def shop(request: HttpRequest, seller: Any) -> dict[str, Any]:
    """The business behind a storefront."""
    return {"@context": _CONTEXT} | _seller(request, seller)


def _seller(request: HttpRequest, seller: Seller | Any) -> dict[str, Any]:
    return {
        "@type": "Organization",
        "name": in_language(seller.name, seller.name_zh),
        "legalName": seller.legal_name,
        "url": request.build_absolute_uri(reverse("shop:storefront", args=[seller.slug])),
        "address": {
            "@type": "PostalAddress",
            "addressLocality": seller.city,
            "addressRegion": seller.region,
            "addressCountry": seller.country,
        },
    }
