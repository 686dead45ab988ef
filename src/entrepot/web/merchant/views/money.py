"""A merchant's money: what is whose and when it is paid, each payout with its lines, and the account it goes to."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from entrepot.kit.errors import DomainError, NotFound
from entrepot.kit.money import total
from entrepot.payments.paying_out import banking
from entrepot.payments.paying_out import queries as payouts
from entrepot.trade import balances
from entrepot.trade.numbers import number_of
from entrepot.web.journals import event_name
from entrepot.web.merchant.access import caller, own_shop
from entrepot.web.merchant.money_forms import BankAccountForm

#: Movements that are about an order.
OF_ORDERS = ("release", "reserve", "reserve_released", "recovery", "refund")
#: Reserves and waiting amounts that the page lists; the sums are of all.
SHOWN = 10


@require_safe
def balance(request: HttpRequest, shop: str) -> HttpResponse:
    """Everything that is the merchant's, by currency, and what happens to it next."""
    merchant = own_shop(request, shop)
    found = balances.balance(merchant.pk, by=caller(request))
    return render(request, "merchant/balance.html", {"shop": merchant, "balance": found, "shown": SHOWN})


@require_safe
def index(request: HttpRequest, shop: str) -> HttpResponse:
    """The payouts, the newest first. ?before=… is the last one of the page before."""
    merchant = own_shop(request, shop)
    try:
        before = UUID(request.GET["before"]) if "before" in request.GET else None
    except ValueError:
        raise NotFound from None
    page = payouts.payouts(merchant.pk, before=before, by=caller(request))
    context = {"shop": merchant, "page": page, "is_paged": before is not None}
    return render(request, "merchant/payouts.html", context)


@require_safe
def show(request: HttpRequest, shop: str, payout_id: UUID) -> HttpResponse:
    """One payout: each movement that it pays, and how their sum became what was sent."""
    merchant = own_shop(request, shop)
    payout = payouts.payout(merchant.pk, payout_id, by=caller(request))
    lines = payouts.lines(payout.id)
    context = {
        "shop": merchant,
        "payout": payout,
        "rows": [(line, event_name(line.code), number_of(line.subject_id)) for line in lines],
        "linked": OF_ORDERS,
        "sum": total((line.amount for line in lines), payout.taken.currency),
    }
    return render(request, "merchant/payout.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, shop: str) -> HttpResponse:
    """Where the merchant is paid, and a form to change it; the number itself is never shown again."""
    merchant, by = own_shop(request, shop), caller(request)
    given = banking.accounts(merchant.pk, by=by)
    form = BankAccountForm(
        request.POST if request.method == "POST" else None, initial={"holder": merchant.legal_name}
    )
    if request.method == "POST" and form.is_valid():
        try:
            banking.give_account(merchant.pk, **form.cleaned_data, by=by)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("The bank account is saved. The owners of your business are told by e-mail.")
            )
            return redirect("merchant:bank_account", shop)
    context = {"shop": merchant, "accounts": given, "form": form}
    return render(request, "merchant/bank_account.html", context, status=422 if form.errors else 200)
