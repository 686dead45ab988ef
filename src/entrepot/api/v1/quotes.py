"""What a basket costs, all told, in the buyer's currency."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from entrepot.api.calling import caller
from entrepot.api.v1.schemas import QuoteIn
from entrepot.trade import asking, quotes

router = Router(tags=["quotes"])


@router.post("/quotes")
def create(request: HttpRequest, document: QuoteIn) -> dict[str, Any]:
    """The landed cost of a basket. Writes nothing; the signed `quote` holds rates and rules for fifteen minutes."""
    caller(request)
    return quotes.quote_document(quotes.quote(asking.basket(document.model_dump())))
