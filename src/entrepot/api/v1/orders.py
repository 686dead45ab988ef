"""Orders, and what is done with them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import Router, Status

from entrepot.api.calling import caller
from entrepot.api.v1.schemas import CancellationIn, SentLineIn, ShipmentIn
from entrepot.papers.invoices import invoice_pdf
from entrepot.trade import cancelling, fulfilling, invoicing, queries, receiving

router = Router(tags=["orders"])


def quantities(lines: list[SentLineIn] | None) -> dict[UUID, int] | None:
    """How many of each line; a line named twice counts together."""
    if lines is None:
        return None
    answer: dict[UUID, int] = {}
    for each in lines:
        answer[each.line] = answer.get(each.line, 0) + each.quantity
    return answer


@router.get("/orders/{number}")
def show(request: HttpRequest, number: str) -> dict[str, Any]:
    """An order, for its buyer and its merchant's people."""
    return queries.order_document(queries.order(number, by=caller(request, "orders", "purchases")))


@router.get(
    "/orders/{number}/invoice", openapi_extra={"responses": {200: {"content": {"application/pdf": {}}}}}
)
def invoice(request: HttpRequest, number: str) -> HttpResponse:
    """The invoice of an order that was paid, as PDF, for its buyer: in the language of Accept-Language, else of the purchase."""
    by = caller(request, "purchases")
    found = invoicing.invoice(number, by=by)
    with translation.override(by.locale if "Accept-Language" in request.headers else found.locale):
        content = invoice_pdf(found)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="invoice-{found.view.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@router.post("/orders/{number}/shipment", response={201: dict[str, Any]})
def ship(request: HttpRequest, number: str, document: ShipmentIn) -> Status:
    """Goods have left with a carrier: the lines named, or all that is left of the order."""
    by = caller(request, "orders", needs_key=True)
    found = queries.order(number, by=by)
    fulfilling.ship(
        found.order.pk,
        carrier=document.carrier,
        tracking_number=document.tracking_number,
        lines=quantities(document.lines),
        mode=document.mode,
        by=by,
    )
    return Status(201, queries.order_document(queries.order(number, by=by)))


@router.post("/orders/{number}/receipt", response={201: dict[str, Any]})
def receive(request: HttpRequest, number: str) -> Status:
    """The buyer has the goods in hand: the money becomes the merchant's."""
    by = caller(request, "purchases")
    receiving.confirm_receipt(queries.order(number, by=by).order.pk, by=by)
    return Status(201, queries.order_document(queries.order(number, by=by)))


@router.post("/orders/{number}/cancellation", response={201: dict[str, Any]})
def cancel(request: HttpRequest, number: str, document: CancellationIn | None = None) -> Status:
    """Give an order up that has not left the merchant; what was paid goes back to the buyer."""
    by = caller(request, "orders", "purchases")
    reason = document.reason if document else ""
    cancelling.cancel(queries.order(number, by=by).order.pk, reason=reason, by=by)
    return Status(201, queries.order_document(queries.order(number, by=by)))
