"""Disputes, the entrance: nothing of the order moves while one is open, and it leads back to where it came from."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM, Actor
from entrepot.kit.errors import Malformed, NotAllowed, NotFound
from entrepot.kit.ids import new_id
from entrepot.payments.freezing import frozen
from entrepot.trade import disputing, repaying
from entrepot.trade.errors import (
    DisputeTooLate,
    NotDisputed,
    OrderNotDisputable,
    OrderNotReceivable,
)
from entrepot.trade.fulfilling import ship
from entrepot.trade.models import Dispute, Order, Step
from entrepot.trade.receiving import confirm_receipt, receive_silent
from entrepot.trade.returning import Back, take_back
from tests import market
from tests.market import Wish
from tests.trade.story import broken, buyer, paid
from tests.trade.test_refunding import cny, received, sent
from tests.trade.test_returning import line
from tests.trade.test_silence import wait

SAID = {"reason": "damaged", "text": "The jar is broken."}


class TestDispute:
    def test_stops_the_clock_until_it_is_withdrawn(self, shop: SimpleNamespace) -> None:
        order = sent(shop)
        due = order.receipt_due_at
        assert due is not None
        disputing.dispute(order.pk, **SAID, by=SYSTEM)
        wait(order.pk)
        assert (receive_silent(by=SYSTEM), Order.objects.get().state) == (0, "disputed")
        with pytest.raises(OrderNotReceivable):
            confirm_receipt(order.pk, by=SYSTEM)
        Order.objects.update(receipt_due_at=due)
        Dispute.objects.update(opened_at=clock.now() - timedelta(days=4))
        order = disputing.withdraw(order.pk, by=SYSTEM)
        assert order.state == "shipped" and order.receipt_due_at is not None
        assert (order.receipt_due_at - due).days == 4
        assert (Dispute.objects.get().ended_as, broken()) == ("withdrawn", [])

    def test_of_what_was_released_keeps_its_amount_with_the_merchant(self, shop: SimpleNamespace) -> None:
        order = received(shop)
        repaying.refund(order.pk, amount=cny(690), reason="x", by=SYSTEM)
        disputing.dispute(order.pk, **SAID, by=SYSTEM)
        [claim] = frozen([shop.bo.pk, shop.cy.pk])[shop.bo.pk]
        assert (claim.order_id, claim.amount, str(claim.reason)) == (order.pk, cny(27000), "Dispute")
        assert disputing.withdraw(order.pk, by=SYSTEM).state == "completed"
        assert frozen([shop.bo.pk]) == {}
        assert broken() == []

    def test_of_what_is_held_asks_nothing_of_the_merchants_money(self, shop: SimpleNamespace) -> None:
        disputing.dispute(sent(shop).pk, **SAID, by=SYSTEM)
        assert frozen([shop.bo.pk]) == {}

    def test_ends_when_all_of_it_is_refunded(self, shop: SimpleNamespace) -> None:
        order = sent(shop)
        disputing.dispute(order.pk, **SAID, by=SYSTEM)
        repaying.refund(order.pk, amount=cny(10), reason="x", by=SYSTEM)
        assert Order.objects.get().state == "disputed"
        repaying.refund(order.pk, amount=None, reason="x", by=SYSTEM)
        assert (Order.objects.get().state, Dispute.objects.get().ended_as) == ("refunded", "refunded")
        with pytest.raises(NotDisputed):
            disputing.withdraw(order.pk, by=SYSTEM)
        assert broken() == []

    def test_ends_when_the_goods_are_taken_back(self, shop: SimpleNamespace) -> None:
        order = received(shop)
        disputing.dispute(order.pk, **SAID, by=SYSTEM)
        assert take_back(order.pk, lines={line().pk: Back(2)}, by=SYSTEM).state == "returned"
        assert (Dispute.objects.get().ended_as, broken()) == ("returned", [])

    def test_until_thirty_days_after_the_receipt(self, shop: SimpleNamespace) -> None:
        order = received(shop)
        steps = Step.objects.filter(order_id=order.pk, state="received")
        steps.update(created_at=clock.now() - timedelta(days=30, minutes=1))
        with pytest.raises(DisputeTooLate):
            disputing.dispute(order.pk, **SAID, by=SYSTEM)
        steps.update(created_at=clock.now() - timedelta(days=30) + timedelta(minutes=1))
        disputing.dispute(order.pk, **SAID, by=SYSTEM)
        assert Order.objects.get().state == "disputed"

    def test_not_of_what_was_not_sent_and_not_twice(self, shop: SimpleNamespace) -> None:
        [order] = paid(Wish({shop.honey.pk: 2})).orders
        with pytest.raises(OrderNotDisputable):
            disputing.dispute(order.id, **SAID, by=SYSTEM)
        ship(order.id, carrier="UPS", tracking_number="1", by=SYSTEM)
        disputing.dispute(order.id, **SAID, by=SYSTEM)
        with pytest.raises(OrderNotDisputable):
            disputing.dispute(order.id, **SAID, by=SYSTEM)

    @pytest.mark.parametrize(
        ("said", "field"),
        [({"reason": "rude", "text": "x"}, "reason"), ({"reason": "other", "text": " "}, "text")],
    )
    def test_says_why(self, shop: SimpleNamespace, said: dict[str, str], field: str) -> None:
        with pytest.raises(Malformed) as refusal:
            disputing.dispute(sent(shop).pk, **said, by=SYSTEM)
        assert [each.field for each in refusal.value.fields] == [field]
        assert Order.objects.get().state == "shipped"

    def test_is_the_buyers(self, shop: SimpleNamespace) -> None:
        by = buyer()
        order = sent(shop, by)
        for actor, refusal in (
            (market.staff_of(shop.bo), NotAllowed),
            (Actor(id=new_id(), is_operator=True), NotAllowed),
            (buyer(), NotFound),
        ):
            with pytest.raises(refusal):
                disputing.dispute(order.pk, **SAID, by=actor)
        disputing.dispute(order.pk, **SAID, by=Actor(follows=frozenset({order.purchase_id})))
        with pytest.raises(NotAllowed):
            disputing.withdraw(order.pk, by=market.staff_of(shop.bo))
        disputing.withdraw(order.pk, by=by)
