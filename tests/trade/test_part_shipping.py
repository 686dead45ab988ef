"""Shipping in part: what leaves is off the shelf, what is left stays promised, and what never leaves is paid back."""

from types import SimpleNamespace
from uuid import UUID

import pytest

from entrepot.customs import allowance, identity_number
from entrepot.customs.rules import calendar_year
from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.kit.errors import Malformed
from entrepot.kit.ids import new_id
from entrepot.payments.models import Refund
from entrepot.shipping.models import Parcel, ParcelLine
from entrepot.shipping.statuses import TrackingStatus
from entrepot.trade.cancelling import cancel
from entrepot.trade.errors import OrderNotCancellable, OrderNotShippable, ParcelKnown
from entrepot.trade.fulfilling import ship, track
from entrepot.trade.models import Order, OrderLine, Step
from entrepot.trade.receiving import confirm_receipt
from tests import market
from tests.market import Wish
from tests.trade.story import broken, paid, state, stock


@pytest.fixture
def order(shop: SimpleNamespace) -> Order:
    """Five honeys and two candles of Bo's, paid."""
    candle = market.product(shop.bo, "Candle", 700, hs8="34060000", net_content=100)
    shop.candle = candle
    [bought] = paid(Wish({shop.honey.pk: 5, candle.pk: 2})).orders
    return Order.objects.get(pk=bought.id)


def lines(order: Order) -> dict[UUID, UUID]:
    """The line of each variant."""
    return dict(OrderLine.objects.filter(order=order).values_list("variant_id", "pk"))


class TestShipInPart:
    def test_takes_what_is_sent_off_the_shelf_and_keeps_the_rest_promised(
        self, shop: SimpleNamespace, order: Order
    ) -> None:
        of, by = lines(order), market.staff_of(shop.bo)
        sent = ship(order.pk, carrier="UPS", tracking_number="1", lines={of[shop.honey.pk]: 2}, by=by)
        assert (sent.state, stock(shop.honey.pk), stock(shop.candle.pk)) == ("part_shipped", (8, 3), (10, 2))
        assert broken() == []
        sent = ship(
            order.pk,
            carrier="UPS",
            tracking_number="2",
            lines={of[shop.honey.pk]: 1, of[shop.candle.pk]: 2},
            by=by,
        )
        assert (sent.state, stock(shop.honey.pk), stock(shop.candle.pk)) == ("part_shipped", (7, 2), (8, 0))
        assert ship(order.pk, carrier="UPS", tracking_number="3", by=by).state == "shipped"
        assert stock(shop.honey.pk) == (5, 0)
        assert list(
            ParcelLine.objects.order_by("parcel_id", "quantity").values_list("quantity", flat=True)
        ) == [
            2,
            1,
            2,
            2,
        ]
        steps = Step.objects.filter(order_id=order.pk).order_by("pk").values_list("state", flat=True)
        assert list(steps) == ["placed", "paid", "part_shipped", "part_shipped", "shipped"]
        assert broken() == []

    def test_of_everything_by_name_is_shipping(self, shop: SimpleNamespace, order: Order) -> None:
        of = lines(order)
        everything = {of[shop.honey.pk]: 5, of[shop.candle.pk]: 2}
        by = market.staff_of(shop.bo)
        assert ship(order.pk, carrier="UPS", tracking_number="1", lines=everything, by=by).state == "shipped"
        with pytest.raises(OrderNotShippable):
            ship(order.pk, carrier="UPS", tracking_number="2", lines=everything, by=by)

    @pytest.mark.parametrize("quantity", [0, -1, 6])
    def test_no_more_than_is_left(self, shop: SimpleNamespace, order: Order, quantity: int) -> None:
        line = lines(order)[shop.honey.pk]
        with pytest.raises(Malformed) as refusal:
            ship(order.pk, carrier="UPS", tracking_number="1", lines={line: quantity}, by=SYSTEM)
        assert [(f.field, str(f.message)) for f in refusal.value.fields] == [
            ("lines.0.quantity", "Please give 1 to 5.")
        ]
        assert (Order.objects.get().state, stock(shop.honey.pk), Parcel.objects.count()) == (
            "paid",
            (10, 5),
            0,
        )

    def test_nothing_that_is_not_of_this_order(self, order: Order) -> None:
        for wrong in ({}, {new_id(): 1}):
            with pytest.raises(Malformed):
                ship(order.pk, carrier="UPS", tracking_number="1", lines=wrong, by=SYSTEM)
        assert not Parcel.objects.exists()

    def test_said_twice_is_sent_once(self, shop: SimpleNamespace, order: Order) -> None:
        line = lines(order)[shop.honey.pk]
        ship(order.pk, carrier="UPS", tracking_number="1", lines={line: 1}, by=SYSTEM)
        with pytest.raises(ParcelKnown):
            ship(order.pk, carrier=" UPS", tracking_number="1 ", lines={line: 1}, by=SYSTEM)
        assert stock(shop.honey.pk) == (9, 4)

    def test_is_delivered_when_its_last_parcel_is(self, shop: SimpleNamespace, order: Order) -> None:
        line = lines(order)[shop.honey.pk]
        ship(order.pk, carrier="UPS", tracking_number="1", lines={line: 1}, by=SYSTEM)
        ship(order.pk, carrier="UPS", tracking_number="2", by=SYSTEM)
        assert track(order.pk, status=TrackingStatus.DELIVERED, by=SYSTEM).state == "shipped"
        first = {"status": TrackingStatus.DELIVERED, "tracking_number": "1"}
        assert track(order.pk, **first, by=SYSTEM).state == "delivered"


