"""The size of a merchant: what it sold and completed in a year, in its own currency."""

from datetime import timedelta
from types import SimpleNamespace

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.kit.models import Event
from entrepot.merchants.models import Merchant
from entrepot.trade.fulfilling import ship
from entrepot.trade.models import OrderLine
from entrepot.trade.receiving import confirm_receipt
from entrepot.trade.sizing import size_due
from tests import market
from tests.market import Wish
from tests.trade.story import paid


def sell(shop: SimpleNamespace, quantity: int) -> None:
    [order] = paid(Wish({shop.honey.pk: quantity})).orders
    ship(order.id, carrier="UPS", tracking_number="1", by=market.staff_of(shop.bo))
    confirm_receipt(order.id, by=SYSTEM)


class TestSizeDue:
    def test_adds_up_what_was_completed(self, shop: SimpleNamespace) -> None:
        sell(shop, 2)
        paid(Wish({shop.honey.pk: 1}))
        assert size_due() == Merchant.objects.count()
        shop.bo.refresh_from_db()
        assert (shop.bo.sales_minor, shop.bo.is_small) == (2400, True)
        assert size_due() == 0

    def test_a_large_seller_is_told_once(self, shop: SimpleNamespace) -> None:
        sell(shop, 2)
        OrderLine.objects.update(listed_minor=5_000_000)
        size_due()
        shop.bo.refresh_from_db()
        assert (shop.bo.sales_minor, shop.bo.is_small) == (10_000_000, False)
        with clock.standing_at(clock.now() + timedelta(days=2)):
            size_due()
        assert Event.objects.filter(tag="merchant.sized").count() == 1

    def test_what_was_sold_more_than_a_year_ago_does_not_count(self, shop: SimpleNamespace) -> None:
        sell(shop, 2)
        with clock.standing_at(clock.now() + timedelta(days=367)):
            size_due()
        shop.bo.refresh_from_db()
        assert shop.bo.sales_minor == 0
