"""How goods are ranked, and why one of them stands where it stands."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entrepot.catalog import showing
from entrepot.merchants import performing
from entrepot.search import queries, ranking
from entrepot.search.explaining import Reasons
from entrepot.web import formatting
from entrepot.web.shop.forms import FilterForm
from entrepot.web.shop.narrowing import searched
from entrepot.web.shop.reading import Reader, caller, in_language, reader

_NAMES = {
    "text": lambda: _("How well its words match"),
    "quality": lambda: _("How well its merchant keeps promises"),
    "availability": lambda: _("Whether you can have it"),
    "price": lambda: _("Its price among the others"),
    "freshness": lambda: _("How new it is here"),
}


@require_safe
def formula(request: HttpRequest) -> HttpResponse:
    """The formula in words, with its numbers."""
    context = {
        "parts": [(name, _NAMES[name](), weight) for name, weight in ranking.WEIGHTS.items()],
        "candidates": ranking.CANDIDATES,
        "every": ranking.EVERY,
        "half_life": ranking.HALF_LIFE_DAYS,
        "days": performing.DAYS,
        "newcomer_below": performing.NEWCOMER_BELOW,
        "text_min": ranking.TEXT_MIN,
        "quality_min": performing.QUALITY_MIN,
    }
    return render(request, "shop/ranking.html", context)


@require_safe
def why(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """The parts of one product's sum in one search; the same address as that search's, with the product."""
    here = reader(request)
    form = FilterForm(request.GET, currency=here.currency)
    asked = form.asked()
    back = f"{reverse('shop:search')}?{request.GET.urlencode()}"
    told = queries.why(product_id, asked["q"], lang=caller(request).locale, **searched(asked, here))
    if told is None:
        return redirect(back)
    shown = showing.product(product_id, by=caller(request))
    context = {
        "told": told,
        "asked": asked,
        "title": in_language(shown.title, shown.title_zh),
        "product_id": product_id,
        "parts": [(part, _NAMES[part.name](), _fact(part.name, told, here)) for part in told.parts],
        "back": back,
    }
    return render(request, "shop/why.html", context)


def _fact(name: str, told: Reasons, here: Reader) -> str:
    """What a part was made of."""
    match name:
        case "text":
            return _("Against the best match of this search.")
        case "quality":
            done = told.performance
            return _(
                "Of %(delivered)s orders delivered in half a year %(late)s came late; of %(ended)s that ended"
                " %(troubled)s had trouble. Few orders say little, so everybody begins in the middle."
            ) % {
                "delivered": formatting.number(done.delivered),
                "late": formatting.number(done.late),
                "ended": formatting.number(done.ended),
                "troubled": formatting.number(done.troubled),
            }
        case "availability":
            country = _("Chinese mainland") if here.country == "CN" else formatting.country(here.country)
            return _("In stock, and can be sent to: %(country)s; all or nothing.") % {"country": country}
        case "price":
            if told.price is None or told.prices is None:
                return _("Its price cannot be compared with the others for want of an exchange rate.")
            low, high = (formatting.money(here.priced(each)) for each in told.prices)
            return _("%(price)s, where the others cost %(low)s to %(high)s.") % {
                "price": formatting.money(here.priced(told.price)), "low": low, "high": high,
            }  # fmt: skip
        case _:
            return _("On sale for %(days)s days.") % {"days": formatting.number(told.days_old)}
