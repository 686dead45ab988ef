"""The page of one product."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entrepot.catalog import showing
from entrepot.catalog.showing import ShownProduct, ShownVariant
from entrepot.kit.money import Money
from entrepot.stock import queries as stock
from entrepot.web import formatting
from entrepot.web.parts import Tier
from entrepot.web.shop import linked
from entrepot.web.shop.cards import Option, OptionGroup, cards, title_language
from entrepot.web.shop.estimating import Estimate, estimate
from entrepot.web.shop.reading import Reader, caller, in_language, media, other_language, reader

#: From here down the page says how many are left; above it the number helps nobody.
FEW = 5


@require_safe
def show(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """What it is, what it costs here, and with everything; one variant chosen by `?variant=`."""
    here = reader(request)
    shown = showing.product(product_id, by=caller(request))
    chosen = shown.variant(_uuid(request.GET.get("variant", "")))
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
        "groups": _groups(shown, chosen, left),
        "more": cards(
            showing.of_merchant(shown.merchant_id, but=shown.id, limit=6).cards, here, with_shop=False
        ),
        "net_content": _net_content(shown.net_content, shown.net_unit),
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


def _net_content(amount: Decimal | None, unit: str) -> str:
    """`500 g`, `3 pieces`; in Chinese `3件`."""
    if amount is None:
        return ""
    words = {"piece": _("pieces"), "pieces": _("pieces"), "sheet": _("sheets")}
    return f"{formatting.number(amount.normalize())} {words.get(unit, unit)}".strip()


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _offered(variant: ShownVariant, left: int, here: Reader, *, on_sale: bool) -> dict[str, Any]:
    """Price, stock and the estimate with everything, of the variant chosen."""
    least = variant.quantity_min
    listed = next((price for quantity, price in reversed(variant.tiers) if quantity <= least), variant.price)
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
        "tax": _tax(told),
    }


def _tax(told: Estimate | None) -> Money | None:
    """Duty, import VAT and consumption tax of an estimate, in one sum."""
    if told is None or told.priced is None:
        return None
    landed = told.priced.landed
    return landed.duty + landed.import_vat + landed.consumption_tax


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


def _groups(shown: ShownProduct, chosen: ShownVariant | None, left: dict[UUID, int]) -> list[OptionGroup]:
    """Each option with its values; a value leads to the variant that has it and else is most like the one chosen."""
    if chosen is None or len(shown.variants) < 2:
        return []
    groups = []
    for place, name in enumerate(shown.option_names or [""]):
        name_zh = shown.option_names_zh[place] if place < len(shown.option_names_zh) else ""
        options = [_option(shown, value, place, chosen, left) for value in _values(shown, place)]
        if len(options) > 1:
            groups.append(OptionGroup(in_language(name, name_zh), options))
    return groups


def _values(shown: ShownProduct, place: int) -> list[str]:
    found = (variant.options[place] for variant in shown.variants if place < len(variant.options))
    return list(dict.fromkeys(found))


def _option(
    shown: ShownProduct, value: str, place: int, chosen: ShownVariant, left: dict[UUID, int]
) -> Option:
    having = [each for each in shown.variants if place < len(each.options) and each.options[place] == value]
    best = max(having, key=lambda each: _likeness(each, chosen))
    label_zh = best.options_zh[place] if place < len(best.options_zh) else ""
    return Option(
        label=in_language(value, label_zh),
        url=f"{reverse('shop:product', args=[shown.id])}?variant={best.id}",
        is_current=chosen.options[place : place + 1] == [value],
        is_available=any(left.get(each.id, 0) >= each.quantity_min for each in having),
    )


def _likeness(variant: ShownVariant, chosen: ShownVariant) -> int:
    return sum(mine == other for mine, other in zip(variant.options, chosen.options, strict=False))
