"""What a merchant asks to send an order, and how its shop presents itself."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entrepot.kit.actor import Actor, Permission
from entrepot.kit.errors import DomainError, FieldError, Malformed, NotAllowed
from entrepot.kit.money import Money
from entrepot.merchants import presenting
from entrepot.merchants.models import Merchant
from entrepot.shipping import pricing, queries
from entrepot.shipping.queries import FreightRate
from entrepot.web.merchant.access import caller, own_shop
from entrepot.web.merchant.catalogue_forms import FreightForm, StorefrontForm

_FRESH = {"first_grams": 1000, "step_grams": 1000, "days_min": 7, "days_max": 14}


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, shop: str) -> HttpResponse:
    """A form for each country that goods can be sent to; POST writes the one that it names."""
    merchant, by = own_shop(request, shop), caller(request)
    if not by.may(Permission.CATALOGUE, merchant.pk):
        raise NotAllowed
    country = request.POST.get("country", "")
    refused = None
    if request.method == "POST":
        refused = FreightForm(request.POST, prefix=country)
        if refused.is_valid():
            try:
                _set(merchant, country, refused.cleaned_data, by)
            except DomainError as refusal:
                refused.refuse(refusal)
            else:
                messages.success(request, _("The freight is saved."))
                return redirect("merchant:freight", shop)
    rates = queries.rates([merchant.pk])
    rows = [
        (
            each,
            rates.get((merchant.pk, each)),
            refused
            if refused and each == country
            else FreightForm(initial=_written(rates.get((merchant.pk, each))), prefix=each),
        )
        for each in pricing.COUNTRIES
    ]
    context = {"shop": merchant, "rows": rows, "refused": refused}
    return render(request, "merchant/freight.html", context, status=422 if refused else 200)


@require_POST
def removal(request: HttpRequest, shop: str, country: str) -> HttpResponse:
    """No longer send to a country."""
    merchant = own_shop(request, shop)
    pricing.remove_rate(merchant_id=merchant.pk, country=country, by=caller(request))
    messages.success(request, _("You no longer send there."))
    return redirect("merchant:freight", shop)


def _written(rate: FreightRate | None) -> dict[str, Any]:
    if rate is None:
        return dict(_FRESH)
    return {
        "first": Money(rate.first_minor, rate.currency).decimal,
        "first_grams": rate.first_grams,
        "step": Money(rate.step_minor, rate.currency).decimal,
        "step_grams": rate.step_grams,
        "days_min": rate.days_min,
        "days_max": rate.days_max,
    }


def _set(merchant: Merchant, country: str, values: dict[str, str], by: Actor) -> None:
    wrong = []
    prices: dict[str, Money] = {}
    numbers: dict[str, int] = {}
    for name in ("first", "step"):
        try:
            prices[name] = Money.parse(values[name].strip(), merchant.currency)
        except ValueError:
            wrong.append(FieldError(name, _("Write a price as a plain number such as 12.50.")))
    for name in ("first_grams", "step_grams", "days_min", "days_max"):
        text = values[name].strip()
        if not (text.isascii() and text.isdigit()):
            wrong.append(FieldError(name, _("Write a whole number.")))
        else:
            numbers[name] = int(text[:9])
    if wrong:
        raise Malformed(fields=wrong)
    pricing.set_rate(merchant_id=merchant.pk, country=country, by=by, **prices, **numbers)  # type: ignore[arg-type]  # by name


@require_http_methods(["GET", "HEAD", "POST"])
def storefront(request: HttpRequest, shop: str) -> HttpResponse:
    """How the shop calls and describes itself, in both languages."""
    merchant = own_shop(request, shop)
    names = ("name", "name_zh", "trade", "trade_zh", "story", "story_zh")
    form = StorefrontForm(request.POST or None, initial={name: getattr(merchant, name) for name in names})
    if form.is_valid():
        try:
            presenting.change_storefront(merchant.pk, by=caller(request), **form.cleaned_data)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your storefront is saved."))
            return redirect("merchant:storefront", shop)
    context = {"shop": merchant, "form": form}
    return render(request, "merchant/storefront.html", context, status=422 if form.errors else 200)
