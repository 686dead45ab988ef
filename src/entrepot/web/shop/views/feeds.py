"""A merchant's goods for price comparisons: a feed for each market, after Google's product data specification (RSS 2.0)."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from entrepot.catalog import mapping
from entrepot.catalog.models import Product, Variant
from entrepot.customs.queries import admits, rulebook
from entrepot.merchants import showing
from entrepot.merchants.models import Merchant
from entrepot.shipping import queries as shipping
from entrepot.shipping.queries import FreightRate
from entrepot.stock import queries as stock
from entrepot.web.shop.linked import plain

#: The language in which a market is addressed where it is not English.
_LANGUAGES = {"CN": "zh-hans"}
#: Lengths of the specification.
_TITLE_MAX, _TEXT_MAX, _PICTURES_MAX = 150, 5000, 10
#: Options that the specification has a name for, by what merchants call them.
_NAMED = {"color": "color", "colour": "color", "size": "size", "material": "material", "pattern": "pattern"}
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>\n'

type Told = list[tuple[str, str]]


@require_safe
def merchant(request: HttpRequest, shop: str, country: str) -> StreamingHttpResponse:
    """The goods of one shop that are sold to this country: streamed, whatever their number. Prices are the merchant's own.

    404 for a shop that does not send there.
    """
    seller = showing.storefront(shop, by=request.actor)  # type: ignore[attr-defined]  # set by web/middleware.py
    rate = shipping.rates([seller.pk]).get((seller.pk, country))
    if rate is None:
        raise Http404
    return StreamingHttpResponse(_feed(request, seller, rate), content_type="application/xml; charset=utf-8")


def _feed(request: HttpRequest, seller: Merchant, rate: FreightRate) -> Iterator[str]:
    language = _LANGUAGES.get(rate.country, settings.LANGUAGE_CODE)
    is_chinese = language == "zh-hans"
    name = (is_chinese and seller.name_zh) or seller.name
    home = request.build_absolute_uri(_path("storefront", seller.slug, language=language))
    yield f"{_HEAD}<title>{escape(name)}</title><link>{escape(home)}</link><description>{escape(name)}</description>\n"
    book = rulebook()
    for batch in mapping.offered(seller.pk):
        sold = [
            each
            for each in batch
            if admits(book, rate.country, hs8=each.hs8, name=each.title_zh or each.title)
        ]
        left = stock.available(variant.pk for each in sold for variant in _variants(each))
        for each in sold:
            link = request.build_absolute_uri(_path("product", each.pk, language=language))
            about = _about(request, each, is_chinese=is_chinese)
            for variant in _variants(each):
                has_some = variant.pk in left and left[variant.pk].quantity > 0
                told = about + _offer(each, variant, has_some=has_some)
                told.append(("link", f"{link}?variant={variant.pk}"))
                yield _item(told, _shipping(variant, rate))
    yield "</channel></rss>\n"


def _variants(product: Product) -> list[Variant]:
    sold: list[Variant] = product.sold  # type: ignore[attr-defined]  # prefetched by mapping.offered
    return sold


def _about(request: HttpRequest, product: Product, *, is_chinese: bool) -> Told:
    """What the variants of a product have in common."""
    title = (is_chinese and product.title_zh) or product.title
    text = plain((is_chinese and product.text_zh) or product.text) or title
    pictures = [request.build_absolute_uri(f"/media/{each.path}") for each in product.pictures.all()]
    told = [
        ("title", title[:_TITLE_MAX]),
        ("description", text[:_TEXT_MAX]),
        ("brand", product.brand),
        ("condition", "new"),
        ("image_link", pictures[0] if pictures else ""),
        *(("additional_image_link", each) for each in pictures[1 : _PICTURES_MAX + 1]),
    ]
    if product.category:
        line = [product.category.parent, product.category] if product.category.parent else [product.category]
        told.append(("product_type", " > ".join(each.name_zh if is_chinese else each.name for each in line)))
    return told


def _offer(product: Product, variant: Variant, *, has_some: bool) -> Told:
    price, was = variant.price, variant.was
    told = [
        ("id", str(variant.pk)),
        ("availability", "in_stock" if has_some else "out_of_stock"),
        ("price", f"{(was or price).decimal} {price.currency}"),
        ("sale_price", f"{price.decimal} {price.currency}" if was else ""),
        ("gtin", variant.barcode if variant.barcode.isdigit() else ""),
        ("mpn", variant.sku),
        ("shipping_weight", f"{variant.weight_grams} g" if variant.weight_grams else ""),
    ]
    if len(_variants(product)) > 1:
        told.append(("item_group_id", str(product.pk)))
    for name, value in zip(product.option_names, variant.options, strict=False):
        if known := _NAMED.get(str(name).lower()):
            told.append((known, value))
    return told


def _shipping(variant: Variant, rate: FreightRate) -> str:
    if not variant.weight_grams:
        return ""
    price = rate.price(variant.weight_grams)
    return (
        f"<g:shipping><g:country>{rate.country}</g:country><g:price>{price.decimal} {price.currency}</g:price>"
        f"<g:min_transit_time>{rate.days_min}</g:min_transit_time><g:max_transit_time>{rate.days_max}</g:max_transit_time>"
        "</g:shipping>"
    )


def _item(told: Told, shipping_told: str) -> str:
    inner = "".join(f"<g:{name}>{escape(value)}</g:{name}>" for name, value in told if value)
    return f"<item>{inner}{shipping_told}</item>\n"


def _path(name: str, *args: object, language: str) -> str:
    with translation.override(language):
        return reverse(f"shop:{name}", args=args)
