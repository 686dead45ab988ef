"""The home page and the search."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.views.decorators.http import require_safe

from entrepot.catalog import showing
from entrepot.merchants import showing as merchants
from entrepot.search import queries as finding
from entrepot.search import suggesting
from entrepot.search.paging import Sort
from entrepot.search.queries import Hit
from entrepot.web import formatting
from entrepot.web.parts import ProductCard
from entrepot.web.shop.cards import cards
from entrepot.web.shop.forms import FilterForm
from entrepot.web.shop.narrowing import Narrowing, searched
from entrepot.web.shop.reading import Reader, caller, in_language, media, reader


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this place is, and ways in."""
    here = reader(request)
    shelves = [
        {
            "name": in_language(shelf.name, shelf.name_zh),
            "url": f"{reverse('shop:search')}?{urlencode({'category': shelf.slug})}",
            "picture": media(shelf.picture),
        }
        for shelf in showing.shelves()
    ]
    context = {
        "reader": here,
        "shelves": shelves,
        "new": cards(showing.newest(), here),
        "shops": merchants.newest(),
    }
    return render(request, "shop/home.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Goods that match, best first, with filters; the next page begins after the last one shown."""
    here = reader(request)
    form = FilterForm(request.GET, currency=here.currency)
    asked = form.asked()
    found = finding.find(
        asked["q"],
        lang=caller(request).locale,
        sort=Sort(asked["sort"]),
        after=request.GET.get("after", ""),
        **searched(asked, here),
    )
    narrowing = Narrowing(request, asked, here, found.facets)
    context = {
        "reader": here,
        "form": form,
        "asked": asked,
        "items": [_card(hit, here, narrowing if found.is_ranked else None) for hit in found.items],
        "total": found.total,
        "corrected": found.corrected,
        "full": found.full,
        "is_plain": found.is_plain,
        "unknown": found.unknown,
        "next": narrowing.address(after=found.next) if found.next else "",
        "first": narrowing.address() if request.GET.get("after") else "",
        "sorts": narrowing.sorts(),
        "groups": narrowing.groups(),
        "currency_sign": formatting.currency_sign(here.currency),
        "everything": request.path,
        "without": narrowing.chips(),
    }
    return render(request, "shop/search.html", context)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Options for the box of the search, for what is typed in it so far."""
    found = suggesting.suggest(request.GET.get("q", ""))
    return HttpResponse(format_html_join("", '<option value="{}">', ((each,) for each in found)))


def _card(hit: Hit, here: Reader, narrowing: Narrowing | None) -> ProductCard:
    return ProductCard(
        title=hit.title,
        url=reverse("shop:product", args=[hit.product_id]),
        price=here.priced(hit.price),
        picture=media(hit.picture),
        merchant=hit.merchant_name,
        merchant_url=reverse("shop:storefront", args=[hit.merchant_slug]),
        why=narrowing.why(hit.product_id) if narrowing else "",
    )
