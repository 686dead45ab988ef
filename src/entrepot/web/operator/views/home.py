"""What needs the operator, and how the money stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entrepot.ledger import auditing, chart
from entrepot.ledger import queries as ledger
from entrepot.merchants import queries as merchants
from entrepot.payments import desk
from entrepot.web.operator.access import caller, operators_only

#: What a currency's money is: held for orders, owed to merchants, owed to customs, earned.
_SHOWN = (chart.ESCROW, chart.SELLER_PAYABLE, chart.IMPORT_TAX, chart.COMMISSION)


@require_safe
@operators_only
def show(request: HttpRequest) -> HttpResponse:
    """The operator's first page."""
    sums = []
    for trial in ledger.trial_balance():
        by_entry = {line.entry: line for line in trial.lines}
        sums.append((trial, [(entry, by_entry[entry]) for entry in _SHOWN if entry in by_entry]))
    return render(
        request,
        "operator/home.html",
        {
            "waiting": merchants.waiting_count(caller(request)),
            "payments": desk.waiting(by=caller(request)),
            "run": auditing.last_run(),
            "sums": sums,
        },
    )
