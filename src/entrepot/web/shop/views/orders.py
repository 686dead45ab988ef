"""The two deeds of a buyer on an order, each with its consequence on a page of its own before it is done; and its invoice."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from entrepot.kit.errors import DomainError
from entrepot.papers.invoices import invoice_pdf
from entrepot.trade import invoicing, queries
from entrepot.trade.cancelling import cancel
from entrepot.trade.receiving import confirm_receipt
from entrepot.web.printing import pdf
from entrepot.web.shop.following import story
from entrepot.web.shop.forms import CancellationForm
from entrepot.web.shop.reading import caller


@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Say that the goods are in hand; the money is then the merchant's."""
    view = queries.order(number, by=caller(request))
    if request.method == "POST":
        try:
            confirm_receipt(view.order.pk, by=caller(request))
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Thank you. The merchant has been paid."))
        return redirect("shop:purchase", view.order.purchase_id)
    return render(request, "shop/receipt.html", {"order": story(view)})


@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request: HttpRequest, number: str) -> HttpResponse:
    """Cancel an order that has not left; the money goes back whole."""
    view = queries.order(number, by=caller(request))
    form = CancellationForm(request.POST)
    if request.method == "POST":
        reason = (
            form.cleaned_data["reason"] if form.is_valid() else ""
        )  # the deed matters, its reason is a courtesy
        try:
            cancel(view.order.pk, reason=reason, by=caller(request))
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The order is cancelled."))
        return redirect("shop:purchase", view.order.purchase_id)
    return render(request, "shop/cancellation.html", {"order": story(view)})


@require_safe
def invoice(request: HttpRequest, number: str) -> HttpResponse:
    """The invoice as PDF, in this page's language."""
    found = invoicing.invoice(number, by=caller(request))
    return pdf(invoice_pdf(found), name=f"invoice-{found.view.number}")
