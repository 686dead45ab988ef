"""What a merchant prints for its parcels: of one order, or of all that are ticked on the shipping page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entrepot.papers.parcels import labels_pdf, packing_lists_pdf
from entrepot.trade.packing import to_pack
from entrepot.web.merchant.access import caller, own_shop
from entrepot.web.printing import pdf

#: What is printed of many orders at once; `label-sheets` are four labels on a sheet of A4.
PAPERS = ("packing-lists", "labels", "label-sheets")


@require_safe
def packing_list(request: HttpRequest, shop: str, number: str) -> HttpResponse:
    """The packing list of one order."""
    found = to_pack(own_shop(request, shop).pk, [number], by=caller(request))
    return pdf(packing_lists_pdf(found), name=f"packing-list-{found[0].view.number}")


@require_safe
def label(request: HttpRequest, shop: str, number: str) -> HttpResponse:
    """The parcel label of one order."""
    found = to_pack(own_shop(request, shop).pk, [number], by=caller(request))
    return pdf(labels_pdf(found), name=f"label-{found[0].view.number}")


@require_POST
def of_many(request: HttpRequest, shop: str, paper: str) -> HttpResponse:
    """One of PAPERS for the orders that are ticked. It only reads, but they are too many for an address."""
    merchant = own_shop(request, shop)
    numbers = request.POST.getlist("order")
    if not numbers:
        messages.warning(request, _("Please tick the orders to print for."))
        return redirect("merchant:shipping", shop)
    found = to_pack(merchant.pk, numbers, by=caller(request))
    if paper == "packing-lists":
        return pdf(packing_lists_pdf(found), name=f"packing-lists-{merchant.slug}")
    return pdf(labels_pdf(found, on_sheets=paper == "label-sheets"), name=f"{paper}-{merchant.slug}")
