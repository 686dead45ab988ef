"""The merchant's first page: what there is to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from entrepot.catalog import desk
from entrepot.kit.actor import Permission
from entrepot.kit.errors import SignInNeeded
from entrepot.merchants import queries as merchants
from entrepot.shipping import queries as shipping
from entrepot.web.merchant.access import caller, own_shop


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """To the shop, of one shop; a choice of several; without any, how to open one."""
    by = caller(request)
    if by.id is None:
        raise SignInNeeded
    shops = sorted(merchants.names(by.memberships).values(), key=lambda shop: shop.name)
    if len(shops) == 1:
        return redirect("merchant:dashboard", shops[0].slug)
    return render(request, "merchant/shops.html", {"shops": shops})


@require_safe
def dashboard(request: HttpRequest, shop: str) -> HttpResponse:
    """How the catalogue stands and what is missing; what else this person's role shows is in the tabs."""
    merchant, by = own_shop(request, shop), caller(request)
    keeps = by.may(Permission.CATALOGUE, merchant.pk)
    context = {
        "shop": merchant,
        "keeps": keeps,
        "summary": desk.summary(merchant.pk, by=by) if keeps else None,
        "lacks": desk.to_do(merchant.pk, by=by) if keeps else [],
        "sends_to_china": (merchant.pk, "CN") in shipping.rates([merchant.pk]),
        "imports": desk.imports(merchant.pk, limit=3, by=by) if keeps else [],
    }
    return render(request, "merchant/dashboard.html", context)
