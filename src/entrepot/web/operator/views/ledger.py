"""The books: chart of accounts, trial balance, one account, one journal."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entrepot.kit.errors import NotFound
from entrepot.kit.money import Money
from entrepot.ledger import explaining
from entrepot.ledger import queries as ledger
from entrepot.ledger.chart import CHART, HOUSE, AccountRef, Owner
from entrepot.merchants import queries as merchants
from entrepot.trade.numbers import number_of
from entrepot.web.journals import account_name, event_name, owner_names, postings, refs_of, told
from entrepot.web.operator.access import caller, operators_only
from entrepot.web.operator.forms import DayForm


@require_safe
@operators_only
def chart(request: HttpRequest) -> HttpResponse:
    """Every line of the chart with its balance in each currency."""
    return render(request, "operator/chart.html", {"lines": ledger.chart_with_balances(), "house": HOUSE})


@require_safe
@operators_only
def trial_balance(request: HttpRequest) -> HttpResponse:
    """One trial balance a currency, ?on=… up to the end of a day."""
    form = DayForm(request.GET if "on" in request.GET else None)
    is_wrong = form.is_bound and not form.is_valid()
    trials = [] if is_wrong else ledger.trial_balance(at=form.moment)
    return render(
        request,
        "operator/trial_balance.html",
        {"form": form, "trials": trials, "is_wrong": is_wrong, "house": HOUSE},
    )


@require_safe
@operators_only
def line(request: HttpRequest, number: int, currency: str) -> HttpResponse:
    """The accounts of one line whose owners are merchants, merchant by merchant."""
    entry = CHART.get(number)
    if entry is None or entry.owner is not Owner.MERCHANT:
        raise NotFound
    shops, before = merchants.merchants(before=_cursor(request), by=caller(request))
    refs = {shop.id: entry.of(shop.id, currency) for shop in shops}
    balances = ledger.balances_of(list(refs.values()))
    rows = [(shop, balances[refs[shop.id]]) for shop in shops]
    return render(
        request,
        "operator/line.html",
        {"entry": entry, "currency": currency, "rows": rows, "before": before},
    )


@require_safe
@operators_only
def account(request: HttpRequest, number: int, owner_id: UUID, currency: str) -> HttpResponse:
    """The movements of one account, newest first, with the balance each of them left."""
    entry = CHART.get(number)
    if entry is None or (entry.owner is Owner.HOUSE) != (owner_id == HOUSE):
        raise NotFound
    ref = AccountRef(number, owner_id, currency)
    page = ledger.statement(ref, before=_cursor(request))
    owners = owner_names([ref, *(each.other for each in page.lines)])
    rows = [
        {
            "line": each,
            "event": event_name(each.code),
            "other": account_name(each.other, owners),
            "subject": number_of(each.subject_id),
        }
        for each in page.lines
    ]
    return render(
        request,
        "operator/account.html",
        {
            "page": page,
            "entry": entry,
            "balance": ledger.balance(ref),
            "name": account_name(ref, owners),
            "rows": rows,
            "is_paged": "before" in request.GET,
        },
    )


@require_safe
@operators_only
def journal(request: HttpRequest, journal_id: UUID) -> HttpResponse:
    """One journal: its transfers as a flow, and each account's debit and credit."""
    found = ledger.journal(journal_id)
    if found is None:
        raise NotFound
    owners = owner_names(refs_of([found]))
    rows = postings([found], owners)
    [shown] = told([found], owners)
    return render(
        request,
        "operator/journal.html",
        {
            "journal": found,
            "told": shown,
            "rows": rows,
            "totals": totals(rows),
            "explained": explaining.explanation(journal_id),
        },
    )


def totals(rows: list) -> list[tuple[Money, Money]]:
    """Debits and credits of each currency, which must be equal."""
    sums: dict[str, tuple[Money, Money]] = {}
    for row in rows:
        zero = Money(0, row.ref.currency)
        debit, credit = sums.get(row.ref.currency, (zero, zero))
        sums[row.ref.currency] = (debit + row.debit, credit + row.credit)
    return list(sums.values())


def _cursor(request: HttpRequest) -> UUID | None:
    """?before=…, the last row of the page before. Raises NotFound for what is no id."""
    try:
        return UUID(request.GET["before"]) if "before" in request.GET else None
    except ValueError:
        raise NotFound from None
