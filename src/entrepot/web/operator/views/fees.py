"""What the marketplace takes: commission plans and the taxes on them, what was, is and will be."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entrepot.kit import clock
from entrepot.kit.errors import DomainError, NotFound
from entrepot.merchants import charging, fees
from entrepot.merchants import queries as merchants
from entrepot.merchants.parameters import small_seller
from entrepot.web.operator.access import caller, operators_only
from entrepot.web.operator.fee_forms import PlanForm, TaxForm


@require_safe
@operators_only
def index(request: HttpRequest) -> HttpResponse:
    """Every plan and tax, and a form for another of each."""
    return _show(request, PlanForm(), TaxForm())


@require_POST
@operators_only
def plans(request: HttpRequest) -> HttpResponse:
    """A new commission plan; the one before it ends where it begins."""
    form = PlanForm(request.POST)
    if form.is_valid():
        values, whom = form.cleaned_data, form.cleaned_data["whom"]
        try:
            charging.set_fee_plan(
                commission_bps=form.bps,
                merchant_id=merchants.id_of_slug(values["shop"]) if whom == "one" else None,
                category=values["category"],
                for_small=whom == "small",
                effective_from=form.begins(),
                by=caller(request),
            )
        except NotFound:
            form.add_error("shop", _("There is no shop at this address."))
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("The plan is set. Orders placed before keep what they were placed with.")
            )
            return redirect("operator:fees")
    return _show(request, form, TaxForm())


@require_POST
@operators_only
def taxes(request: HttpRequest) -> HttpResponse:
    """A new tax on the commission; the one before it ends where it begins."""
    form = TaxForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        try:
            charging.set_fee_tax(
                country=values["country"],
                rate_bps=form.bps,
                source=values["source"],
                effective_from=form.begins(),
                by=caller(request),
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("The tax is set. Orders placed before keep what they were placed with.")
            )
            return redirect("operator:fees")
    return _show(request, PlanForm(), form)


def _show(request: HttpRequest, plan: PlanForm, tax: TaxForm) -> HttpResponse:
    tariff = fees.tariff(by=caller(request))
    named = dict(plan.fields["category"].choices)  # type: ignore[attr-defined]  # a ChoiceField
    context = {
        "tariff": tariff,
        "plans": [(row, named.get(row.category, row.category)) for row in tariff.plans],
        "plan": plan,
        "tax": tax,
        "rule": small_seller(clock.now().date()),
        "now": clock.now(),
    }
    return render(request, "operator/fees.html", context, status=422 if plan.errors or tax.errors else 200)
