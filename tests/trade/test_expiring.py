"""What is not paid within thirty minutes ends by itself, once."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest

from entrepot.customs import allowance, identity_number
from entrepot.customs.rules import calendar_year
from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.kit.models import Event
from entrepot.payments.models import Payment
from entrepot.payments.providers import NeedsAction
from entrepot.sandbox.confirming import answer
from entrepot.sandbox.models import Charge
from entrepot.trade.buying import buy
from entrepot.trade.cancelling import cancel
from entrepot.trade.expiring import expire
from entrepot.trade.models import Step
from entrepot.trade.paying import Settlement, give_up_unwanted, settle
from tests import market
from tests.market import Wish
from tests.trade.story import broken, capture, order_states, paid, placed, state, stock

HALF_AN_HOUR = timedelta(minutes=30)


class TestExpire:
    def test_waits_for_the_thirtieth_minute(self, shop: SimpleNamespace) -> None:
        at = clock.now()
        with clock.standing_at(at):
            waiting = placed(Wish({shop.honey.pk: 2}))
        with clock.standing_at(at + HALF_AN_HOUR - timedelta(seconds=1)):
            assert expire(by=SYSTEM) == 0
        with clock.standing_at(at + HALF_AN_HOUR):
            assert (expire(by=SYSTEM), expire(by=SYSTEM)) == (1, 0)
        assert (state(waiting.purchase_id), order_states(waiting.purchase_id)) == ("expired", ["cancelled"])
        assert stock(shop.honey.pk) == (10, 0)
        assert Step.objects.filter(state="cancelled").values_list("reason", flat=True).get() == "expired"
        assert Event.objects.filter(tag="purchase.expired", subject_id=waiting.purchase_id).count() == 1
        assert broken() == []

    def test_ends_what_waits_for_the_buyer_and_leaves_what_is_paid(self, shop: SimpleNamespace) -> None:
        waiting, done = placed(Wish({shop.honey.pk: 2})), paid(Wish({shop.honey.pk: 1}))
        settle([Settlement(waiting.purchase_id, NeedsAction("a", "https://bank.example"))], by=SYSTEM)
        with clock.standing_at(clock.now() + HALF_AN_HOUR):
            assert expire(by=SYSTEM) == 1
        assert (state(waiting.purchase_id), state(done.purchase_id)) == ("expired", "paid")
        assert stock(shop.honey.pk) == (10, 1)

    def test_gives_the_allowance_back(self, shop: SimpleNamespace) -> None:
        placed(Wish({shop.honey.pk: 2}))
        key = identity_number.quota_key(market.ID_NUMBER)
        with clock.standing_at(clock.now() + HALF_AN_HOUR):
            expire(by=SYSTEM)
            assert allowance.used([key], calendar_year(clock.now())) == {key: 0}
        assert allowance.adrift() == []


@pytest.mark.django_db(transaction=True)
class TestGiveUp:
    """No buyer pays into nothing: what nobody waits for is given up at the provider, and money that was quicker is not lost."""

    @pytest.fixture
    def shop(self, transactional_db: None) -> SimpleNamespace:
        market.rules_and_rates()
        market.commission(500)
        bo = market.merchant("bo")
        return SimpleNamespace(bo=bo, honey=market.product(bo, "Honey", 1200))

    def _expired(self, shop: SimpleNamespace) -> UUID:
        bought = buy(Wish({shop.honey.pk: 2}, token="tok_needs_action").request())
        assert state(bought.purchase_id) == "needs_action"
        with clock.standing_at(clock.now() + HALF_AN_HOUR):
            assert expire(by=SYSTEM) == 1
        return bought.purchase_id

    def test_of_what_expired_closes_the_providers_page(self, shop: SimpleNamespace) -> None:
        key = self._expired(shop)
        with clock.standing_at(clock.now() + HALF_AN_HOUR):
            assert (give_up_unwanted(), give_up_unwanted()) == (1, 0)
        assert (Payment.objects.get().state, state(key)) == ("voided", "expired")
        assert answer(Charge.objects.get().pk, confirmed=True).state == "declined"
        assert broken() == []

    def test_of_what_was_paid_meanwhile_brings_the_purchase_back(self, shop: SimpleNamespace) -> None:
        key = self._expired(shop)
        answer(Charge.objects.get().pk, confirmed=True)
        with clock.standing_at(clock.now() + HALF_AN_HOUR):
            assert give_up_unwanted() == 1
        assert (Payment.objects.get().state, state(key), order_states(key)) == ("captured", "paid", ["paid"])
        assert (stock(shop.honey.pk), broken()) == ((10, 2), [])

    def test_of_what_the_buyer_cancelled_unpaid(self, shop: SimpleNamespace) -> None:
        bought = buy(Wish({shop.honey.pk: 2}, token="tok_needs_action").request())
        cancel(bought.placed.orders[0].id, reason="", by=SYSTEM)
        assert give_up_unwanted() == 1
        assert (Payment.objects.get().state, Charge.objects.get().state) == ("voided", "declined")

    def test_is_told_again_while_nobody_answers(self, shop: SimpleNamespace) -> None:
        key = placed(Wish({shop.honey.pk: 2})).purchase_id  # the provider never heard of it
        begun = clock.now()
        with clock.standing_at(begun + HALF_AN_HOUR):
            expire(by=SYSTEM)
            assert (give_up_unwanted(), give_up_unwanted()) == (1, 0)
        with clock.standing_at(begun + 2 * HALF_AN_HOUR + timedelta(minutes=1)):
            assert give_up_unwanted() == 1
        assert (Payment.objects.get().state, state(key)) == ("pending", "expired")
        capture(key)  # it was only slow
        assert (state(key), broken()) == ("paid", [])
