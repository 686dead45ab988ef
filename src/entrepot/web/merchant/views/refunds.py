"""What a merchant gives back: it answers what buyers ask for, gives by itself, and takes goods back."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entrepot.kit.actor import Permission
from entrepot.kit.errors import DomainError, NotAllowed, NotFound
from entrepot.merchants.models import Merchant
from entrepot.trade import repaying, requesting, returning, selling
from entrepot.trade.claims import RefundRequest
from entrepot.trade.queries import OrderView
from entrepot.web.merchant.access import caller, own_shop
from entrepot.web.merchant.order_forms import AcceptanceForm, RefundForm, RefusalForm, ReturnForm
from entrepot.web.merchant.order_page import goods_of, order_page


@require_safe
def refund_request(request: HttpRequest, shop: str, number: str) -> HttpResponse:
    """What the buyer asks for, with both answers."""
    merchant, view, asked = _asked(request, shop, number)
    return _request_page(request, merchant, view, asked)


@require_POST
def acceptance(request: HttpRequest, shop: str, number: str) -> HttpResponse:
    """Say yes, to all of it or to another amount."""
    merchant, view, asked = _asked(request, shop, number)
    form = AcceptanceForm(request.POST, asked=asked.asked, most=view.order.refundable)
    if form.is_valid() and done(
        form, lambda: requesting.accept(asked.pk, by=caller(request), **form.cleaned_data)
    ):
        words = (
            _("Agreed. The buyer is paid when you have the goods back.")
            if asked.is_with_goods
            else _("The money is on its way back to the buyer.")
        )
        messages.success(request, words)
        return redirect("merchant:order", shop, view.number)
    return _request_page(request, merchant, view, asked, yes=form)


@require_POST
def refusal(request: HttpRequest, shop: str, number: str) -> HttpResponse:
    """Say no."""
    merchant, view, asked = _asked(request, shop, number)
    form = RefusalForm(request.POST)
    if form.is_valid() and done(
        form, lambda: requesting.decline(asked.pk, by=caller(request), **form.cleaned_data)
    ):
        messages.success(request, _("Declined. The buyer reads why."))
        return redirect("merchant:order", shop, view.number)
    return _request_page(request, merchant, view, asked, no=form)


@require_http_methods(["GET", "HEAD", "POST"])
def refund(request: HttpRequest, shop: str, number: str) -> HttpResponse:
    """Give money back without being asked, and without the goods."""
    merchant = own_shop(request, shop)
    view = _view(request, merchant, number, Permission.MONEY)
    form = RefundForm(request.POST or None, most=view.order.refundable)
    if form.is_valid() and done(
        form, lambda: repaying.refund(view.order.pk, by=caller(request), **form.cleaned_data)
    ):
        messages.success(request, _("The money is on its way back to the buyer."))
        return redirect("merchant:order", shop, view.number)
    return _page(request, "merchant/order_refund.html", merchant, view, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def taking_back(request: HttpRequest, shop: str, number: str) -> HttpResponse:
    """Say what came back, and in which condition."""
    merchant = own_shop(request, shop)
    view = _view(request, merchant, number, Permission.FULFIL)
    accounts = caller(request).may(Permission.MONEY, merchant.pk)
    form = ReturnForm(
        request.POST or None,
        goods=goods_of(view, view.with_buyer),
        most=view.order.refundable if accounts else None,
    )
    if form.is_valid() and done(
        form,
        lambda: returning.take_back(
            view.order.pk, lines=form.lines, amount=form.cleaned_data.get("amount"), by=caller(request)
        ),
    ):
        messages.success(request, _("Taken back. Your stock and the buyer's money are seen to."))
        return redirect("merchant:order", shop, view.number)
    return _page(request, "merchant/order_return.html", merchant, view, form=form)


def done(form: forms.Form, deed: Callable[[], object]) -> bool:
    """Do it; a refusal goes beside the field it names, else on top of the form."""
    try:
        deed()
    except (NotAllowed, NotFound):
        raise
    except DomainError as refused:
        for wrong in refused.fields:
            form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong.message))
        if not refused.fields:
            form.add_error(None, str(refused))
        return False
    return True


def _view(request: HttpRequest, merchant: Merchant, number: str, permission: Permission) -> OrderView:
    view = selling.order(merchant.pk, number, by=caller(request))
    if not caller(request).may(permission, merchant.pk):
        raise NotAllowed
    return view


def _asked(request: HttpRequest, shop: str, number: str) -> tuple[Merchant, OrderView, RefundRequest]:
    """The order and its open request; NotFound when it has none (any more)."""
    merchant = own_shop(request, shop)
    view = _view(request, merchant, number, Permission.MONEY)
    if view.claims.request is None:
        raise NotFound
    return merchant, view, view.claims.request


def _request_page(
    request: HttpRequest,
    merchant: Merchant,
    view: OrderView,
    asked: RefundRequest,
    *,
    yes: AcceptanceForm | None = None,
    no: RefusalForm | None = None,
) -> HttpResponse:
    return _page(
        request,
        "merchant/refund_request.html",
        merchant,
        view,
        asked=asked,
        yes=yes or AcceptanceForm(asked=asked.asked, most=view.order.refundable),
        no=no or RefusalForm(),
        form=yes or no,
    )


def _page(
    request: HttpRequest, template: str, merchant: Merchant, view: OrderView, **context: Any
) -> HttpResponse:
    form = context.get("form")
    status = 422 if form is not None and form.errors else 200
    return render(request, template, {"shop": merchant, "order": order_page(view), **context}, status=status)
