"""Shipping many orders at once: each row whole or refused, and the rest goes on."""

from types import SimpleNamespace

import pytest

from entrepot.kit.actor import Actor
from entrepot.shipping.models import Parcel
from entrepot.trade.batching import ROWS_MAX, Outcome, Row, ship_all
from entrepot.trade.errors import TooManyToShip
from entrepot.trade.models import Order
from tests import market
from tests.market import Wish
from tests.trade import story


@pytest.fixture
def staff(shop: SimpleNamespace) -> Actor:
    return market.staff_of(shop.bo)


def order(shop: SimpleNamespace) -> Order:
    return Order.objects.get(purchase_id=story.paid(Wish({shop.honey.pk: 1})).purchase_id)


def states() -> list[str]:
    return list(Order.objects.order_by("pk").values_list("state", flat=True))


class TestShipAll:
    def test_ships_each_row(self, shop: SimpleNamespace, staff: Actor) -> None:
        rows = [Row(order(shop).number, "UPS", f"1Z{n}") for n in range(3)]
        told = ship_all(shop.bo.pk, rows, by=staff)
        assert [each.outcome for each in told] == [Outcome.SHIPPED] * 3
        assert states() == ["shipped"] * 3
        assert sorted(Parcel.objects.values_list("tracking_number", flat=True)) == ["1Z0", "1Z1", "1Z2"]
        assert story.stock(shop.honey.pk) == (7, 0)
        assert story.broken() == []

    def test_refuses_a_row_with_its_sentence_and_goes_on(self, shop: SimpleNamespace, staff: Actor) -> None:
        first, second, third = order(shop), order(shop), order(shop)
        of_cy = Order.objects.get(purchase_id=story.paid(Wish({shop.soap.pk: 1})).purchase_id)
        told = ship_all(
            shop.bo.pk,
            [
                Row(first.number, "", "1Z1"),
                Row("nonsense", "UPS", "1Z2"),
                Row(of_cy.number, "UPS", "1Z3"),
                Row(second.number, "UPS", "1Z4"),
                Row(second.number, "UPS", "1Z5"),
                Row(third.number, "UPS", "9" * 61),
            ],
            by=staff,
        )
        assert [each.outcome for each in told].count(Outcome.SHIPPED) == 1
        assert [each.sentence for each in told] == [
            "Carrier: Please fill this in, with at most 60 characters.",
            "Your shop has no order with this number.",
            "Your shop has no order with this number.",
            "",
            f"Order {second.number} cannot be shipped, because it is Shipped.",
            "Tracking number: Please fill this in, with at most 60 characters.",
        ]
        assert states() == ["paid", "shipped", "paid", "paid"]
        assert story.broken() == []

    def test_ships_nothing_twice_when_the_same_list_comes_again(
        self, shop: SimpleNamespace, staff: Actor
    ) -> None:
        rows = [Row(order(shop).number, "UPS", "1Z1")]
        ship_all(shop.bo.pk, rows, by=staff)
        assert [each.outcome for each in ship_all(shop.bo.pk, rows, by=staff)] == [Outcome.ALREADY]
        assert Parcel.objects.count() == 1

    def test_refuses_too_many_before_anything_is_done(self, shop: SimpleNamespace, staff: Actor) -> None:
        rows = [Row(order(shop).number, "UPS", "1Z1")] * (ROWS_MAX + 1)
        with pytest.raises(TooManyToShip):
            ship_all(shop.bo.pk, rows, by=staff)
        assert states() == ["paid"]

    @pytest.mark.parametrize("who", ["accountant", "stranger"])
    def test_does_nothing_for_those_who_do_not_ship(self, shop: SimpleNamespace, who: str) -> None:
        row = Row(order(shop).number, "UPS", "1Z1")
        permission = market.Permission.MONEY
        by = market.staff_of(shop.bo, permission) if who == "accountant" else story.buyer()
        [told] = ship_all(shop.bo.pk, [row], by=by)
        assert told.outcome == Outcome.REFUSED
        assert states() == ["paid"]
