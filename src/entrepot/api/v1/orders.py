"""Orders, and what is done with them."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from entrepot.api.calling import caller
from entrepot.api.v1.schemas import CancellationIn, ShipmentIn
from entrepot.trade import cancelling, fulfilling, queries, receiving

router = Router(tags=["orders"])


@router.get("/orders/{number}")
def show(request: HttpRequest, number: str) -> dict[str, Any]:
    """An order, for its buyer and its merchant's people."""
    return queries.order_document(queries.order(number, by=caller(request, "orders", "purchases")))


@router.post("/orders/{number}/shipment", response={201: dict[str, Any]})
def ship(request: HttpRequest, number: str, document: ShipmentIn) -> Status:
    """The goods have left with a carrier."""
    by = caller(request, "orders", needs_key=True)
    found = queries.order(number, by=by)
    fulfilling.ship(found.order.pk, carrier=document.carrier, tracking_number=document.tracking_number, by=by)
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
