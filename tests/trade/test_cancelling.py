"""Cancelling: who may, until when, and that money, stock and allowance go back once."""

from types import SimpleNamespace

import pytest

from entrepot.customs import allowance, identity_number
from entrepot.customs.rules import calendar_year
from entrepot.kit import clock
from entrepot.kit.actor import ANONYMOUS, SYSTEM, Actor, Permission
from entrepot.kit.errors import NotFound
from entrepot.kit.ids import new_id
from entrepot.payments.models import Refund
from entrepot.trade.cancelling import cancel
from entrepot.trade.errors import OrderNotCancellable
from entrepot.trade.fulfilling import ship
from entrepot.trade.models import Order, Step
from entrepot.trade.receiving import confirm_receipt
from tests import market
from tests.market import Wish
from tests.trade.story import broken, buyer, decline, order_states, paid, placed, state, stock


class TestCancel:
    def test_gives_the_whole_amount_back_taxes_too(self, shop: SimpleNamespace) -> None:
        answer = paid(Wish({shop.honey.pk: 2}))
        cancel(answer.orders[0].id, reason="changed my mind", by=SYSTEM)
        refund = Refund.objects.get()
        assert (refund.amount, refund.payment_id) == (answer.total, answer.purchase_id)
        assert (state(answer.purchase_id), stock(shop.honey.pk)) == ("cancelled", (10, 0))
        assert (
            Step.objects.filter(state="cancelled").values_list("reason", flat=True).get() == "changed my mind"
        )
        assert broken() == []

    def test_of_one_order_leaves_the_other(self, shop: SimpleNamespace) -> None:
        answer = paid(Wish({shop.honey.pk: 2, shop.soap.pk: 1}))
        cancel(answer.orders[1].id, reason="", by=SYSTEM)
        assert (state(answer.purchase_id), order_states(answer.purchase_id)) == (
            "paid",
            ["paid", "cancelled"],
        )
        assert (stock(shop.honey.pk), stock(shop.soap.pk)) == ((10, 2), (5, 0))
        assert Refund.objects.get().amount == answer.orders[1].total
        assert broken() == []

    def test_of_the_last_after_the_other_was_received(self, shop: SimpleNamespace) -> None:
        answer = paid(Wish({shop.honey.pk: 2, shop.soap.pk: 1}))
        first, second = answer.orders
        ship(first.id, carrier="UPS", tracking_number="1", by=market.staff_of(shop.bo))
        confirm_receipt(first.id, by=SYSTEM)
        cancel(second.id, reason="", by=SYSTEM)
        assert (state(answer.purchase_id), order_states(answer.purchase_id)) == (
            "paid",
            ["completed", "cancelled"],
        )
        assert broken() == []

    def test_gives_the_allowance_back_of_that_order_only(self, shop: SimpleNamespace) -> None:
        answer = paid(Wish({shop.honey.pk: 2, shop.soap.pk: 1}))
        cancel(answer.orders[0].id, reason="", by=SYSTEM)
        key, left = identity_number.quota_key(market.ID_NUMBER), Order.objects.get(pk=answer.orders[1].id)
        assert allowance.used([key], calendar_year(clock.now())) == {
            key: left.goods_minor + left.freight_minor
        }
        assert allowance.adrift() == []

    def test_a_long_reason_is_cut(self, shop: SimpleNamespace) -> None:
        cancel(placed(Wish({shop.honey.pk: 1})).orders[0].id, reason="长" * 500, by=SYSTEM)
        assert len(Step.objects.get(state="cancelled").reason) == 200

    def test_twice_is_refused_and_gives_nothing_back_again(self, shop: SimpleNamespace) -> None:
        answer = paid(Wish({shop.honey.pk: 2}))
        cancel(answer.orders[0].id, reason="", by=SYSTEM)
        with pytest.raises(OrderNotCancellable) as refusal:
            cancel(answer.orders[0].id, reason="", by=SYSTEM)
        assert (
            str(refusal.value)
            == f"Order {answer.orders[0].number} can no longer be cancelled, because it is Cancelled."
        )
        assert (Refund.objects.count(), stock(shop.honey.pk)) == (1, (10, 0))

    @pytest.mark.parametrize("after", ["shipped", "completed", "declined"])
    def test_is_refused_later(self, shop: SimpleNamespace, after: str) -> None:
        answer = placed(Wish({shop.honey.pk: 2})) if after == "declined" else paid(Wish({shop.honey.pk: 2}))
        [order] = answer.orders
        if after == "declined":
            decline(answer.purchase_id)
        else:
            ship(order.id, carrier="UPS", tracking_number="1", by=market.staff_of(shop.bo))
        if after == "completed":
            confirm_receipt(order.id, by=SYSTEM)
        with pytest.raises(OrderNotCancellable):
            cancel(order.id, reason="", by=SYSTEM)
        assert not Refund.objects.exists()
        assert broken() == []


class TestWhoMay:
    def test_its_buyer_its_merchant_the_link_and_the_operator(self, shop: SimpleNamespace) -> None:
        by = buyer()
        for actor in (
            lambda _placed: by,
            lambda _placed: market.staff_of(shop.bo, Permission.FULFIL),
            lambda answer: Actor(follows=frozenset({answer.purchase_id})),
            lambda _placed: Actor(id=new_id(), is_operator=True),
        ):
            answer = paid(Wish({shop.honey.pk: 1}, by=by))
            cancel(answer.orders[0].id, reason="", by=actor(answer))
            assert order_states(answer.purchase_id) == ["cancelled"]
        assert broken() == []

    def test_nobody_else_learns_that_it_is_there(self, shop: SimpleNamespace) -> None:
        by = buyer()
        answer, other = paid(Wish({shop.honey.pk: 1}, by=by)), paid(Wish({shop.honey.pk: 1}))
        for actor in (
            ANONYMOUS,
            buyer(),
            market.staff_of(shop.cy),
            market.staff_of(shop.bo, Permission.MONEY),
            market.staff_of(shop.bo, Permission.CATALOGUE),
            Actor(follows=frozenset({other.purchase_id})),
            Actor(id=by.id, scopes=frozenset({"orders"}), key_id=new_id()),
            Actor(
                id=new_id(), memberships=market.staff_of(shop.bo).memberships, scopes=frozenset({"purchases"})
            ),
        ):
            with pytest.raises(NotFound):
                cancel(answer.orders[0].id, reason="", by=actor)
        assert order_states(answer.purchase_id) == ["paid"]

    @pytest.mark.django_db
    def test_an_order_that_is_not_there(self) -> None:
        with pytest.raises(NotFound):
            cancel(new_id(), reason="", by=SYSTEM)
