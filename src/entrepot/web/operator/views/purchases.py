"""One purchase in the books, found by any of its numbers."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entrepot.ledger import queries as ledger
from entrepot.ledger.chart import Owner
from entrepot.trade import queries as trade
from entrepot.web.journals import owner_names, postings, refs_of, told
from entrepot.web.operator.access import caller, operators_only
from entrepot.web.operator.forms import PurchaseSearchForm
from entrepot.web.operator.views.ledger import totals


@require_safe
@operators_only
def search(request: HttpRequest) -> HttpResponse:
    """?q=… leads to the purchase."""
    form = PurchaseSearchForm(request.GET if "q" in request.GET else None)
    if form.is_bound and form.is_valid():
        found = trade.find_purchase(form.cleaned_data["q"], by=caller(request))
        if found:
            return redirect("operator:purchase", found)
        form.add_error("q", _("No order or purchase has this number. Please compare it letter by letter."))
    return render(request, "operator/purchases.html", {"form": form})


@require_safe
@operators_only
def show(request: HttpRequest, purchase_id: UUID) -> HttpResponse:
    """All that this purchase and its orders moved in the books, event by event."""
    view = trade.purchase(purchase_id, by=caller(request))
    journals = ledger.journals_of([purchase_id, *(each.order.pk for each in view.orders)])
    refs = refs_of(journals)
    rows = postings(journals, owner_names(refs))
    shown = told(journals, owner_names(refs, only=Owner.MERCHANT))
    return render(
        request,
        "operator/purchase.html",
        {"view": view, "journals": shown, "rows": rows, "totals": totals(rows)},
    )
