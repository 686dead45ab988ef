"""Goods beside each other. The whole state of the page is its address."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entrepot.catalog import showing
from entrepot.kit.ids import read_id
from entrepot.search.similar import similar
from entrepot.web.parts import ProductCard
from entrepot.web.shop import comparing
from entrepot.web.shop.cards import cards
from entrepot.web.shop.comparing import COLUMNS_MAX, Column
from entrepot.web.shop.reading import Reader, caller, reader

#: More ids than a page can show are not read.
_IDS_MAX = 4 * COLUMNS_MAX


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Those of `?variant=` and `?goods=` (a product, by its first variant), at most four; and what could be put beside them."""
    here = reader(request)
    pairs = comparing.chosen(_ids(request, "variant"), _ids(request, "goods"))
    compared = comparing.columns(pairs, here, by=caller(request)) if pairs else []
    context = {
        "reader": here,
        "compared": compared,
        "rows": comparing.rows(compared) if compared else [],
        "others": _others(compared, here),
    }
    return render(request, "shop/compare.html", context)


def _ids(request: HttpRequest, name: str) -> list[UUID]:
    read = [read_id(text) for text in request.GET.getlist(name)[:_IDS_MAX]]
    return [key for key in read if key is not None]


def _others(compared: list[Column], here: Reader) -> list[ProductCard]:
    """Goods like the first, whose cards lead to this page with them added."""
    if not compared or len(compared) >= COLUMNS_MAX:
        return []
    first, there = compared[0].shown, {column.shown.id for column in compared}
    ids = similar(
        first.id, title=first.title, title_zh=first.title_zh, category=first.category, to=here.country
    )
    found = showing.cards([key for key in ids if key not in there])
    keys = [column.variant.id for column in compared]
    rows = [found[key] for key in ids if key in found]
    return [
        replace(card, url=comparing.address(keys, row.product_id))
        for row, card in zip(rows, cards(rows, here), strict=True)
    ]
