"""Buying over the API: what each input answers, and that a refusal changes nothing."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from entrepot.ledger.queries import trial_balance
from entrepot.stock.models import Level
from entrepot.trade.models import Order, Purchase
from tests import market

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop(transactional_db: None) -> SimpleNamespace:
    market.rules_and_rates()
    market.commission(500)
    bo, cy = market.merchant("bo"), market.merchant("cy")
    honey = market.product(bo, "Honey", 1200)
    soap = market.product(cy, "Soap", 850, stock=5, hs8="34011100", net_content=100)
    return SimpleNamespace(bo=bo, cy=cy, honey=honey, soap=soap)


def body(shop: SimpleNamespace, **changes: Any) -> dict[str, Any]:
    return {
        "currency": "CNY",
        "ship_to": dict(market.SHANGHAI),
        "lines": [
            {"variant": str(shop.honey.pk), "quantity": 2},
            {"variant": str(shop.soap.pk), "quantity": 1},
        ],
        "email": "mei@example.com",
        "payment": {"provider": "sandbox", "token": "tok_ok"},
    } | changes


def post(path: str, document: Any, key: str = "") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return Client(headers=headers).post(
        f"/api/v1/{path}", json.dumps(document), content_type="application/json"
    )


class TestQuote:
    def test_parts_add_up_at_every_level(self, shop: SimpleNamespace) -> None:
        answer = post("quotes", body(shop)).json()
        parts = ("goods", "freight", "duty", "import_vat", "consumption_tax")
        assert answer["total"] == sum(answer[part] for part in parts)
        for part in (*parts, "total"):
            assert answer[part] == sum(order[part] for order in answer["orders"])
        for order in answer["orders"]:
            assert (
                order["total"]
                == sum(order[part] for part in parts)
                == sum(line["total"] for line in order["lines"])
            )
        assert answer["rates"][0]["rate"] == "7.1"
        assert not Purchase.objects.exists()


class TestPurchase:
    def test_is_placed_paid_and_posted(self, shop: SimpleNamespace) -> None:
        response = post("purchases", body(shop), key="first")
        answer = response.json()
        assert (response.status_code, answer["state"], answer["currency"]) == (201, "paid", "CNY")
        assert [order["merchant"] for order in answer["orders"]] == ["bo", "cy"]
        assert {order["state"] for order in answer["orders"]} == {"paid"}
        assert set(Order.objects.values_list("state", flat=True)) == {"paid"}
        [balance] = trial_balance()
        assert balance.difference.minor == 0
        escrow = {line.entry.number: line.credits.minor for line in balance.lines}
        assert escrow[2100] + escrow[2400] == answer["total"]

    def test_repeats_its_answer_for_the_same_key(self, shop: SimpleNamespace) -> None:
        first = post("purchases", body(shop), key="same").json()
        again = post("purchases", body(shop), key="same")
        assert (again.status_code, again.json()["id"]) == (201, first["id"])
        assert Purchase.objects.count() == 1

    def test_names_the_field_that_differs_under_one_key(self, shop: SimpleNamespace) -> None:
        post("purchases", body(shop), key="same")
        other = body(shop, lines=[{"variant": str(shop.honey.pk), "quantity": 1}])
        answer = post("purchases", other, key="same")
        assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (
            409,
            "idempotency.mismatch",
            "lines",
        )

    def test_gives_stock_back_when_declined(self, shop: SimpleNamespace) -> None:
        declined = body(shop, payment={"provider": "sandbox", "token": "tok_declined"})
        for _ in range(2):
            answer = post("purchases", declined, key="no")
            assert (answer.status_code, answer.json()["code"]) == (402, "payment.declined")
        assert not Level.objects.filter(reserved__gt=0).exists()

    def test_needs_a_key(self, shop: SimpleNamespace) -> None:
        answer = post("purchases", body(shop))
        assert (answer.status_code, answer.json()["code"]) == (400, "idempotency.missing")
        assert answer["Content-Type"] == "application/problem+json"

    def test_tells_a_changed_price_with_the_new_quote(self, shop: SimpleNamespace) -> None:
        answer = post("purchases", body(shop, expected_total=1), key="old")
        assert (answer.status_code, answer.json()["code"]) == (409, "price.changed")
        assert answer.json()["quote"]["total"] > 1

    def test_names_the_lines_that_are_short(self, shop: SimpleNamespace) -> None:
        many = body(
            shop,
            lines=[
                {"variant": str(shop.honey.pk), "quantity": 3},
                {"variant": str(shop.soap.pk), "quantity": 6},
            ],
        )
        answer = post("purchases", many, key="short")
        assert (answer.status_code, answer.json()["code"]) == (409, "stock.short")
        assert answer.json()["lines"] == [{"line": 1, "variant": str(shop.soap.pk), "available": 5}]

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"lines": []}, "lines"),
            ({"lines": [{"variant": "x", "quantity": 1}]}, "lines.0.variant"),
            ({"ship_to": market.SHANGHAI | {"id_number": "110105194912310021"}}, "ship_to.id_number"),
            ({"ship_to": market.SHANGHAI | {"city": "成都市"}}, "ship_to.city"),
            ({"email": "nobody"}, "email"),
            ({"currency": "yuan"}, "currency"),
        ],
    )
    def test_names_the_field_that_is_malformed(
        self, shop: SimpleNamespace, change: dict[str, Any], field: str
    ) -> None:
        answer = post("purchases", body(shop, **change), key="bad")
        assert answer.status_code == 422, answer.content
        assert field in [each["field"] for each in answer.json()["fields"]]
        assert not Purchase.objects.exists()
