"""What is shown beside goods: others like them, and those that were looked at on this device."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entrepot.catalog import showing
from entrepot.search.similar import similar as similar_to
from entrepot.web.parts import ProductCard
from entrepot.web.shop.cards import cards
from entrepot.web.shop.reading import Reader, caller, in_language, reader

#: As many as a device remembers.
SEEN_MAX = 12


@require_safe
def similar(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """Goods like this one: a page, or for a script that asks, its grid."""
    here = reader(request)
    shown = showing.product(product_id, by=caller(request))
    ids = similar_to(
        shown.id, title=shown.title, title_zh=shown.title_zh, category=shown.category, to=here.country
    )
    context = {
        "items": _cards(ids, here),
        "title": in_language(shown.title, shown.title_zh),
        "product_id": product_id,
    }
    return render(request, _template(request, "shop/similar.html"), context)


@require_safe
def seen(request: HttpRequest) -> HttpResponse:
    """The goods whose ids a device has kept (`?ids=`, with commas), of those on sale; what is no id is passed over."""
    ids = dict.fromkeys(_ids(request.GET.get("ids", "")))
    return render(request, _template(request, "shop/seen.html"), {"items": _cards(ids, reader(request))})


def _cards(ids: Iterable[UUID], here: Reader) -> list[ProductCard]:
    """In the order of the ids."""
    wanted = list(ids)
    found = showing.cards(wanted) if wanted else {}
    return cards((found[key] for key in wanted if key in found), here)


def _ids(text: str) -> list[UUID]:
    found = []
    for part in text[: SEEN_MAX * 37].split(",")[:SEEN_MAX]:
        try:
            found.append(UUID(part))
        except ValueError:
            continue
    return found


def _template(request: HttpRequest, page: str) -> str:
    return f"{page}#grid" if "HX-Request" in request.headers else page
