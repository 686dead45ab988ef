"""The confirmation page: the provider asks the buyer, and leads back to the shop."""

from uuid import UUID

from babel.numbers import format_currency
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_http_methods

from entrepot.kit.money import Money
from entrepot.sandbox.confirming import answer
from entrepot.sandbox.models import Charge, ChargeState


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, charge_id: UUID) -> HttpResponse:
    """Ask; take the answer; go back to the shop with the payment's id. What was answered before is only shown."""
    try:
        if request.method == "POST":
            charge = answer(charge_id, confirmed=request.POST.get("answer") == "confirm")
            return HttpResponseRedirect(_back(charge))
        charge = Charge.objects.get(pk=charge_id)
    except Charge.DoesNotExist:
        raise Http404 from None
    context = {
        "amount": _in_words(charge.amount),
        "waits": charge.state == ChargeState.NEEDS_ACTION,
        "declined": charge.state == ChargeState.DECLINED,
        "back": _back(charge),
        "reference": charge.pk,
    }
    return render(request, "sandbox/confirm.html", context)


def _back(charge: Charge) -> str:
    sign = "&" if "?" in charge.return_url else "?"
    return f"{charge.return_url}{sign}payment={charge.key}"


def _in_words(amount: Money) -> str:
    return format_currency(
        amount.decimal, amount.currency, locale=translation.to_locale(translation.get_language() or "en")
    )
