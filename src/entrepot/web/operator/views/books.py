"""The books of the house, kept in person: sweeping, paying the customs, debts that are not expected any more."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entrepot.kit.errors import DomainError, NotFound
from entrepot.merchants import queries as merchants
from entrepot.payments import bookkeeping
from entrepot.web.formatting import money
from entrepot.web.operator.access import caller, operators_only
from entrepot.web.operator.book_forms import AmountForm, DebtForm, ReasonForm


@require_safe
@operators_only
def index(request: HttpRequest) -> HttpResponse:
    """How each currency stands, and what can be posted."""
    return _show(request)


@require_POST
@operators_only
def sweep(request: HttpRequest) -> HttpResponse:
    """Income leaves the clients' bank account (J4b)."""
    form = AmountForm(request.POST, prefix="sweep")

    def post() -> UUID:
        values = form.cleaned_data
        return bookkeeping.sweep(values["money"], reason=values["reason"], by=caller(request))

    return _posted(request, form, post) or _show(request, sweep=form)


@require_POST
@operators_only
def remittance(request: HttpRequest, currency: str) -> HttpResponse:
    """Import tax that is due is paid to the customs (J6)."""
    form = ReasonForm(request.POST, prefix=f"tax-{currency}")
    if form.is_valid():
        try:
            paid = bookkeeping.remit_tax(currency, reason=form.cleaned_data["reason"], by=caller(request))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Paid to the customs: %(amount)s.") % {"amount": money(paid)})
            return redirect("operator:books")
    return _show(request, taxes={currency: form})


@require_POST
@operators_only
def debt(request: HttpRequest) -> HttpResponse:
    """Provide for a merchant's debt (N2), or give it up (N3)."""
    form = DebtForm(request.POST, prefix="debt")

    def post() -> UUID:
        values = form.cleaned_data
        merchant = merchants.id_of_slug(values["shop"])
        act = bookkeeping.provide if values["what"] == "provide" else bookkeeping.write_off
        return act(merchant, values["money"], reason=values["reason"], by=caller(request))

    return _posted(request, form, post) or _show(request, debt=form)


def _posted(request: HttpRequest, form: AmountForm, deed: Callable[[], UUID]) -> HttpResponse | None:
    """Do it, and lead to the journal that it became; None where something is wrong, which the form says."""
    if not form.is_valid():
        return None
    try:
        journal = deed()
    except NotFound:
        form.add_error("shop", _("There is no shop at this address."))
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    else:
        messages.success(request, _("Posted."))
        return redirect("operator:journal", journal)
    return None


def _show(
    request: HttpRequest,
    *,
    sweep: AmountForm | None = None,
    debt: DebtForm | None = None,
    taxes: dict[str, ReasonForm] | None = None,
) -> HttpResponse:
    given = taxes or {}
    standings = bookkeeping.standings(by=caller(request))
    forms = [given.get(each.currency) or ReasonForm(prefix=f"tax-{each.currency}") for each in standings]
    context = {
        "standings": list(zip(standings, forms, strict=True)),
        "sweep": sweep or AmountForm(prefix="sweep"),
        "debt": debt or DebtForm(prefix="debt"),
    }
    is_wrong = bool(sweep or debt or taxes)
    return render(request, "operator/books.html", context, status=422 if is_wrong else 200)
