"""The wish list: goods that a person, or this browser, means to remember."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entrepot.kit.errors import DomainError
from entrepot.trade import carts, wishing
from entrepot.web.shop.choosing import FEW
from entrepot.web.shop.comparing import COLUMNS_MAX
from entrepot.web.shop.reading import caller, keep_wish_count, reader, way_back
from entrepot.web.shop.views.cart import filler


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What is on it, at today's prices, and what has become of each since it was wished for."""
    here = reader(request)
    wishes = carts.wishes(by=caller(request), currency=here.currency)
    keep_wish_count(request, len(wishes))
    context = {"reader": here, "wishes": wishes, "compared_max": COLUMNS_MAX, "few": FEW}
    return render(request, "shop/wishes.html", context)


@require_POST
def wish(request: HttpRequest, variant_id: UUID) -> HttpResponse:
    """Remember a variant, and stay where one is."""
    try:
        keep_wish_count(request, wishing.wish(variant_id, by=filler(request)))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is on your wish list."))
    return _back(request)


@require_POST
def forget(request: HttpRequest, variant_id: UUID) -> HttpResponse:
    """Take a variant off the list, and stay where one is."""
    keep_wish_count(request, wishing.forget(variant_id, by=filler(request)))
    messages.success(request, _("Removed from the wish list."))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    if "HTTP_REFERER" not in request.META:
        return redirect("shop:wishes")
    return HttpResponseRedirect(way_back(request, request.META["HTTP_REFERER"], "shop:wishes"))
