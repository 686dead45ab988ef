"""Chargebacks of one order, as its merchant sees them, and what it says for itself."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entrepot.kit.errors import DomainError, NotAllowed, NotFound
from entrepot.payments import answering
from entrepot.payments import queries as payments
from entrepot.trade import selling
from entrepot.web.merchant.access import caller, own_shop
from entrepot.web.merchant.order_forms import EvidenceForm
from entrepot.web.merchant.order_page import order_page


@require_safe
def index(request: HttpRequest, shop: str, number: str) -> HttpResponse:
    """All of them."""
    return _page(request, shop, number)


@require_POST
def evidence(request: HttpRequest, shop: str, number: str, share_id: UUID) -> HttpResponse:
    """Say what speaks against one."""
    merchant = own_shop(request, shop)
    view = selling.order(merchant.pk, number, by=caller(request))
    if share_id not in {share.pk for share in payments.shares([view.order.pk]).get(view.order.pk, [])}:
        raise NotFound
    form = EvidenceForm(request.POST)
    if form.is_valid():
        try:
            answering.answer(share_id, evidence=form.cleaned_data["evidence"], by=caller(request))
        except (NotAllowed, NotFound):
            raise
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kept, and on its way to the buyer's bank."))
            return redirect("merchant:chargebacks", shop, number)
    return _page(request, shop, number, wrong=(share_id, form))


def _page(
    request: HttpRequest, shop: str, number: str, *, wrong: tuple[UUID, EvidenceForm] | None = None
) -> HttpResponse:
    merchant = own_shop(request, shop)
    view = selling.order(merchant.pk, number, by=caller(request))
    rows: list[tuple[payments.ChargebackShare, EvidenceForm | None]] = []
    for share in payments.shares([view.order.pk]).get(view.order.pk, []):
        form = (
            EvidenceForm(initial={"evidence": share.evidence}) if share.chargeback.state == "opened" else None
        )
        rows.append((share, wrong[1] if wrong and wrong[0] == share.pk else form))
    context = {
        "shop": merchant,
        "order": order_page(view),
        "shares": rows,
        "back": reverse("merchant:orders", args=[merchant.slug]),
        "order_url": reverse("merchant:order", args=[merchant.slug, number]),
    }
    return render(request, "merchant/chargebacks.html", context, status=422 if wrong else 200)
