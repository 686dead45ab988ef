"""What migrations make of rows that were there before."""

from importlib import import_module
from types import SimpleNamespace

from django.db import connection

from entrepot.kit.actor import SYSTEM
from entrepot.shipping.models import ParcelLine
from entrepot.trade.cancelling import cancel
from entrepot.trade.fulfilling import ship
from entrepot.trade.models import Order
from entrepot.trade.receiving import confirm_receipt
from tests import market
from tests.market import Wish
from tests.trade.story import broken, paid, placed


class TestParcelsHaveLines:
    def test_the_parcel_of_an_order_carried_all_of_it(self, shop: SimpleNamespace) -> None:
        [order] = paid(Wish({shop.honey.pk: 2})).orders
        ship(order.id, carrier="UPS", tracking_number="1", by=SYSTEM)
        ParcelLine.objects.all().delete()
        for _twice in range(2):
            with connection.cursor() as cursor:
                cursor.execute(import_module("entrepot.trade.migrations.0006_parcels_have_lines").FILL)
        assert ParcelLine.objects.get().quantity == 2
        assert broken() == []


class TestWhatWasReleasedAndRefunded:
    def test_is_known_of_orders_that_ended_before(self, shop: SimpleNamespace) -> None:
        received, cancelled, waiting = (paid(Wish({shop.honey.pk: 1})).orders[0].id for _ in range(3))
        given_up = placed(Wish({shop.honey.pk: 1})).orders[0].id
        ship(received, carrier="UPS", tracking_number="1", by=market.staff_of(shop.bo))
        confirm_receipt(received, by=SYSTEM)
        for order in (cancelled, given_up):
            cancel(order, reason="", by=SYSTEM)
        after = self._known(received, cancelled, waiting, given_up)
        Order.objects.update(released_minor=0, refunded_minor=0, refunded_tax_minor=0)
        with connection.cursor() as cursor:
            cursor.execute(
                import_module("entrepot.trade.migrations.0005_what_was_released_and_refunded").FILL
            )
        assert self._known(received, cancelled, waiting, given_up) == after
        order = Order.objects.get(pk=cancelled)
        assert after == [
            (order.goods_minor + order.freight_minor, 0, 0),
            (0, order.total_minor, order.tax_minor),
            (0, 0, 0),
            (0, 0, 0),
        ]
        assert broken() == []

    def _known(self, *orders: object) -> list[tuple[int, int, int]]:
        rows = Order.objects.in_bulk(list(orders))
        return [
            (row.released_minor, row.refunded_minor, row.refunded_tax_minor)
            for row in (rows[key] for key in orders)
        ]
