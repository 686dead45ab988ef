"""A merchant's orders: what to ship, one order, and the deeds on it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entrepot.kit.actor import Permission
from entrepot.kit.errors import NotAllowed, NotFound
from entrepot.merchants.models import Merchant
from entrepot.payments import queries as payments
from entrepot.shipping.statuses import Mode, TrackingStatus
from entrepot.trade import cancelling, fulfilling, queries, selling
from entrepot.trade.queries import OrderView
from entrepot.trade.selling import Shelf
from entrepot.web.merchant.access import caller, own_shop
from entrepot.web.merchant.order_forms import CancellationForm, ShipmentForm, TrackingForm
from entrepot.web.merchant.order_page import goods_of, order_page
from entrepot.web.merchant.views.refunds import done
from entrepot.web.parts import Tab


@require_safe
def index(request: HttpRequest, shop: str) -> HttpResponse:
    """?show=…: the orders of one kind; to ship first. ?after=… is the last order of the page before."""
    merchant = own_shop(request, shop)
    try:
        which = Shelf(request.GET.get("show", Shelf.TO_SHIP))
        after = UUID(request.GET["after"]) if "after" in request.GET else None
    except ValueError:
        raise NotFound from None
    found = selling.shelf(merchant.pk, which, by=caller(request), after=after)
    tabs = [Tab(each.label, f"?show={each.value}", each is which, found.counts[each]) for each in Shelf]
    return render(
        request,
        "merchant/orders.html",
        {
            "shop": merchant,
            "which": which,
            "ships": caller(request).may(Permission.FULFIL, merchant.pk),
            "tabs": tabs,
            "orders": [order_page(view) for view in found.orders],
            "next": f"?show={which.value}&after={found.next.hex}" if found.next else "",
            "is_paged": after is not None,
        },
    )


@require_safe
def show(request: HttpRequest, shop: str, number: str) -> HttpResponse:
    """One order."""
    merchant = own_shop(request, shop)
    return _page(request, merchant, selling.order(merchant.pk, number, by=caller(request)))


@require_POST
def shipment(request: HttpRequest, shop: str, number: str) -> HttpResponse:
    """Say that the goods have left."""
    merchant = own_shop(request, shop)
    view = selling.order(merchant.pk, number, by=caller(request))
    form = ShipmentForm(request.POST, goods=goods_of(view, view.unsent))
    if form.is_valid() and done(
        form,
        lambda: fulfilling.ship(
            view.order.pk,
            carrier=form.carrier_name,
            tracking_number=form.cleaned_data["tracking_number"],
            lines=form.lines,
            mode=form.cleaned_data["mode"] or Mode.EXPRESS,
            by=caller(request),
        ),
    ):
        messages.success(request, _("Shipped. The buyer can follow the parcel."))
        return redirect("merchant:order", shop, view.number)
    return _page(request, merchant, view, ship_form=form)


@require_POST
def tracking(request: HttpRequest, shop: str, number: str) -> HttpResponse:
    """Say where the parcel is."""
    merchant = own_shop(request, shop)
    view = selling.order(merchant.pk, number, by=caller(request))
    form = TrackingForm(request.POST, parcels=_parcels(view))
    if form.is_valid():
        values = form.cleaned_data | {"status": TrackingStatus(form.cleaned_data["status"])}
        if done(form, lambda: fulfilling.track(view.order.pk, by=caller(request), **values)):
            messages.success(request, _("Noted. The buyer sees it at once."))
            return redirect("merchant:order", shop, view.number)
    return _page(request, merchant, view, track_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request: HttpRequest, shop: str, number: str) -> HttpResponse:
    """Cancel an order that has not left, after reading what that means."""
    merchant = own_shop(request, shop)
    view = selling.order(merchant.pk, number, by=caller(request))
    if not caller(request).may(Permission.FULFIL, merchant.pk):
        raise NotAllowed
    form = CancellationForm(request.POST or None)
    if form.is_valid() and done(
        form,
        lambda: cancelling.cancel(view.order.pk, reason=form.cleaned_data["reason"], by=caller(request)),
    ):
        messages.success(request, _("Cancelled. The goods are free to sell again."))
        return redirect("merchant:order", shop, view.number)
    status = 422 if form.errors else 200
    context = {"shop": merchant, "order": order_page(view), "form": form}
    return render(request, "merchant/order_cancellation.html", context, status=status)


def _parcels(view: OrderView) -> list[tuple[str, str]]:
    return [(parcel.tracking_number, parcel.carrier) for parcel in view.parcels]


def _page(
    request: HttpRequest,
    merchant: Merchant,
    view: OrderView,
    *,
    ship_form: ShipmentForm | None = None,
    track_form: TrackingForm | None = None,
) -> HttpResponse:
    ships = caller(request).may(Permission.FULFIL, merchant.pk)
    is_wrong = (ship_form or track_form) is not None
    # The address is for the parcel: before payment and after receipt nobody here needs it.
    is_needed = ships and (view.can_ship or view.can_receive)
    return render(
        request,
        "merchant/order.html",
        {
            "shop": merchant,
            "order": order_page(view),
            "ships": ships,
            "chargebacks": payments.shares([view.order.pk]).get(view.order.pk, []),
            "accounts": caller(request).may(Permission.MONEY, merchant.pk),
            "is_needed": is_needed,
            "recipient": queries.recipient(view, by=caller(request)) if is_needed else [],
            "ship_form": ship_form
            or (ShipmentForm(goods=goods_of(view, view.unsent)) if ships and view.can_ship else None),
            "track_form": track_form
            or (
                TrackingForm(parcels=_parcels(view)) if ships and view.parcels and view.is_under_way else None
            ),
            "back": reverse("merchant:orders", args=[merchant.slug]),
        },
        status=422 if is_wrong else 200,
    )
