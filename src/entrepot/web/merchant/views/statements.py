"""A merchant's statement in one currency of its buyers, as a page and as a file."""

import csv
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entrepot.kit import clock
from entrepot.kit.errors import NotFound
from entrepot.trade import monthly, statements
from entrepot.trade.statements import Entry
from entrepot.web import formatting
from entrepot.web.journals import event_name, told
from entrepot.web.merchant.access import caller, own_shop
from entrepot.web.parts import Tab

#: As many months as the chooser offers; older ones have their address.
MONTHS = 36


@require_safe
def index(request: HttpRequest, shop: str) -> HttpResponse:
    """To the first currency in which the merchant sold; without any, what will be here."""
    merchant = own_shop(request, shop)
    found = statements.currencies(merchant.pk, by=caller(request))
    if found:
        return redirect("merchant:statement", shop, found[0])
    return render(request, "merchant/statement_empty.html", {"shop": merchant})


@require_safe
def show(request: HttpRequest, shop: str, currency: str) -> HttpResponse:
    """The statement. ?before=… is the last movement of the page before."""
    merchant = own_shop(request, shop)
    found = statements.currencies(merchant.pk, by=caller(request))
    if currency not in found:
        raise NotFound
    try:
        before = UUID(request.GET["before"]) if "before" in request.GET else None
    except ValueError:
        raise NotFound from None
    page = statements.statement(merchant.pk, currency, by=caller(request), before=before)
    tabs = [
        Tab(each, reverse("merchant:statement", args=[shop, each]), each == currency, None) for each in found
    ]
    return render(
        request,
        "merchant/statement.html",
        {
            "shop": merchant,
            "statement": page,
            "tabs": tabs,
            "entries": [_shown(entry) for entry in page.entries],
            "is_paged": before is not None,
            "months": [
                (f"{first:%Y-%m}", formatting.month(first))
                for first in islice(monthly.months(merchant.created_at.date(), clock.now().date()), MONTHS)
            ],
            "of_payouts": statements.OF_PAYOUTS,
        },
    )


@require_safe
def download(request: HttpRequest, shop: str, currency: str) -> StreamingHttpResponse:
    """The whole history as CSV, read in chunks while it is sent; amounts are plain decimals."""
    merchant = own_shop(request, shop)
    if currency not in statements.currencies(merchant.pk, by=caller(request)):
        raise NotFound
    entries = statements.every_entry(merchant.pk, currency, by=caller(request))
    language = formatting.language_now()
    response = StreamingHttpResponse(_csv(entries, language), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="statement-{merchant.slug}-{currency}.csv"'
    return response


def _shown(entry: Entry) -> dict[str, Any]:
    return {
        "entry": entry,
        "event": event_name(entry.code),
        "journals": told(entry.journals, about=event_name(entry.code)),
        "rates": sorted({line.commission_bps for line in entry.order.lines}) if entry.order else [],
    }


class _Line:
    """What csv.writer writes to: it hands the line back."""

    def write(self, line: str) -> str:
        return line


def _csv(entries: Iterable[Entry], language: str) -> Iterator[str]:
    writer = csv.writer(_Line())
    with translation.override(language):
        header = [
            _("Date (UTC)"), _("What happened"), _("Order"), _("Goods"), _("Freight"), _("Commission rate"),
            _("Commission"), _("Amount"), _("Balance after it"), _("Currency"), _("Payable from"), _("Journal"),
        ]  # fmt: skip
    # Spreadsheets read UTF-8 only when told so by its mark.
    yield "\ufeff" + writer.writerow(header)
    for entry in entries:
        with translation.override(language):
            what = str(event_name(entry.code))
        yield writer.writerow([entry.at.strftime("%Y-%m-%d %H:%M:%S"), what, *_figures(entry)])


def _figures(entry: Entry) -> list[str]:
    order, is_sale = entry.order, entry.code == "release"
    rates = sorted({line.commission_bps for line in order.lines}) if order else []
    sale = (
        [
            order.goods.decimal,
            order.freight.decimal,
            " + ".join(formatting.basis_points(bps) for bps in rates),
            (-order.commission).decimal,
        ]
        if order and is_sale
        else ["", "", "", ""]
    )
    return [
        order.number if order else "",
        *sale,
        entry.amount.decimal,
        entry.balance.decimal,
        entry.amount.currency,
        entry.payable_on.isoformat() if entry.payable_on else "",
        str(entry.journal_id),
    ]