class TestCancelTheRest:
    def test_gives_back_what_was_paid_for_it_and_its_allowance(
        self, shop: SimpleNamespace, order: Order
    ) -> None:
        of = lines(order)
        ship(order.pk, carrier="UPS", tracking_number="1", lines={of[shop.honey.pk]: 5}, by=SYSTEM)
        after = cancel(order.pk, reason="no candles left", by=SYSTEM)
        candles = OrderLine.objects.get(pk=of[shop.candle.pk])
        assert (after.state, state(order.purchase_id)) == ("shipped", "paid")
        assert (stock(shop.honey.pk), stock(shop.candle.pk)) == ((5, 0), (10, 0))
        assert Refund.objects.get().amount == candles.total
        assert (after.refunded, after.refunded_tax.minor) == (candles.total, candles.tax_minor)
        key = identity_number.quota_key(market.ID_NUMBER)
        assert allowance.used([key], calendar_year(clock.now()))[key] == (
            order.goods_minor + order.freight_minor - candles.goods_minor - candles.freight_minor
        )
        assert (allowance.adrift(), broken()) == ([], [])

    def test_of_a_part_of_a_line_gives_back_that_part(self, shop: SimpleNamespace, order: Order) -> None:
        of = lines(order)
        sent = {of[shop.honey.pk]: 3, of[shop.candle.pk]: 2}
        ship(order.pk, carrier="UPS", tracking_number="1", lines=sent, by=SYSTEM)
        after = cancel(order.pk, reason="", by=SYSTEM)
        honey = OrderLine.objects.get(pk=of[shop.honey.pk])
        refunded = (after.refunded - after.refunded_tax).minor
        assert refunded == 2 * honey.unit_minor + round(honey.freight_minor * 2 / 5)
        received = confirm_receipt(order.pk, by=SYSTEM)
        assert received.released_minor == order.goods_minor + order.freight_minor - refunded
        assert broken() == []

    def test_happens_once(self, shop: SimpleNamespace, order: Order) -> None:
        ship(order.pk, carrier="UPS", tracking_number="1", lines={lines(order)[shop.honey.pk]: 1}, by=SYSTEM)
        cancel(order.pk, reason="", by=SYSTEM)
        with pytest.raises(OrderNotCancellable):
            cancel(order.pk, reason="", by=SYSTEM)
        assert Refund.objects.count() == 1
