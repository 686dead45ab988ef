"""Paying: whatever providers tell, in whatever order and however late, money, stock and allowance agree afterwards."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from entrepot.customs import allowance, identity_number
from entrepot.customs.rules import calendar_year
from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.kit.money import Money
from entrepot.ledger import chart, queries
from entrepot.payments.models import Payment, Refund
from entrepot.payments.providers import Captured, Declined, NeedsAction, Unknown
from entrepot.shipping.models import Rate
from entrepot.trade.answers import Placed
from entrepot.trade.cancelling import cancel
from entrepot.trade.expiring import expire
from entrepot.trade.flow import OrderState, PurchaseState
from entrepot.trade.models import Purchase
from entrepot.trade.paying import Settlement, settle
from tests import market
from tests.market import Wish
from tests.trade.story import broken, capture, decline, order_states, paid, placed, state, stock

FEE = Money(7, "CNY")


@pytest.fixture
def two(shop: SimpleNamespace) -> Placed:
    """A purchase of two merchants' goods, not paid."""
    return placed(Wish({shop.honey.pk: 2, shop.soap.pk: 1}))


def used() -> int:
    """Fen of the buyer's allowance that are used this year."""
    key = identity_number.quota_key(market.ID_NUMBER)
    return allowance.used([key], calendar_year(clock.now()))[key]


def balance(entry: chart.Entry, currency: str = "CNY") -> int:
    """What an account of the house moved, debits less credits."""
    line = next(
        (
            line
            for each in queries.trial_balance()
            for line in each.lines
            if line.entry.number == entry.number
        ),
        None,
    )
    return line.debits.minor - line.credits.minor if line else 0


class TestCapture:
    def test_moves_everything_to_paid_and_the_money_to_escrow(self, two: Placed) -> None:
        settled = capture(two.purchase_id, fee=7)
        assert (settled.moved, settled.ended) == (True, None)
        assert state(two.purchase_id) == PurchaseState.PAID
        assert order_states(two.purchase_id) == [OrderState.PAID, OrderState.PAID]
        assert balance(chart.PSP_CLEARING) == two.total.minor - 7
        assert broken() == []

    def test_told_twice_counts_once(self, two: Placed) -> None:
        capture(two.purchase_id, fee=7)
        again = capture(two.purchase_id, fee=7)
        assert (again.moved, again.ended) == (False, None)
        assert balance(chart.PSP_CLEARING) == two.total.minor - 7

    @pytest.mark.parametrize("first_is_capture", [True, False])
    def test_counts_more_than_a_decline_told_in_the_same_moment(
        self, two: Placed, first_is_capture: bool
    ) -> None:
        told = [Settlement(two.purchase_id, Captured("a", FEE)), Settlement(two.purchase_id, Declined("b"))]
        settle(told if first_is_capture else told[::-1], by=SYSTEM)
        assert state(two.purchase_id) == PurchaseState.PAID
        assert broken() == []

    def test_of_a_purchase_nobody_has_is_passed_over(self, two: Placed) -> None:
        stranger = market.new_id()
        assert [each.moved for each in settle([Settlement(stranger, Captured("a", FEE))], by=SYSTEM)] == [
            False
        ]
        assert state(two.purchase_id) == PurchaseState.PENDING

    def test_after_it_needed_the_buyers_action(self, two: Placed) -> None:
        settle([Settlement(two.purchase_id, NeedsAction("a", "https://bank.example/1"))], by=SYSTEM)
        assert (state(two.purchase_id), Payment.objects.get().next_url) == (
            "needs_action",
            "https://bank.example/1",
        )
        capture(two.purchase_id)
        settle([Settlement(two.purchase_id, NeedsAction("a", "https://bank.example/1"))], by=SYSTEM)
        assert (state(two.purchase_id), Payment.objects.get().next_url) == ("paid", "")

    def test_what_is_not_known_changes_nothing(self, two: Placed) -> None:
        settle([Settlement(two.purchase_id, Unknown())], by=SYSTEM)
        assert state(two.purchase_id) == PurchaseState.PENDING


class TestDecline:
    def test_gives_stock_and_allowance_back(self, shop: SimpleNamespace, two: Placed) -> None:
        assert used() > 0
        decline(two.purchase_id)
        assert (state(two.purchase_id), used()) == (PurchaseState.DECLINED, 0)
        assert (stock(shop.honey.pk), stock(shop.soap.pk)) == ((10, 0), (5, 0))
        assert broken() == []

    def test_after_a_capture_is_not_believed(self, two: Placed) -> None:
        capture(two.purchase_id)
        decline(two.purchase_id)
        assert state(two.purchase_id) == PurchaseState.PAID
        assert broken() == []

    def test_one_of_a_batch_does_not_touch_the_others(self, shop: SimpleNamespace, two: Placed) -> None:
        other = placed(Wish({shop.honey.pk: 1}))
        settle(
            [Settlement(two.purchase_id, Declined("a")), Settlement(other.purchase_id, Captured("b", FEE))],
            by=SYSTEM,
        )
        assert (state(two.purchase_id), state(other.purchase_id)) == ("declined", "paid")
        assert stock(shop.honey.pk) == (10, 1)
        assert broken() == []


