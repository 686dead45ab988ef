"""What the marketplace charges this shop, and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entrepot.catalog import showing
from entrepot.kit.money import Money
from entrepot.merchants import fees
from entrepot.web.formatting import language_now
from entrepot.web.merchant.access import caller, own_shop


@require_safe
def show(request: HttpRequest, shop: str) -> HttpResponse:
    """The plans that count for this shop, its size, and the tax on the commission."""
    merchant = own_shop(request, shop)
    charges = fees.charges(merchant.pk, by=caller(request))
    chinese = language_now() == "zh-hans"
    named = {each.slug: each.name_zh if chinese else each.name for each in showing.categories()}
    named[""] = _("Any category")
    sold = None if charges.sales_minor is None else Money(charges.sales_minor, charges.currency)
    plans = [(row, named.get(row.category, row.category)) for row in charges.plans]
    context = {"shop": merchant, "charges": charges, "sold": sold, "plans": plans}
    return render(request, "merchant/fees.html", context)
