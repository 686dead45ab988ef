"""Products, for anybody to read."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from entrepot.api.calling import caller
from entrepot.catalog import documents
from entrepot.stock import queries as stock

router = Router(tags=["products"])


@router.get("/products/{product_id}")
def show(request: HttpRequest, product_id: UUID) -> dict[str, Any]:
    """A product with its variants, their prices and what is available now."""
    document = documents.product(product_id, by=caller(request))
    left = stock.available([UUID(variant["id"]) for variant in document["variants"]])
    for variant in document["variants"]:
        level = left.get(UUID(variant["id"]))
        variant["available"] = max(level.quantity, 0) if level else 0
    return document
