"""How often a shop's goods are shown in search, and what would raise that."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entrepot.merchants import performing
from entrepot.search import exposure, ranking
from entrepot.web import formatting
from entrepot.web.merchant.access import caller, own_shop
from entrepot.web.parts import Point


@require_safe
def show(request: HttpRequest, shop: str) -> HttpResponse:
    """The last thirty days, the shop's quality as ranking counts it, and its gate to the newcomers' places."""
    merchant = own_shop(request, shop)
    days = exposure.days(merchant.pk, by=caller(request))
    done = performing.performances([merchant.pk])[merchant.pk]
    shown = sum(day.shown for day in days)
    context = {
        "shop": merchant,
        "shown": shown,
        "turns": sum(day.turns for day in days),
        "place": round(sum(day.place * day.shown for day in days) / shown) if shown else None,
        "points": [Point(formatting.day(day.day), day.shown) for day in days],
        "shown_label": _("Shown in search, by day"),
        "done": done,
        "weight": ranking.WEIGHTS["quality"],
        "is_below": done.quality < performing.QUALITY_MIN,
        "quality_min": performing.QUALITY_MIN,
        "every": ranking.EVERY,
        "below": performing.NEWCOMER_BELOW,
        "half_year": performing.DAYS,
        "days": exposure.DAYS,
    }
    return render(request, "merchant/exposure.html", context)