class TestMoneyThatComesTooLate:
    def test_for_an_expired_purchase_goes_back_whole(self, shop: SimpleNamespace, two: Placed) -> None:
        with clock.standing_at(clock.now() + timedelta(minutes=31)):
            assert expire(by=SYSTEM) == 1
            sold = paid(Wish({shop.honey.pk: 9}))
            settled = capture(two.purchase_id, fee=7)
        assert (settled.moved, settled.ended) == (True, PurchaseState.EXPIRED)
        refund = Refund.objects.get()
        assert (refund.amount, refund.state) == (two.total, "asked")
        assert (balance(chart.PSP_CLEARING), balance(chart.PSP_FEES)) == (sold.total.minor - 7, 7)
        assert stock(shop.honey.pk) == (10, 9)
        assert broken() == []

    def test_told_again_it_goes_back_once(self, shop: SimpleNamespace, two: Placed) -> None:
        with clock.standing_at(clock.now() + timedelta(minutes=31)):
            expire(by=SYSTEM)
        paid(Wish({shop.honey.pk: 9}))
        assert capture(two.purchase_id).ended == capture(two.purchase_id).ended == PurchaseState.EXPIRED
        assert Refund.objects.count() == 1

    def test_for_an_order_given_up_while_it_was_being_paid_goes_back(
        self, shop: SimpleNamespace, two: Placed
    ) -> None:
        first, second = two.orders
        cancel(first.id, reason="", by=SYSTEM)
        settled = capture(two.purchase_id, fee=7)
        assert (settled.ended, order_states(two.purchase_id)) == (
            None,
            [OrderState.CANCELLED, OrderState.PAID],
        )
        assert Refund.objects.get().amount == first.total
        assert balance(chart.PSP_CLEARING) == second.total.minor - 7
        assert (stock(shop.honey.pk), stock(shop.soap.pk)) == ((10, 0), (5, 1))
        assert broken() == []
        cancel(second.id, reason="", by=SYSTEM)
        assert sum(refund.amount_minor for refund in Refund.objects.all()) == two.total.minor
        assert (state(two.purchase_id), balance(chart.PSP_CLEARING)) == ("cancelled", -7)
        assert broken() == []

    def test_for_a_purchase_given_up_whole_goes_back_whole(self, two: Placed) -> None:
        for order in two.orders:
            cancel(order.id, reason="", by=SYSTEM)
        assert state(two.purchase_id) == PurchaseState.CANCELLED
        assert capture(two.purchase_id).ended == PurchaseState.CANCELLED
        assert Refund.objects.get().amount == two.total
        assert broken() == []

    def test_a_decline_that_comes_too_late_changes_nothing(self, shop: SimpleNamespace, two: Placed) -> None:
        with clock.standing_at(clock.now() + timedelta(minutes=31)):
            expire(by=SYSTEM)
        decline(two.purchase_id)
        assert (state(two.purchase_id), used(), stock(shop.honey.pk)) == ("expired", 0, (10, 0))
        assert broken() == []


class TestNothingToPay:
    """No ledger has a transfer of nothing, and no provider takes a payment of nothing."""

    def test_a_purchase_of_nothing_is_paid(self, shop: SimpleNamespace) -> None:
        Rate.objects.filter(merchant_id=shop.bo.pk).update(first_minor=0, step_minor=0)
        sample = market.product(shop.bo, "Sample", 0)
        free = placed(Wish({sample.pk: 1}))
        capture(free.purchase_id)
        assert (state(free.purchase_id), order_states(free.purchase_id)) == ("paid", ["paid"])
        assert broken() == []

    def test_an_order_of_nothing_beside_one_that_costs(self, shop: SimpleNamespace) -> None:
        Rate.objects.filter(merchant_id=shop.bo.pk).update(first_minor=0, step_minor=0)
        sample = market.product(shop.bo, "Sample", 0)
        both = placed(Wish({sample.pk: 1, shop.soap.pk: 1}))
        capture(both.purchase_id)
        assert order_states(both.purchase_id) == ["paid", "paid"]
        assert Purchase.objects.get().total_minor == both.orders[1].total.minor
        for order in both.orders:
            cancel(order.id, reason="", by=SYSTEM)
        assert [refund.amount for refund in Refund.objects.all()] == [both.total]
        assert broken() == []

    def test_money_of_nothing_that_comes_too_late(self, shop: SimpleNamespace) -> None:
        Rate.objects.filter(merchant_id=shop.bo.pk).update(first_minor=0, step_minor=0)
        free = placed(Wish({market.product(shop.bo, "Sample", 0).pk: 1}))
        cancel(free.orders[0].id, reason="", by=SYSTEM)
        assert capture(free.purchase_id).ended == PurchaseState.CANCELLED
        assert not Refund.objects.exists()
        assert broken() == []
