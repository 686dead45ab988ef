"""The home page and the search."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entrepot.catalog import showing
from entrepot.kit.money import Money
from entrepot.merchants import showing as merchants
from entrepot.search import queries as finding
from entrepot.search import suggesting
from entrepot.search.paging import Sort
from entrepot.web import formatting
from entrepot.web.parts import ProductCard
from entrepot.web.shop.cards import cards
from entrepot.web.shop.forms import FilterForm
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
    form = FilterForm(request.GET, categories=showing.categories(), currency=here.currency)
    asked = form.asked()
    found = finding.find(
        asked["q"],
        lang=caller(request).locale,
        category=asked["category"],
        price_min=asked["price_min"],
        price_max=asked["price_max"],
        merchant=asked["merchant"],
        currency=here.currency,
        sort=Sort(asked["sort"]),
        after=request.GET.get("after", ""),
    )
    form.count({facet.value: facet.count for facet in found.facets["category"]})
    shops = {facet.value: facet.name for facet in found.facets["merchant"]}
    context = {
        "reader": here,
        "form": form,
        "asked": asked,
        "items": [_card(hit, here) for hit in found.items],
        "total": found.total,
        "corrected": found.corrected,
        "full": found.full,
        "is_plain": found.is_plain,
        "unknown": found.unknown,
        "next": _address(request, after=found.next) if found.next else "",
        "first": _address(request, after="") if request.GET.get("after") else "",
        "sorts": _sorts(request, asked),
        "groups": _groups(request, found.facets, asked),
        "currency_sign": formatting.currency_sign(here.currency),
        "everything": request.path,
        "without": _without(request, form, asked, here, shops),
    }
    return render(request, "shop/search.html", context)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Options for the box of the search, for what is typed in it so far."""
    found = suggesting.suggest(request.GET.get("q", ""))
    return HttpResponse(format_html_join("", '<option value="{}">', ((each,) for each in found)))


def _card(hit: Any, here: Reader) -> ProductCard:
    return ProductCard(
        title=hit.title,
        url=reverse("shop:product", args=[hit.product_id]),
        price=here.priced(hit.price),
        picture=media(hit.picture),
        merchant=hit.merchant_name,
        merchant_url=reverse("shop:storefront", args=[hit.merchant_slug]),
    )


#: What an address of the search says, beside where its page begins.
_KEPT = ("q", "category", "price_min", "price_max", "merchant", "sort")


def _sorts(request: HttpRequest, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """The orders there are, as links; without words nothing is more relevant than another, so the newest come first."""
    names = {
        Sort.RELEVANCE: _("Best match"),
        Sort.NEWEST: _("Newest"),
        Sort.CHEAPEST: _("Lowest price"),
        Sort.DEAREST: _("Highest price"),
    }
    usual = Sort.RELEVANCE if asked["q"] else Sort.NEWEST
    if not asked["q"]:
        del names[Sort.RELEVANCE]
    current = Sort(asked["sort"]) or usual
    return [
        {
            "label": name,
            "url": _address(request, sort="" if sort is usual else sort),
            "is_current": sort is current,
        }
        for sort, name in names.items()
    ]


def _address(request: HttpRequest, **changes: str) -> str:
    """This page with other values; a changed filter begins at the first page."""
    kept = {name: request.GET.get(name, "") for name in _KEPT}
    values = {name: value for name, value in (kept | changes).items() if value}
    return f"{request.path}?{urlencode(values)}" if values else request.path


def _groups(request: HttpRequest, facets: Any, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """The merchants of what was found, with counts, as links; the one chosen stays in the list of filters above."""
    merchants_found = [] if asked["merchant"] else facets["merchant"]
    return [
        {"label": facet.name, "count": facet.count, "url": _address(request, merchant=facet.value)}
        for facet in merchants_found
    ]


def _without(
    request: HttpRequest, form: FilterForm, asked: dict[str, Any], here: Reader, shops: dict[str, str]
) -> list[dict[str, str]]:
    """The filters in force, each with the address without it."""
    chosen = [
        ("category", form.category_name(asked["category"])),
        ("merchant", shops.get(asked["merchant"], asked["merchant"])),
    ]
    for name, words in (("price_min", "≥"), ("price_max", "≤")):
        if asked[name] is not None:
            chosen.append((name, f"{words} {formatting.money(Money(asked[name], here.currency))}"))
    return [{"label": label, "url": _address(request, **{name: ""})} for name, label in chosen if label]
