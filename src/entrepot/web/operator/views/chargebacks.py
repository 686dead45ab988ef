"""Payments that buyers had their banks take back, and refunds that no bank took."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entrepot.kit.errors import DomainError, NotFound
from entrepot.ledger import queries as ledger
from entrepot.merchants import queries as merchants
from entrepot.payments import answering, desk, refunding
from entrepot.trade.numbers import number_of
from entrepot.web.journals import owner_names, refs_of, told
from entrepot.web.operator.access import caller, operators_only
from entrepot.web.operator.book_forms import ReasonForm
from entrepot.web.parts import Tab


@require_safe
@operators_only
def index(request: HttpRequest) -> HttpResponse:
    """Open ones, or (?decided) those that are decided; below them the refunds that failed."""
    by, decided = caller(request), "decided" in request.GET
    rows, before = desk.chargebacks(decided=decided, before=_before(request), by=by)
    url = reverse("operator:chargebacks")
    waiting = desk.waiting(by=by)
    context = {
        "rows": [(row, number_of(row.payment_id)) for row in rows],
        "tabs": [
            Tab(pgettext("chargebacks", "Open"), url, not decided, waiting.chargebacks),
            Tab(_("Decided"), f"{url}?decided", decided),
        ],
        "next": f"?{'decided&' if decided else ''}before={before}" if before else "",
        "refunds": [(row, number_of(row.payment_id)) for row in desk.failed_refunds(by=by)],
    }
    return render(request, "operator/chargebacks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@operators_only
def show(request: HttpRequest, chargeback_id: UUID) -> HttpResponse:
    """One: what of it falls on whom, what they say; a POST takes the loss upon the house."""
    by = caller(request)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            answering.bear(chargeback_id, reason=form.cleaned_data["reason"], by=by)
        except NotFound:
            raise
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Should it be lost, the house bears it."))
            return redirect("operator:chargeback", chargeback_id)
    found, shares = desk.chargeback(chargeback_id, by=by)
    names = merchants.names({share.merchant_id for share in shares})
    journals = ledger.journals_of([found.pk])
    context = {
        "chargeback": found,
        "purchase": number_of(found.payment_id),
        "shares": [(share, number_of(share.order_id), names.get(share.merchant_id)) for share in shares],
        "form": form,
        "journals": told(journals, owner_names(refs_of(journals))),
    }
    return render(request, "operator/chargeback.html", context, status=422 if form.errors else 200)


@require_POST
@operators_only
def refund(request: HttpRequest, refund_id: UUID) -> HttpResponse:
    """Have a refund that failed asked for once more."""
    try:
        refunding.ask_again(refund_id, by=caller(request))
    except NotFound:
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The refund is asked for again."))
    return redirect("operator:chargebacks")


def _before(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET["before"]) if "before" in request.GET else None
    except ValueError:
        raise NotFound from None
