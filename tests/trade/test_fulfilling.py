"""Shipping and tracking: the merchant's people who ship, once, and what leaves is off the shelf."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM, Actor, Permission
from entrepot.kit.errors import Malformed, NotAllowed, NotFound
from entrepot.kit.ids import new_id
from entrepot.shipping.models import Parcel
from entrepot.shipping.statuses import TrackingStatus
from entrepot.stock.models import Movement
from entrepot.trade.cancelling import cancel
from entrepot.trade.errors import OrderNotShippable
from entrepot.trade.fulfilling import ship, track
from entrepot.trade.receiving import confirm_receipt
from tests import market
from tests.market import Wish
from tests.trade.story import broken, buyer, order_states, paid, placed, stock

UPS = {"carrier": "UPS", "tracking_number": "1Z999"}


class TestShip:
    def test_takes_the_goods_off_the_shelf(self, shop: SimpleNamespace) -> None:
        answer = paid(Wish({shop.honey.pk: 2}))
        order = ship(answer.orders[0].id, **UPS, by=market.staff_of(shop.bo))
        assert (order.state, stock(shop.honey.pk)) == ("shipped", (8, 0))
        assert [m.quantity for m in Movement.objects.filter(kind="sold")] == [-2]
        assert [(p.carrier, p.tracking_number) for p in Parcel.objects.all()] == [("UPS", "1Z999")]
        assert broken() == []

    def test_once(self, shop: SimpleNamespace) -> None:
        answer = paid(Wish({shop.honey.pk: 2}))
        ship(answer.orders[0].id, **UPS, by=market.staff_of(shop.bo))
        with pytest.raises(OrderNotShippable):
            ship(answer.orders[0].id, **UPS, by=market.staff_of(shop.bo))
        assert (stock(shop.honey.pk), Parcel.objects.count()) == ((8, 0), 1)

    @pytest.mark.parametrize("state", ["placed", "cancelled"])
    def test_not_before_it_is_paid_nor_after_it_ended(self, shop: SimpleNamespace, state: str) -> None:
        [order] = placed(Wish({shop.honey.pk: 2})).orders
        if state == "cancelled":
            cancel(order.id, reason="", by=SYSTEM)
        with pytest.raises(OrderNotShippable) as refusal:
            ship(order.id, **UPS, by=market.staff_of(shop.bo))
        assert str(refusal.value) == f"Order {order.number} cannot be shipped, because it is {state.title()}."
        assert not Parcel.objects.exists()

    @pytest.mark.parametrize(
        ("carrier", "tracking_number", "field"),
        [
            ("", "1", "carrier"),
            ("  ", "1", "carrier"),
            ("UPS", "", "tracking_number"),
            ("UPS", "1" * 61, "tracking_number"),
        ],
    )
    def test_with_a_carrier_and_a_number(
        self, shop: SimpleNamespace, carrier: str, tracking_number: str, field: str
    ) -> None:
        answer = paid(Wish({shop.honey.pk: 2}))
        with pytest.raises(Malformed) as refusal:
            ship(
                answer.orders[0].id,
                carrier=carrier,
                tracking_number=tracking_number,
                by=market.staff_of(shop.bo),
            )
        assert [each.field for each in refusal.value.fields] == [field]
        assert (order_states(answer.purchase_id), stock(shop.honey.pk)) == (["paid"], (10, 2))

    def test_is_the_merchants_deed(self, shop: SimpleNamespace) -> None:
        by = Actor(id=new_id(), memberships={shop.cy.pk: frozenset(Permission)})
        [order] = paid(Wish({shop.honey.pk: 2}, by=by)).orders
        for actor, refusal in (
            (by, NotAllowed),  # its buyer, who sells elsewhere
            (market.staff_of(shop.bo, Permission.MONEY), NotAllowed),
            (market.staff_of(shop.cy), NotFound),
            (Actor(id=new_id(), is_operator=True), NotAllowed),
            (buyer(), NotAllowed),  # no member of anything
        ):
            with pytest.raises(refusal):
                ship(order.id, **UPS, by=actor)
        assert not Parcel.objects.exists()

    def test_a_key_ships_only_with_the_scope_for_it(self, shop: SimpleNamespace) -> None:
        [order] = paid(Wish({shop.honey.pk: 2})).orders
        staff = market.staff_of(shop.bo).memberships
        with pytest.raises(NotFound):
            ship(order.id, **UPS, by=Actor(id=new_id(), memberships=staff, scopes=frozenset({"catalogue"})))
        by = Actor(id=new_id(), memberships=staff, scopes=frozenset({"orders"}))
        assert ship(order.id, **UPS, by=by).state == "shipped"


class TestTrack:
    def test_a_delivery_moves_the_order_once(self, shop: SimpleNamespace) -> None:
        [order] = paid(Wish({shop.honey.pk: 2})).orders
        by = market.staff_of(shop.bo)
        ship(order.id, **UPS, by=by)
        assert track(order.id, status=TrackingStatus.DELIVERED, by=by).state == "delivered"
        assert track(order.id, status=TrackingStatus.DELIVERED, by=by).state == "delivered"
        confirm_receipt(order.id, by=SYSTEM)
        assert track(order.id, status=TrackingStatus.DELIVERED, by=by).state == "completed"
        assert broken() == []

    def test_there_is_a_parcel_first(self, shop: SimpleNamespace) -> None:
        [order] = paid(Wish({shop.honey.pk: 2})).orders
        with pytest.raises(OrderNotShippable):
            track(order.id, status=TrackingStatus.DELIVERED, by=market.staff_of(shop.bo))

    def test_not_in_the_future(self, shop: SimpleNamespace) -> None:
        answer, by = paid(Wish({shop.honey.pk: 2})), market.staff_of(shop.bo)
        [order] = answer.orders
        ship(order.id, **UPS, by=by)
        with pytest.raises(Malformed):
            track(order.id, status=TrackingStatus.DELIVERED, at=clock.now() + timedelta(minutes=1), by=by)
        assert order_states(answer.purchase_id) == ["shipped"]
