"""Shipping many orders at once: what waits, papers to print, and what has left."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entrepot.kit.actor import Permission
from entrepot.kit.errors import DomainError, NotAllowed, NotFound
from entrepot.merchants.models import Merchant
from entrepot.trade import batching, selling
from entrepot.trade.batching import Outcome, Row, Told
from entrepot.trade.selling import Shelf
from entrepot.web.merchant import shipping_list
from entrepot.web.merchant.access import caller, own_shop
from entrepot.web.merchant.order_forms import CARRIERS, OTHER
from entrepot.web.merchant.order_page import order_page
from entrepot.web.merchant.shipping_list import CarrierForm, ListForm


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, shop: str) -> HttpResponse:
    """What waits to be shipped, the longest waiting first; sent, every row that has a tracking number is shipped."""
    merchant = _shipping_shop(request, shop)
    if request.method != "POST":
        return _page(request, merchant)
    form = CarrierForm(request.POST)
    if not form.is_valid():
        return _page(request, merchant, form=form)
    rows = shipping_list.rows_of_table(request.POST, mode=form.cleaned_data["mode"])
    if not rows:
        form.add_error(None, _("No row has a tracking number yet, so nothing was shipped."))
        return _page(request, merchant, form=form)
    told = _shipped(request, merchant, rows, form)
    return _page(request, merchant, form=form, told=told, typed=shipping_list.typed(request.POST, told))


@require_POST
def by_list(request: HttpRequest, shop: str) -> HttpResponse:
    """Ship the rows of a list that was pasted or uploaded."""
    merchant = _shipping_shop(request, shop)
    form = ListForm(request.POST, request.FILES)
    told = _shipped(request, merchant, form.cleaned_data["rows"], form) if form.is_valid() else []
    return _page(request, merchant, list_form=form, told=told)


def _shipping_shop(request: HttpRequest, shop: str) -> Merchant:
    merchant = own_shop(request, shop)
    if not caller(request).may(Permission.FULFIL, merchant.pk):
        raise NotAllowed
    return merchant


def _shipped(request: HttpRequest, merchant: Merchant, rows: Sequence[Row], form: Form) -> list[Told]:
    """Ship the rows that can be read; what refuses all of them goes on top of the form."""
    unread = {row: sentence for row in rows if (sentence := shipping_list.unreadable(row))}
    try:
        told = batching.ship_all(merchant.pk, [row for row in rows if row not in unread], by=caller(request))
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return []
    return told + [Told(row, Outcome.REFUSED, sentence) for row, sentence in unread.items()]


def _page(
    request: HttpRequest,
    merchant: Merchant,
    *,
    form: CarrierForm | None = None,
    list_form: ListForm | None = None,
    told: Sequence[Told] = (),
    typed: Mapping[str, Mapping[str, str]] | None = None,
) -> HttpResponse:
    """The page with what still waits, and, of rows that were sent, what became of each."""
    try:
        after = UUID(request.GET["after"]) if "after" in request.GET else None
    except ValueError:
        raise NotFound from None
    found = selling.shelf(merchant.pk, Shelf.TO_SHIP, by=caller(request), after=after)
    refused = [each for each in told if each.outcome == Outcome.REFUSED]
    errors = [each for each in (form, list_form) if each is not None and each.errors]
    return render(
        request,
        "merchant/shipping.html",
        {
            "shop": merchant,
            "form": form or CarrierForm(),
            "list_form": list_form
            if errors
            else ListForm(initial={"pasted": _as_list(refused) if list_form else ""}),
            "wrong": errors[0] if errors else None,
            "told": [*refused, *(each for each in told if each not in refused)],
            "counts": {each.value: sum(one.outcome == each for one in told) for each in Outcome},
            "orders": [
                {"page": order_page(view), "typed": (typed or {}).get(view.number, {})}
                for view in found.orders
            ],
            "waiting": found.counts[Shelf.TO_SHIP],
            "carriers": CARRIERS,
            "other": OTHER,
            "next": f"?after={found.next.hex}" if found.next else "",
            "is_paged": after is not None,
        },
        status=422 if errors else 200,
    )


def _as_list(refused: Sequence[Told]) -> str:
    """The rows that were refused, to be corrected and sent again."""
    return "\n".join(f"{each.row.number}\t{each.row.carrier}\t{each.row.tracking_number}" for each in refused)
