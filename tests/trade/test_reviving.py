"""Money that comes after a purchase expired: it stands again whole if everything is still to be had, else the money goes back."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from entrepot.catalog.models import Publication, Variant
from entrepot.customs import allowance, identity_number
from entrepot.customs.models import Allowance
from entrepot.customs.rules import calendar_year
from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.kit.money import Money
from entrepot.payments.models import Refund
from entrepot.payments.providers import Captured
from entrepot.stock.models import Reservation
from entrepot.trade.answers import Placed, Refused
from entrepot.trade.cancelling import cancel
from entrepot.trade.expiring import expire
from entrepot.trade.models import Step
from entrepot.trade.paying import Settlement, settle_batch
from entrepot.trade.placing import place_batch
from tests import market
from tests.market import Wish
from tests.trade.story import broken, buyer, capture, order_states, paid, placed, state, stock
from tests.trade.test_races import at_once, person_number


def expired(wish: Wish) -> Placed:
    answer = placed(wish)
    with clock.standing_at(clock.now() + timedelta(minutes=31)):
        expire(by=SYSTEM)
    assert state(answer.purchase_id) == "expired"
    return answer


class TestRevive:
    def test_stands_again_and_is_paid(self, shop: SimpleNamespace) -> None:
        answer = expired(Wish({shop.honey.pk: 2, shop.soap.pk: 1}))
        settled = capture(answer.purchase_id, fee=7)
        assert (settled.moved, settled.ended) == (True, None)
        assert (state(answer.purchase_id), order_states(answer.purchase_id)) == ("paid", ["paid", "paid"])
        assert (stock(shop.honey.pk), stock(shop.soap.pk)) == ((10, 2), (5, 1))
        assert not Refund.objects.exists()
        steps = (
            Step.objects.filter(order_id=answer.orders[0].id).order_by("pk").values_list("state", "reason")
        )
        assert list(steps) == [
            ("placed", ""),
            ("cancelled", "expired"),
            ("placed", "paid late"),
            ("paid", ""),
        ]
        key = identity_number.quota_key(market.ID_NUMBER)
        assert allowance.used([key], calendar_year(clock.now()))[key] > 0
        assert (allowance.adrift(), broken()) == ([], [])

    def test_told_twice_it_stands_once(self, shop: SimpleNamespace) -> None:
        answer = expired(Wish({shop.honey.pk: 2}))
        capture(answer.purchase_id)
        assert capture(answer.purchase_id).moved is False
        assert (stock(shop.honey.pk), Refund.objects.exists(), broken()) == ((10, 2), False, [])

    def _goes_back(self, answer: Placed) -> None:
        settled = capture(answer.purchase_id)
        assert (settled.moved, settled.ended) == (True, "expired")
        assert Refund.objects.get().amount == answer.total
        assert not Reservation.objects.filter(order_id=answer.orders[0].id, ended_at=None).exists()
        assert (allowance.adrift(), broken()) == ([], [])

    def test_not_when_one_of_its_goods_is_sold(self, shop: SimpleNamespace) -> None:
        answer = expired(Wish({shop.honey.pk: 2, shop.soap.pk: 2}))
        paid(Wish({shop.soap.pk: 4}))
        self._goes_back(answer)
        assert stock(shop.honey.pk) == (10, 0)

    def test_not_when_its_price_has_changed(self, shop: SimpleNamespace) -> None:
        answer = expired(Wish({shop.honey.pk: 2}))
        Variant.objects.filter(pk=shop.honey.pk).update(price_minor=1201)
        self._goes_back(answer)

    def test_not_when_it_is_no_longer_on_sale(self, shop: SimpleNamespace) -> None:
        answer = expired(Wish({shop.honey.pk: 2}))
        Publication.objects.all().delete()
        self._goes_back(answer)

    def test_not_when_its_buyer_has_used_her_allowance(self, shop: SimpleNamespace) -> None:
        answer = expired(Wish({shop.honey.pk: 2}))
        used = placed(Wish({shop.honey.pk: 1}))
        Allowance.objects.update(used_minor=2_599_999)
        settled = capture(answer.purchase_id)
        assert (settled.ended, Refund.objects.get().amount) == ("expired", answer.total)
        assert (stock(shop.honey.pk), state(used.purchase_id)) == ((10, 1), "pending")

    def test_leaves_what_its_buyer_had_given_up(self, shop: SimpleNamespace) -> None:
        by = buyer()
        answer = placed(Wish({shop.honey.pk: 2, shop.soap.pk: 1}, by=by))
        cancel(answer.orders[0].id, reason="expired", by=by)
        with clock.standing_at(clock.now() + timedelta(minutes=31)):
            expire(by=SYSTEM)
        capture(answer.purchase_id)
        assert order_states(answer.purchase_id) == ["cancelled", "paid"]
        assert Refund.objects.get().amount == answer.orders[0].total
        assert broken() == []


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
class TestRace:
    @pytest.fixture
    def shop(self, transactional_db: None) -> SimpleNamespace:
        market.rules_and_rates()
        market.commission(500)
        bo = market.merchant("bo")
        return SimpleNamespace(bo=bo, honey=market.product(bo, "Honey", 1200, stock=5))

    def test_late_money_and_new_buyers_never_have_more_than_there_is(self, shop: SimpleNamespace) -> None:
        late = [expired(Wish({shop.honey.pk: 2}, address=person_number(i))) for i in range(3)]
        wishes = [Wish({shop.honey.pk: 2}, address=person_number(i)).request() for i in range(10, 13)]

        def act(n: int) -> Any:
            if n < 3:
                outcome = Captured("ref", Money(0, "CNY"))
                return settle_batch([Settlement(late[n].purchase_id, outcome)])[0]
            return place_batch([wishes[n - 3]])[0]

        answers = at_once(6, act)
        revived = [answer for answer in answers[:3] if answer.ended is None]
        bought = [answer for answer in answers[3:] if not isinstance(answer, Refused)]
        assert len(revived) + len(bought) == 2
        assert stock(shop.honey.pk) == (5, 4)
        assert Refund.objects.count() == 3 - len(revived)
        assert (allowance.adrift(), broken()) == ([], [])
