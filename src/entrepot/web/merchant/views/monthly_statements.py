"""A month of a merchant's statement as PDF."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from entrepot.kit.errors import NotFound
from entrepot.trade import monthly, statements
from entrepot.web.merchant.access import caller, own_shop
from entrepot.web.merchant.statement_paper import statement_pdf
from entrepot.web.printing import pdf


@require_safe
def show(request: HttpRequest, shop: str, currency: str) -> HttpResponse:
    """?month=2026-11: what was payable at its beginning, each movement, and what at its end."""
    merchant = own_shop(request, shop)
    if currency not in statements.currencies(merchant.pk, by=caller(request)):
        raise NotFound
    first = _first(request.GET.get("month", ""))
    found = monthly.month(merchant.pk, currency, first, by=caller(request))
    return pdf(statement_pdf(merchant, found), name=f"statement-{merchant.slug}-{currency}-{first:%Y-%m}")


def _first(text: str) -> date:
    """The first day of `2026-11`. Raises NotFound."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise NotFound from None
