"""Two who do different things to one purchase in the same moment: one of them wins, and money and stock agree with that one."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from entrepot.kit.actor import SYSTEM
from entrepot.kit.money import Money
from entrepot.payments.models import Refund
from entrepot.payments.providers import Captured
from entrepot.trade.answers import Placed
from entrepot.trade.cancelling import cancel
from entrepot.trade.errors import OrderNotCancellable, OrderNotReceivable, OrderNotShippable
from entrepot.trade.fulfilling import ship
from entrepot.trade.models import Order
from entrepot.trade.paying import Settlement, settle_batch
from entrepot.trade.placing import place_batch
from entrepot.trade.receiving import confirm_receipt
from tests import market
from tests.market import Wish
from tests.trade.story import broken, capture, order_states, paid, placed, state, stock
from tests.trade.test_races import at_once, person_number

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shop(transactional_db: None) -> SimpleNamespace:
    market.rules_and_rates()
    market.commission(500)
    bo, cy = market.merchant("bo"), market.merchant("cy")
    honey, soap = market.product(bo, "Honey", 1200, stock=100), market.product(cy, "Soap", 850, stock=100)
    return SimpleNamespace(bo=bo, cy=cy, honey=honey, soap=soap)


def kinds(answers: list[Any]) -> list[str]:
    return sorted(type(answer).__name__ for answer in answers)


class TestShipAndCancel:
    def test_exactly_one_of_them_happens(self, shop: SimpleNamespace) -> None:
        staff = market.staff_of(shop.bo)
        for i in range(6):
            answer = paid(Wish({shop.honey.pk: 2}, address=person_number(i)))
            [order] = answer.orders

            def act(n: int, order_id: UUID = order.id) -> Order:
                if n:
                    return ship(order_id, carrier="UPS", tracking_number="1", by=staff)
                return cancel(order_id, reason="", by=SYSTEM)

            answers = at_once(2, act)
            was = order_states(answer.purchase_id)[0]
            assert kinds(answers) == sorted(
                ["Order", "OrderNotCancellable" if was == "shipped" else "OrderNotShippable"]
            )
            assert Refund.objects.filter(order_id=order.id).count() == (was == "cancelled")
        assert broken() == []


class TestCancelTwice:
    def test_one_order_is_cancelled_and_refunded_once(self, shop: SimpleNamespace) -> None:
        answer = paid(Wish({shop.honey.pk: 2}))
        answers = at_once(8, lambda _n: cancel(answer.orders[0].id, reason="", by=SYSTEM))
        assert [isinstance(each, OrderNotCancellable) for each in answers].count(False) == 1
        assert (Refund.objects.count(), stock(shop.honey.pk)) == (1, (100, 0))
        assert broken() == []

    def test_both_orders_of_a_purchase_end_it(self, shop: SimpleNamespace) -> None:
        for i in range(6):
            answer = paid(Wish({shop.honey.pk: 1, shop.soap.pk: 1}, address=person_number(i)))
            ids = [order.id for order in answer.orders]
            answers = at_once(2, lambda n, ids=ids: cancel(ids[n], reason="", by=SYSTEM))
            assert kinds(answers) == ["Order", "Order"]
            assert state(answer.purchase_id) == "cancelled"
        assert broken() == []


class TestPayAndCancel:
    def test_the_money_is_held_or_goes_back(self, shop: SimpleNamespace) -> None:
        for i in range(6):
            answer = placed(Wish({shop.honey.pk: 1, shop.soap.pk: 1}, address=person_number(i)))
            ids = [order.id for order in answer.orders]
            told = [Settlement(answer.purchase_id, Captured("ref", Money(7, "CNY")))]
            answers = at_once(
                3,
                lambda n, ids=ids, told=told: (
                    settle_batch(told) if n == 2 else cancel(ids[n], reason="", by=SYSTEM)
                ),
            )
            assert kinds(answers) == ["Order", "Order", "list"]
            assert state(answer.purchase_id) == "cancelled"
            refunds = Refund.objects.filter(payment_id=answer.purchase_id)
            assert sum(refund.amount_minor for refund in refunds) == answer.total.minor
        assert stock(shop.honey.pk) == (100, 0)
        assert broken() == []


class TestReceiveTwice:
    def test_the_escrow_is_released_once(self, shop: SimpleNamespace) -> None:
        answer = paid(Wish({shop.honey.pk: 2}))
        [order] = answer.orders
        ship(order.id, carrier="UPS", tracking_number="1", by=market.staff_of(shop.bo))
        answers = at_once(8, lambda _n: confirm_receipt(order.id, by=SYSTEM))
        assert [isinstance(each, OrderNotReceivable) for each in answers].count(False) == 1
        assert order_states(answer.purchase_id) == ["completed"]
        assert broken() == []


class TestShipTwice:
    def test_the_goods_leave_once(self, shop: SimpleNamespace) -> None:
        answer = paid(Wish({shop.honey.pk: 2}))
        staff = market.staff_of(shop.bo)
        answers = at_once(
            8, lambda n: ship(answer.orders[0].id, carrier="UPS", tracking_number=str(n), by=staff)
        )
        assert [isinstance(each, OrderNotShippable) for each in answers].count(False) == 1
        assert stock(shop.honey.pk) == (98, 0)
        assert broken() == []


class TestAllowance:
    def test_of_one_person_is_not_overdrawn_by_batches_that_do_not_share_a_lane(
        self, shop: SimpleNamespace
    ) -> None:
        dear = market.product(shop.bo, "Gold", 64000, stock=99)
        answers = at_once(8, lambda _n: capture_if_placed(Wish({dear.pk: 1})))
        assert answers.count("placed") == 5
        assert set(answers) == {"placed", "customs.annual_limit"}
        assert broken() == []


def capture_if_placed(wish: Wish) -> str:
    [answer] = place_batch([wish.request()])
    if isinstance(answer, Placed):
        capture(answer.purchase_id)
        return "placed"
    return answer.error.code
