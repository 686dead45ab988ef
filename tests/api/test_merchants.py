"""A merchant's balance and payouts, for its own programs."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from entrepot.kit import clock
from entrepot.payments.paying_out.models import Payout
from entrepot.payments.paying_out.opening import last_day, run_whole
from tests import market
from tests.api.calls import call, key_of
from tests.payments.earning import bank_account
from tests.web import sales


@pytest.fixture
def paid(shop: SimpleNamespace) -> SimpleNamespace:
    """Bo was paid for two honeys, and earned one lately."""
    bank_account(shop.bo, at=clock.now() - timedelta(days=50))
    with clock.standing_at(clock.now() - timedelta(days=40)):
        shop.order = sales.received(sales.paid({shop.honey.pk: 2})[0])
    with clock.standing_at(clock.now() - timedelta(days=20)):
        run_whole(last_day())
    shop.lately = sales.received(sales.paid({shop.honey.pk: 1})[0])
    shop.payout = Payout.objects.get()
    shop.key = key_of(market.member(shop.bo, "accountant"), "orders")
    return shop


class TestBalance:
    def test_says_what_is_whose_by_currency(self, paid: SimpleNamespace) -> None:
        answer = call("get", "merchants/bo/balance", bearer=paid.key)
        document = answer.json()
        [cny] = [each for each in document["currencies"] if each["currency"] == "CNY"]
        assert (cny["payable"], cny["reserve"], cny["owed"], cny["in_escrow"]) == (13675, 2684 + 1519, 0, 0)
        [waits] = cny["waiting"]
        assert (waits["order"], waits["amount"], waits["why"]) == (paid.lately.number, 13675, "early")
        [transit] = document["in_transit"]
        assert (transit["id"], transit["state"], transit["amount"]) == (str(paid.payout.pk), "started", 3385)
        assert document["own_currency"] == "USD"


class TestPayouts:
    def test_are_listed_and_each_has_its_lines(self, paid: SimpleNamespace) -> None:
        [listed] = call("get", "merchants/bo/payouts", bearer=paid.key).json()["payouts"]
        found = call("get", f"merchants/bo/payouts/{listed['id']}", bearer=paid.key).json()
        assert (found["taken"], found["amount"], found["margin_bps"], found["margin"]) == (
            24154,
            3385,
            50,
            17,
        )
        assert [(line["order"], line["code"], line["amount"]) for line in found["lines"]] == [
            (paid.order.number, "release", 26838),
            (paid.order.number, "reserve", -2684),
        ]
        assert sum(line["amount"] for line in found["lines"]) == found["taken"]
        assert "123456789" not in str(found)

    def test_are_for_programs_of_those_who_account(self, paid: SimpleNamespace) -> None:
        cy = key_of(market.member(paid.cy, "owner"), "orders")
        packer = key_of(market.member(paid.bo, "packer"), "orders")
        buys = key_of(market.member(paid.bo, "owner"), "purchases")
        for path in ("balance", "payouts", f"payouts/{paid.payout.pk}"):
            where = f"merchants/bo/{path}"
            assert [call("get", where, bearer=key).status_code for key in ("", cy, packer, buys)] == [
                401, 404, 403, 403,
            ]  # fmt: skip
        assert call("get", f"merchants/cy/payouts/{paid.payout.pk}", bearer=cy).status_code == 404
