"""The operator's list of payouts: how each stands, and why it came back."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.payments.banks import CameBack
from entrepot.payments.paying_out import opening
from entrepot.payments.paying_out.models import Payout
from entrepot.payments.paying_out.sending import hear
from tests import market
from tests.payments.earning import NUMBER, bank_account
from tests.web import sales


@pytest.fixture
def operator(db: None) -> Client:
    client = Client()
    client.force_login(market.person("boss@example.com", is_operator=True))
    return client


class TestPayouts:
    def test_shows_those_that_came_back_and_why(self, operator: Client) -> None:
        shop: SimpleNamespace = sales.small_shop()
        assert "Nothing was paid out yet." in operator.get("/en/operator/payouts/").content.decode()
        bank_account(shop.bo, at=clock.now() - timedelta(days=50))
        for age, quantity in ((40, 2), (25, 3)):
            with clock.standing_at(clock.now() - timedelta(days=age)):
                sales.received(sales.paid({shop.honey.pk: quantity})[0])
            with clock.standing_at(clock.now() - timedelta(days=age - 15)):
                opening.run_whole(opening.last_day())
        first, second = Payout.objects.order_by("pk")
        hear(first.pk, CameBack("B-1", "account_closed"), by=SYSTEM)
        everything = operator.get("/en/operator/payouts/").content.decode()
        failed = operator.get("/en/operator/payouts/?show=failed").content.decode()
        for words in ("¥241.54", "US$33.85", "this account is closed", "The run of", "payouts opened"):
            assert words in everything, words
        assert "US$33.85" in failed
        assert str(second.amount.decimal) in everything
        assert str(second.amount.decimal) not in failed
        assert NUMBER not in everything

    def test_is_for_operators(self, db: None) -> None:
        seller = Client()
        seller.force_login(market.member(market.merchant("bo"), "owner"))
        assert seller.get("/en/operator/payouts/").status_code == 404
