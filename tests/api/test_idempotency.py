"""One key buys once: what is repeated, whose keys are told apart, and which field is named when the input differs."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.ledger import audit
from entrepot.sandbox.models import Charge
from entrepot.trade.expiring import expire
from entrepot.trade.models import Order, Purchase
from tests import market
from tests.api.calls import body, fields, follow, key_of, post, token, told

pytestmark = pytest.mark.django_db(transaction=True)


def broken() -> list[str]:
    return [result.check.name for result in audit.run() if not result.ok]


class TestReplay:
    def test_of_a_paid_purchase_is_the_same_answer(self, shop: SimpleNamespace) -> None:
        first, again = (post("purchases", body(shop), key="k") for _ in range(2))
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.json() == again.json()
        assert Purchase.objects.count() == 1

    def test_of_a_declined_one_is_declined_again_and_asks_nobody(self, shop: SimpleNamespace) -> None:
        first, again = (post("purchases", body(shop, **token("tok_declined")), key="k") for _ in range(2))
        assert told(first) == told(again) == (402, "payment.declined")
        assert first.json() == again.json()
        assert (Purchase.objects.count(), Charge.objects.count()) == (1, 1)

    def test_of_one_that_needs_action_leads_to_the_same_page(self, shop: SimpleNamespace) -> None:
        first, again = (post("purchases", body(shop, **token("tok_needs_action")), key="k") for _ in range(2))
        assert (first.status_code, again.status_code, again.json()["state"]) == (202, 202, "needs_action")
        assert first.json()["next_url"] == again.json()["next_url"] != ""

    def test_of_one_that_timed_out_asks_again_and_is_paid_once(
        self, shop: SimpleNamespace, settings: Any
    ) -> None:
        settings.PAYMENT_TIMEOUT_MS = 50
        first, again = (post("purchases", body(shop, **token("tok_timeout")), key="k") for _ in range(2))
        assert (first.status_code, first.json()["state"], "next_url" in first.json()) == (
            202,
            "pending",
            False,
        )
        assert (again.status_code, again.json()["state"]) == (201, "paid")
        assert (Charge.objects.count(), broken()) == (1, [])

    def test_of_one_that_expired_buys_nothing(self, shop: SimpleNamespace) -> None:
        asked = body(shop, **token("tok_needs_action"))
        first = post("purchases", asked, key="k")
        with clock.standing_at(clock.now() + timedelta(minutes=31)):
            expire(by=SYSTEM)
        again = post("purchases", asked, key="k")
        assert told(again) == (409, "purchase.expired")
        assert again.json()["id"] == first.json()["id"]
        assert again.json()["follow_url"] == first.json()["follow_url"]

    def test_of_a_cancelled_one_says_so(self, shop: SimpleNamespace) -> None:
        first = post("purchases", body(shop), key="k")
        for order in first.json()["orders"]:
            assert post(f"orders/{order['number']}/cancellation?follow={follow(first)}").status_code == 201
        again = post("purchases", body(shop), key="k").json()
        assert (again["id"], again["state"]) == (first.json()["id"], "cancelled")
        assert [order["state"] for order in again["orders"]] == ["cancelled", "cancelled"]
        assert broken() == []

    def test_what_was_refused_may_be_tried_anew_with_the_same_key(self, shop: SimpleNamespace) -> None:
        assert told(post("purchases", body(shop, expected_total=1), key="k")) == (409, "price.changed")
        assert post("purchases", body(shop), key="k").status_code == 201

    def test_with_a_new_quote_is_still_the_same_purchase(self, shop: SimpleNamespace) -> None:
        first = post("purchases", body(shop), key="k").json()
        quote = post("quotes", body(shop)).json()["quote"]
        assert post("purchases", body(shop, quote=quote), key="k").json()["id"] == first["id"]


class TestMismatch:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"currency": "USD"}, "currency"),
            ({"expected_total": 1}, "expected_total"),
            ({"lines": [{"quantity": 1}]}, "lines"),
            (token("tok_declined"), "payment"),
            ({"ship_to": {"name": "别人"}}, "ship_to"),
            ({"ship_to": {"phone": "+8613800138001"}}, "ship_to"),
            ({"currency": "USD", "expected_total": 1, "ship_to": {"name": "别人"}}, "currency"),
        ],
    )
    def test_names_the_first_field_that_differs(
        self, shop: SimpleNamespace, changes: dict[str, Any], field: str
    ) -> None:
        post("purchases", body(shop), key="k")
        other = body(shop) | changes
        if "ship_to" in changes:
            other["ship_to"] = market.SHANGHAI | changes["ship_to"]
        if "lines" in changes:
            other["lines"] = [{"variant": str(shop.honey.pk), "quantity": 1}]
        answer = post("purchases", other, key="k")
        assert (told(answer), answer.json()["field"]) == ((409, "idempotency.mismatch"), field)
        assert fields(answer) == [field]
        assert Purchase.objects.count() == 1

    def test_names_the_email_of_a_person(self, shop: SimpleNamespace) -> None:
        secret = key_of(market.person("mei@example.com"), "purchases")
        post("purchases", body(shop), key="k", bearer=secret)
        answer = post("purchases", body(shop, email="else@example.com"), key="k", bearer=secret)
        assert (told(answer), answer.json()["field"]) == ((409, "idempotency.mismatch"), "email")


class TestWhoseKeys:
    def test_a_guests_email_in_other_letters_is_the_same_guest(self, shop: SimpleNamespace) -> None:
        first = post("purchases", body(shop), key="k").json()
        again = post("purchases", body(shop, email=" MEI@Example.com "), key="k").json()
        assert again["id"] == first["id"]

    def test_guests_persons_and_keys_have_their_own(self, shop: SimpleNamespace) -> None:
        mei, kim = market.person("mei@example.com"), market.person("kim@example.com")
        one = body(shop, lines=[{"variant": str(shop.honey.pk), "quantity": 1}])
        bearers = [key_of(mei, "purchases"), key_of(mei, "purchases"), key_of(kim, "purchases"), ""]
        answers = [post("purchases", one, key="k", bearer=bearer) for bearer in bearers]
        answers.append(post("purchases", one | {"email": "other@example.com"}, key="k"))
        assert [answer.status_code for answer in answers] == [201] * 5
        assert Purchase.objects.count() == 5
        assert Order.objects.filter(buyer_id=mei.pk).count() == 2

    @pytest.mark.parametrize("key", ["", " ", "k" * 81, "with space", "schlüssel"])
    def test_a_key_is_1_to_80_plain_characters(self, shop: SimpleNamespace, key: str) -> None:
        assert told(post("purchases", body(shop), key=key)) == (400, "idempotency.missing")

    def test_80_are_enough(self, shop: SimpleNamespace) -> None:
        assert post("purchases", body(shop), key="k" * 80).status_code == 201
