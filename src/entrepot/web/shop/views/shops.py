"""The shops: all of them, and the storefront of one."""

from django.core.validators import slug_re
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entrepot.catalog import showing
from entrepot.kit.ids import read_id
from entrepot.merchants import showing as merchants
from entrepot.web.shop import linked
from entrepot.web.shop.cards import cards
from entrepot.web.shop.reading import caller, in_language, reader


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every shop that sells now, by its address."""
    given = request.GET.get("after", "")
    after = given if slug_re.match(given) else ""
    return render(request, "shop/shops.html", {"page": merchants.shops(after=after), "after": after})


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Who the merchant is, and what it sells."""
    here = reader(request)
    merchant = merchants.storefront(slug, by=caller(request))
    before = request.GET.get("before", "")
    page = showing.of_merchant(merchant.pk, before=read_id(before))
    context = {
        "reader": here,
        "merchant": merchant,
        "linked": linked.shop(request, merchant),
        "name": in_language(merchant.name, merchant.name_zh),
        "story": in_language(merchant.story, merchant.story_zh),
        "items": cards(page.cards, here, with_shop=False),
        "next": page.next,
        "before": before,
    }
    return render(request, "shop/storefront.html", context)
