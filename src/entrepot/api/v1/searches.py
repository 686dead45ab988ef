"""Finding goods."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from entrepot.api.calling import caller
from entrepot.search import queries
from entrepot.search.facets import Facet, Facets
from entrepot.search.paging import Sort

router = Router(tags=["search"])


class SearchIn(Schema):
    """What is looked for; prices in minor units of `currency`.

    to: the country goods would be sent to; with sold or freight_free only what goes there, or without freight. facets: whether
    to answer, too, what the results can be narrowed to.
    """

    q: str = Field("", max_length=200)
    lang: str = Field("", pattern="^(en|zh-hans|)$")
    category: str = Field("", max_length=60)
    merchant: str = Field("", max_length=60)
    country: str = Field("", pattern="^([A-Z]{2}|)$")
    choice: list[str] = Field([], max_length=20)
    price_min: int | None = Field(None, ge=0)
    price_max: int | None = Field(None, ge=0)
    currency: str = Field("USD", pattern="^[A-Z]{3}$")
    to: str = Field("", pattern="^([A-Z]{2}|)$")
    sold: bool = False
    freight_free: bool = False
    facets: bool = False
    sort: Sort = Sort.RELEVANCE
    after: str = Field("", max_length=200)
    limit: int = Field(24, ge=1, le=100)


@router.get("/search")
def search(request: HttpRequest, asked: Query[SearchIn]) -> dict[str, Any]:
    """Goods on sale, in the order of `sort`; `next` goes into `after` for the following page, null on the last."""
    by = caller(request)
    page = queries.find(
        asked.q,
        lang=asked.lang or by.locale,
        category=asked.category,
        merchant=asked.merchant,
        country=asked.country,
        choices=asked.choice,
        price_min=asked.price_min,
        price_max=asked.price_max,
        currency=asked.currency,
        to=asked.to,
        is_sold_there=asked.sold,
        is_freight_free=asked.freight_free,
        sort=asked.sort,
        after=asked.after,
        limit=asked.limit,
    )
    answer = {
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
        "total": page.total,
    }
    return answer | {"facets": _facets(page.facets)} if asked.facets else answer


def _facets(found: Facets) -> dict[str, Any]:
    """Each value with its count; prices in minor units of the currency asked for."""
    named = {"category": found.category, "merchant": found.merchant, "country": found.country}
    return {
        **{name: [_value(facet) for facet in values] for name, values in named.items()},
        "choice": [
            {"name": name, "values": [_value(each) for each in values]} for name, values in found.choices
        ],
        "price": [{"from": band.low, "to": band.high, "count": band.count} for band in found.price],
        "sold": found.sold,
        "freight_free": found.freight_free,
    }


def _value(facet: Facet) -> dict[str, Any]:
    return {"value": facet.value, "name": facet.name, "count": facet.count}
