"""What is not paid within thirty minutes ends by itself, once."""

from datetime import timedelta
from types import SimpleNamespace

from entrepot.customs import allowance, identity_number
from entrepot.customs.rules import calendar_year
from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.kit.models import Event
from entrepot.payments.providers import NeedsAction
from entrepot.trade.expiring import expire
from entrepot.trade.models import Step
from entrepot.trade.paying import Settlement, settle
from tests import market
from tests.market import Wish
from tests.trade.story import broken, order_states, paid, placed, state, stock

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
