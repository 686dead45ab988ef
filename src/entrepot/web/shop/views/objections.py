"""What a buyer does when something is wrong: asks for money back, objects, and takes either back again."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entrepot.kit.errors import DomainError, NotAllowed, NotFound
from entrepot.trade import disputing, queries, requesting
from entrepot.trade.queries import OrderView
from entrepot.web.shop.following import story
from entrepot.web.shop.order_forms import DisputeForm, RefundRequestForm
from entrepot.web.shop.reading import caller


@require_http_methods(["GET", "HEAD", "POST"])
def refund_request(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the merchant for money back."""
    view = _bought(request, number)
    form = RefundRequestForm(request.POST or None, most=view.order.refundable)
    if form.is_valid() and _done(
        form, lambda: requesting.ask(view.order.pk, by=caller(request), **form.cleaned_data)
    ):
        messages.success(request, _("The merchant has been asked. The answer will stand here."))
        return redirect("shop:purchase", view.order.purchase_id)
    return _page(request, "shop/refund_request.html", view, form)


@require_POST
def refund_request_withdrawal(request: HttpRequest, number: str) -> HttpResponse:
    """No longer ask."""
    view = _bought(request, number)
    if view.claims.request is None:
        raise NotFound
    try:
        requesting.withdraw(view.claims.request.pk, by=caller(request))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("You no longer ask for a refund."))
    return redirect("shop:purchase", view.order.purchase_id)


@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: HttpRequest, number: str) -> HttpResponse:
    """Object, after reading what that does."""
    view = _bought(request, number)
    form = DisputeForm(request.POST or None)
    if form.is_valid() and _done(
        form, lambda: disputing.dispute(view.order.pk, by=caller(request), **form.cleaned_data)
    ):
        messages.success(request, _("The dispute is open. Nothing of this order moves until it is settled."))
        return redirect("shop:purchase", view.order.purchase_id)
    return _page(request, "shop/dispute.html", view, form)


@require_POST
def dispute_withdrawal(request: HttpRequest, number: str) -> HttpResponse:
    """No longer object."""
    view = _bought(request, number)
    try:
        disputing.withdraw(view.order.pk, by=caller(request))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The dispute is withdrawn. The order goes on as before."))
    return redirect("shop:purchase", view.order.purchase_id)


def _bought(request: HttpRequest, number: str) -> OrderView:
    """The order, for its buyer only: others who may see it have pages of their own."""
    by = caller(request)
    view = queries.order(number, by=by)
    if not view.order.is_bought_by(by):
        raise NotFound
    return view


def _done(form: forms.Form, deed: Callable[[], object]) -> bool:
    """Do it; a refusal goes beside the field it names, else on top of the form."""
    try:
        deed()
    except (NotAllowed, NotFound):
        raise
    except DomainError as refusal:
        for wrong in refusal.fields:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong.message))
        if not refusal.fields:
            form.add_error(None, str(refusal))
        return False
    return True


def _page(request: HttpRequest, template: str, view: OrderView, form: forms.Form) -> HttpResponse:
    return render(request, template, {"order": story(view), "form": form}, status=422 if form.errors else 200)
