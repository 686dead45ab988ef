"""Payouts of all merchants: how they stand, and why some came back. Read only: nobody pays by hand."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from entrepot.kit.errors import NotFound
from entrepot.merchants import queries as merchants
from entrepot.payments.paying_out import queries as payouts
from entrepot.payments.paying_out.opening import Result
from entrepot.web.operator.access import caller, operators_only
from entrepot.web.parts import Tab


@require_safe
@operators_only
def index(request: HttpRequest) -> HttpResponse:
    """The payouts, the newest first. ?show=failed: those that came back. ?before=… is the last one of the page before."""
    by, failed = caller(request), request.GET.get("show") == "failed"
    try:
        before = UUID(request.GET["before"]) if "before" in request.GET else None
    except ValueError:
        raise NotFound from None
    page = payouts.every_payout(failed_only=failed, before=before, by=by)
    shops = merchants.names([payout.merchant_id for payout in page.payouts])
    here = reverse("operator:payouts")
    tabs = [
        Tab(pgettext("payouts", "All"), here, not failed, None),
        Tab(_("Came back"), f"{here}?show=failed", failed, None),
    ]
    run = payouts.last_run(by=by)
    context = {
        "next_page": f"?{'show=failed&' if failed else ''}before={page.before}",
        "rows": [(payout, shops[payout.merchant_id]) for payout in page.payouts],
        "page": page,
        "tabs": tabs,
        "failed": failed,
        "is_paged": before is not None,
        "run": run,
        "results": [
            (words, run.counts[result]) for result, words in _results() if run and run.counts.get(result)
        ],
    }
    return render(request, "operator/payouts.html", context)


def _results() -> list[tuple[Result, str]]:
    """What came of a merchant's balance in a run, in words."""
    return [
        (Result.OPENED, _("payouts opened")),
        (Result.BEFORE, _("had their payout of this day before")),
        (Result.NOTHING, _("had nothing due")),
        (Result.CARRIED, _("below the minimum, carried")),
        (Result.NO_ACCOUNT, _("without a bank account")),
        (Result.NEW_ACCOUNT, _("with a bank account that is too new")),
        (Result.NO_RATE, _("without an exchange rate")),
        (Result.FAILED, _("failed: see the log")),
    ]
