"""Searching over the API: what a program asks and what it is told."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from entrepot.payments import rates
from entrepot.search import reading, rebuilding
from tests import market

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(db: None, tmp_path: Path, settings: Any) -> Any:
    settings.DATA = tmp_path
    reading.forget()
    rates.forget()
    market.rules_and_rates()
    bo = market.merchant("bo")
    made = [market.product(bo, f"Honey Jar {n}", 1000 + n, title_zh=f"蜂蜜罐 {n}") for n in range(5)]
    rebuilding.rebuild()
    yield made
    reading.forget()


def get(**asked: Any) -> Any:
    return Client().get("/api/v1/search", asked)


class TestSearch:
    def test_answers_what_the_contract_says(self, shop: Any) -> None:
        answer = get(q="蜂蜜", lang="zh-hans", limit=1, price_max=1000).json()
        assert answer == {
            "items": [
                {
                    "product": str(shop[0].product_id),
                    "title": "蜂蜜罐 0",
                    "merchant": {"slug": "bo", "name": "Bo"},
                    "price": 1000,
                    "currency": "USD",
                }
            ],
            "next": None,
            "total": 1,
        }

    def test_tells_what_it_can_be_narrowed_to_if_asked(self, shop: Any) -> None:
        told = get(q="honey", facets=True, to="CN").json()["facets"]
        assert told["merchant"] == [{"value": "bo", "name": "Bo", "count": 5}]
        assert (told["sold"], told["freight_free"]) == (5, 0)
        assert sum(band["count"] for band in told["price"]) == 5

    def test_prices_in_the_currency_asked_for(self, shop: Any) -> None:
        item = get(q="honey", currency="CNY", price_max=7100).json()["items"][0]
        assert (item["price"], item["currency"]) == (7100, "CNY")

    def test_next_leads_through_all_of_it(self, shop: Any) -> None:
        after, seen = "", []
        while after is not None:
            answer = get(q="honey", limit=2, after=after).json()
            seen += [item["product"] for item in answer["items"]]
            after = answer["next"]
        assert sorted(seen) == sorted(str(variant.product_id) for variant in shop)

    def test_a_token_made_up_is_refused_with_a_code(self, shop: Any) -> None:
        response = get(after="nonsense")
        assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
        assert response.json()["code"] == "search.page_unknown"

    def test_a_currency_without_a_rate_is_refused_with_a_code(self, shop: Any) -> None:
        response = get(price_max=100, currency="EUR")
        assert (response.status_code, response.json()["code"]) == (409, "payments.rate_missing")

    @pytest.mark.parametrize(
        "asked", [{"limit": 0}, {"price_min": -1}, {"lang": "fr"}, {"currency": "yuan"}, {"q": "x" * 201}]
    )
    def test_what_is_malformed_is_refused(self, shop: Any, asked: dict[str, Any]) -> None:
        assert get(**asked).status_code == 422

    @pytest.mark.parametrize("q", ["\x00", '"', "title:(", "🍯", "[* TO *]"])
    def test_no_text_is_refused(self, shop: Any, q: str) -> None:
        assert get(q=q).status_code == 200

    def test_sorts_by_price(self, shop: Any) -> None:
        prices = [each["price"] for each in get(sort="dearest").json()["items"]]
        assert prices == [1004, 1003, 1002, 1001, 1000]

    def test_names_an_order_that_is_none(self, shop: Any) -> None:
        answer = get(sort="paid")
        assert answer.status_code == 422 and "sort" in answer.content.decode()
