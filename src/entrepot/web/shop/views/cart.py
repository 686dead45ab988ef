"""The cart."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entrepot.kit.actor import Actor
from entrepot.kit.errors import DomainError
from entrepot.trade import carting, carts
from entrepot.web.middleware import ensure_guest_key
from entrepot.web.shop.forms import PutInForm, QuantityForm
from entrepot.web.shop.reading import caller, keep_count, reader, way_back


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What is in it, by merchant, at today's prices."""
    here = reader(request)
    cart = carts.cart(by=caller(request), currency=here.currency)
    keep_count(request, cart.count)
    return render(request, "shop/cart.html", {"reader": here, "cart": cart})


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put goods in the cart."""
    form = PutInForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("A quantity is a whole number from 1 to 9,999."))
        return HttpResponseRedirect(way_back(request, request.META.get("HTTP_REFERER", ""), "shop:cart"))
    try:
        count = carting.put_in(
            form.cleaned_data["variant"], form.cleaned_data["quantity"], by=filler(request)
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("shop:cart")
    keep_count(request, count)
    messages.success(request, _("It is in your cart."))
    return redirect("shop:cart")


@require_POST
def change(request: HttpRequest, variant_id: UUID) -> HttpResponse:
    """Set how many of a line; none takes it out."""
    form = QuantityForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("A quantity is a whole number from 1 to 9,999."))
        return redirect("shop:cart")
    quantity = form.cleaned_data["quantity"]
    try:
        if quantity:
            keep_count(request, carting.change(variant_id, quantity, by=filler(request)))
        else:
            keep_count(request, carting.take_out([variant_id], by=filler(request)))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("shop:cart")


@require_POST
def remove(request: HttpRequest, variant_id: UUID) -> HttpResponse:
    """Take a line out; the message offers nothing to undo, the goods' page is one step away."""
    keep_count(request, carting.take_out([variant_id], by=filler(request)))
    messages.success(request, _("Removed from the cart."))
    return redirect("shop:cart")


def filler(request: HttpRequest) -> Actor:
    """The caller, with a guest's key made on the first need."""
    actor = caller(request)
    if actor.id is not None or actor.guest_key:
        return actor
    return Actor(guest_key=ensure_guest_key(request), follows=actor.follows, locale=actor.locale)
