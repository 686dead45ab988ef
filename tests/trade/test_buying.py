"""Buying: placed and paid in one call, and what is said is what became of it."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.payments.models import Refund
from entrepot.sandbox.models import Charge
from entrepot.shipping.models import Rate
from entrepot.stock.models import Level, Movement
from entrepot.trade.buying import buy
from entrepot.trade.cancelling import cancel
from entrepot.trade.errors import PaymentDeclined
from entrepot.trade.expiring import expire
from entrepot.trade.paying import pay
from entrepot.trade.placing import place_one
from tests import market
from tests.market import Wish
from tests.trade.story import broken, state

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop(transactional_db: None) -> SimpleNamespace:
    market.rules_and_rates()
    market.commission(500)
    bo = market.merchant("bo")
    return SimpleNamespace(bo=bo, honey=market.product(bo, "Honey", 1200))


class TestBuy:
    def test_of_nothing_asks_no_provider(self, shop: SimpleNamespace) -> None:
        Rate.objects.update(first_minor=0, step_minor=0)
        sample = market.product(shop.bo, "Sample", 0)
        bought = buy(Wish({sample.pk: 1}, token="tok_declined").request())
        assert (bought.state, state(bought.purchase_id)) == ("paid", "paid")
        assert not Charge.objects.exists()
        assert broken() == []

    def test_with_a_token_nobody_issued_is_declined(self, shop: SimpleNamespace) -> None:
        with pytest.raises(PaymentDeclined) as refusal:
            buy(Wish({shop.honey.pk: 1}, token="4111111111111111").request())
        assert state(refusal.value.extra["id"]) == "declined"
        assert broken() == []


class TestPay:
    def test_too_late_says_how_the_purchase_ended_and_not_that_it_is_paid(
        self, shop: SimpleNamespace
    ) -> None:
        request = Wish({shop.honey.pk: 1}).request()
        placed = place_one(request)
        with clock.standing_at(clock.now() + timedelta(minutes=31)):
            expire(by=SYSTEM)
            Level.objects.update(on_hand=0)  # somebody else has bought it meanwhile
            Movement.objects.all().delete()
            settled = [pay(placed, request.payment) for _ in range(2)]
        assert [each.ended for each in settled] == ["expired", "expired"]
        assert [refund.amount for refund in Refund.objects.all()] == [placed.total]
        assert broken() == []

    def test_given_up_while_the_provider_was_thinking(self, shop: SimpleNamespace, settings: Any) -> None:
        settings.PAYMENT_TIMEOUT_MS = 20
        request = Wish({shop.honey.pk: 1}, token="tok_timeout").request()
        bought = buy(request)
        cancel(bought.placed.orders[0].id, reason="", by=SYSTEM)
        assert buy(request).state == "cancelled"
        assert pay(bought.placed, request.payment).ended == "cancelled"
        assert [refund.amount for refund in Refund.objects.all()] == [bought.placed.total]
        assert broken() == []
