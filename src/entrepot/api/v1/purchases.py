"""Buying, and following what was bought."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from entrepot.api.calling import caller
from entrepot.api.v1.schemas import PurchaseIn
from entrepot.kit.actor import Actor
from entrepot.trade import asking, queries
from entrepot.trade.buying import Bought, buy, buy_soon
from entrepot.trade.errors import PurchaseExpired
from entrepot.trade.flow import PurchaseState

type Answer = tuple[HTTPStatus, dict[str, Any]]

router = Router(tags=["purchases"])


@router.post("/purchases", response={201: dict[str, Any], 202: dict[str, Any]})
def create(request: HttpRequest, document: PurchaseIn) -> Status:
    """Place a purchase and pay it: one payment, one order per merchant. Needs the header `Idempotency-Key`."""
    by = caller(request, "purchases")
    status, answer = bought(document.model_dump(), key=request.headers.get("Idempotency-Key", ""), by=by)
    return Status(status, answer)


def bought(document: Mapping[str, Any], *, key: str, by: Actor) -> Answer:
    """Place and pay what `document` asks for; the status and the document of the answer."""
    return _answer(buy(asking.purchase(document, key=key, by=by)))


async def bought_soon(document: Mapping[str, Any], *, key: str, by: Actor) -> Answer:
    """`bought` for a coroutine, that of the quick door (api/v1/quick.py)."""
    return _answer(await buy_soon(asking.purchase(document, key=key, by=by)))


def _answer(purchase: Bought) -> Answer:
    if purchase.state == PurchaseState.EXPIRED:
        raise PurchaseExpired(extra={"id": str(purchase.purchase_id), "follow_url": purchase.follow_url})
    waits = purchase.state in (PurchaseState.PENDING, PurchaseState.NEEDS_ACTION)
    return HTTPStatus.ACCEPTED if waits else HTTPStatus.CREATED, _document(purchase)


def _document(bought: Bought) -> dict[str, Any]:
    placed = bought.placed
    paid = bought.state == PurchaseState.PAID and placed.state == PurchaseState.PENDING
    document = {
        "id": str(placed.purchase_id),
        "state": str(bought.state),
        "total": placed.total.minor,
        "currency": placed.total.currency,
        "orders": [
            {
                "number": order.number,
                "merchant": order.merchant,
                "state": "paid" if paid else order.state,
                "total": order.total.minor,
            }
            for order in placed.orders
        ],
        "follow_url": bought.follow_url,
    }
    return document | {"next_url": bought.next_url} if bought.next_url else document


@router.get("/purchases/{purchase_id}")
def show(request: HttpRequest, purchase_id: UUID) -> dict[str, Any]:
    """A purchase of the caller's, or the one whose signed link's token is given as `follow`."""
    return queries.purchase_document(queries.purchase(purchase_id, by=caller(request, "purchases")))
