"""The books over the API: for operators whose key is for that, and for nobody else."""

from types import SimpleNamespace

import pytest

from tests import market
from tests.api.calls import body, follow, get, key_of, post, told

pytestmark = pytest.mark.django_db(transaction=True)

PATH = "ledger/trial-balance"


class TestTrialBalance:
    def test_is_zero_in_every_currency(self, shop: SimpleNamespace) -> None:
        assert post("purchases", body(shop), key="k").status_code == 201
        answer = get(PATH, bearer=key_of(market.person("operator@example.com", is_operator=True), "ledger"))
        [cny] = answer.json()["currencies"]
        assert (answer.status_code, answer.json()["sum"]) == (200, {"CNY": 0})
        assert cny["debits"] == cny["credits"] == sum(account["credits"] for account in cny["accounts"]) > 0

    def test_is_for_operators_with_a_key_for_it(self, shop: SimpleNamespace) -> None:
        boss, bos = market.person("operator@example.com", is_operator=True), market.member(shop.bo, "owner")
        bought = post("purchases", body(shop), key="k")
        for answer, expected in (
            (get(PATH), (401, "sign_in_needed")),
            (get(f"{PATH}?follow={follow(bought)}"), (401, "sign_in_needed")),
            (get(PATH, bearer="ek_live_nonsense"), (401, "sign_in_needed")),
            (get(PATH, bearer=key_of(boss, "orders", "purchases")), (403, "scope.missing")),
            (get(PATH, bearer=key_of(bos, "ledger")), (403, "not_allowed")),
            (get(PATH, bearer=key_of(bos, "orders")), (403, "scope.missing")),
        ):
            assert told(answer) == expected
