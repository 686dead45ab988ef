"""The page of one product."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entrepot.catalog import showing
from entrepot.catalog.showing import ShownProduct, ShownVariant
from entrepot.kit import clock
from entrepot.kit.ids import read_id
from entrepot.kit.money import Money
from entrepot.merchants import performing
from entrepot.stock import queries as stock
from entrepot.trade import carts, rights
from entrepot.web.parts import Tier
from entrepot.web.shop import linked
from entrepot.web.shop.cards import cards, title_language
from entrepot.web.shop.choosing import FEW, first_price, groups
from entrepot.web.shop.estimating import Estimate, estimate
from entrepot.web.shop.pricing import sums
from entrepot.web.shop.reading import Reader, caller, in_language, media, other_language, reader
from entrepot.web.shop.specifying import facts


@require_safe
def show(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """What it is, what it costs here, and with everything; one variant chosen by `?variant=`."""
    here = reader(request)
    shown = showing.product(product_id, by=caller(request))
    chosen = shown.variant(read_id(request.GET.get("variant", "")))
    left = {key: level.quantity for key, level in stock.available([v.id for v in shown.variants]).items()}
    context: dict[str, Any] = {
        "reader": here,
        "shown": shown,
        "product": shown,
        "title": in_language(shown.title, shown.title_zh),
        "title_language": title_language(shown.title_zh),
        "other_title": other_language(shown.title, shown.title_zh),
        "text": in_language(shown.text, shown.text_zh),
        "pictures": _pictures(shown, chosen),
        "variant": chosen,
        "is_wished": bool(chosen and request.wish_count and carts.is_wished(chosen.id, by=caller(request))),  # type: ignore[attr-defined]  # set by web/middleware.py
        "groups": groups(shown, chosen, left, here),
        "seller_days": performing.DAYS,
        "rights": rights.rights(here.country, clock.now()),
        "more": cards(
            showing.of_merchant(shown.merchant_id, but=shown.id, limit=6).cards, here, with_shop=False
        ),
        "facts": facts(shown, chosen),
        "category": in_language(shown.category_name, shown.category_name_zh),
    }
    if chosen:
        context |= _offered(chosen, left.get(chosen.id, 0), here, on_sale=shown.is_on_sale)
    context["linked"] = linked.product(
        request,
        shown,
        chosen,
        price=context.get("price"),
        is_available=bool(context.get("buyable")),
        pictures=[each["src"] for each in context["pictures"]],
    )
    return render(request, "shop/product.html", context)


def _offered(variant: ShownVariant, left: int, here: Reader, *, on_sale: bool) -> dict[str, Any]:
    """Price, stock and the estimate with everything, of the variant chosen."""
    least = variant.quantity_min
    listed = first_price(variant)
    enough = on_sale and left >= least
    told = estimate(variant.id, least, here) if on_sale else None
    return {
        "price": here.priced(listed),
        "was": here.priced(variant.was) if variant.was else None,
        "listed": listed if listed.currency != here.currency else None,
        "tiers": _tiers(variant, here),
        "least": least,
        "left": left,
        "few": enough and left <= FEW,
        "buyable": enough,
        "estimate": told,
        "sums": sums(told.priced) if told and told.priced else [],
        "arrival": _arrival(told),
    }


def _arrival(told: Estimate | None) -> tuple[date, date] | None:
    """The first and the last day on which it arrives, were it sent today."""
    if told is None or told.days is None:
        return None
    today = clock.now().date()
    return today + timedelta(days=told.days[0]), today + timedelta(days=told.days[1])


def _tiers(variant: ShownVariant, here: Reader) -> list[Tier]:
    """The steps of the price, if there is more than one; a saving is told against the first."""
    if len(variant.tiers) < 2 and not (variant.tiers and variant.tiers[0][0] > 1):
        return []
    first = variant.tiers[0][1]
    return [Tier(quantity, here.priced(price), _saving(first, price)) for quantity, price in variant.tiers]


def _saving(first: Money, price: Money) -> int:
    return (first.minor - price.minor) * 100 // first.minor if first.minor else 0


def _pictures(shown: ShownProduct, chosen: ShownVariant | None) -> list[dict[str, str]]:
    """All pictures, those of the variant chosen first."""
    ordered = sorted(shown.pictures, key=lambda each: not chosen or each.variant_id != str(chosen.id))
    return [
        {
            "src": media(each.path),
            "small": media(each.path_small),
            "alt": in_language(each.alt, each.alt_zh) or in_language(shown.title, shown.title_zh),
        }
        for each in ordered
    ]
