"""What was bought: one purchase, its link for guests, the way back from the provider, and a person's own list."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entrepot.kit.errors import DomainError, SignInNeeded
from entrepot.kit.ids import read_id
from entrepot.trade import carting, queries
from entrepot.trade.flow import PurchaseState
from entrepot.trade.following import followed
from entrepot.web.shop.following import headline, story
from entrepot.web.shop.pricing import given_back, paid_rows
from entrepot.web.shop.reading import caller, keep_count, keep_follow
from entrepot.web.shop.views.cart import filler

#: Purchases whose payment is still open: their page looks again by itself.
OPEN = (PurchaseState.PENDING, PurchaseState.NEEDS_ACTION)


@require_safe
def show(request: HttpRequest, purchase_id: UUID) -> HttpResponse:
    """Where the goods and the money are. Asked again by htmx while the payment is open, it says when to load anew."""
    view = queries.purchase(purchase_id, by=caller(request))
    is_open = view.purchase.state in OPEN
    if request.headers.get("HX-Request") and request.GET.get("state"):
        answer = HttpResponse(status=204)
        if request.GET["state"] != view.purchase.state:
            answer["HX-Refresh"] = "true"
        return answer
    context = {
        "view": view,
        "purchase": view.purchase,
        "orders": [story(order) for order in view.orders],
        "rows": paid_rows(view.orders),
        "is_open": is_open,
        "headline": headline(view),
        "is_back": "back" in request.GET,
        "given_back": given_back(view.orders),
        "is_untaxed": any(order.order.route == "none" for order in view.orders),
    }
    return render(request, "shop/purchase.html", context)


@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """The signed link of a mail: this browser may see the purchase from now on."""
    purchase_id = followed(token)
    if purchase_id is None:
        raise Http404
    keep_follow(request, purchase_id)
    return redirect("shop:purchase", purchase_id)


@require_safe
def returned(request: HttpRequest, purchase_id: UUID) -> HttpResponse:
    """The provider sends the buyer back here; what came of it is told by its webhook, and by the page."""
    return redirect(f"{reverse('shop:purchase', args=[purchase_id])}?back=1")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What this person has bought, newest first."""
    by = caller(request)
    if by.id is None:
        raise SignInNeeded
    page = queries.orders_of_buyer(by=by, before=read_id(request.GET.get("before", "")))
    return render(request, "shop/purchases.html", {"page": page, "before": request.GET.get("before", "")})


@require_POST
def again(request: HttpRequest, purchase_id: UUID) -> HttpResponse:
    """Put the goods of a purchase that came to nothing back in the cart."""
    view = queries.purchase(purchase_id, by=caller(request))
    by = filler(request)
    refused = []
    for order in view.orders:
        for line in order.lines:
            try:
                keep_count(request, carting.put_in(line.variant_id, line.quantity, by=by))
            except DomainError as refusal:
                refused.append(str(refusal))
    for sentence in dict.fromkeys(refused):
        messages.warning(request, sentence)
    if not refused:
        messages.success(request, _("The goods are in your cart again."))
    return redirect("shop:cart")
