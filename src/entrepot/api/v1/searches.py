"""Finding goods."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from entrepot.api.calling import caller
from entrepot.search import queries
from entrepot.search.paging import Sort

router = Router(tags=["search"])


class SearchIn(Schema):
    """What is looked for; prices in minor units of `currency`."""

    q: str = Field("", max_length=200)
    lang: str = Field("", pattern="^(en|zh-hans|)$")
    category: str = Field("", max_length=60)
    merchant: str = Field("", max_length=60)
    price_min: int | None = Field(None, ge=0)
    price_max: int | None = Field(None, ge=0)
    currency: str = Field("USD", pattern="^[A-Z]{3}$")
    sort: Sort = Sort.RELEVANCE
    after: str = Field("", max_length=200)
    limit: int = Field(24, ge=1, le=100)


@router.get("/search")
def search(request: HttpRequest, asked: Query[SearchIn]) -> dict[str, Any]:
    """Goods on sale, in the order of `sort`; `next` goes into `after` for the following page, null on the last."""
    by = caller(request)
    page = queries.find(**asked.model_dump() | {"lang": asked.lang or by.locale})
    return {
        "items": [
            {
                "product": str(hit.product_id),
                "title": hit.title,
                "merchant": {"slug": hit.merchant_slug, "name": hit.merchant_name},
                "price": hit.price.minor,
                "currency": hit.price.currency,
            }
            for hit in page.items
        ],
        "next": page.next or None,
    }
