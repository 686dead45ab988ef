"""The size of a merchant: what it sold and completed in a year, in its own currency."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM, Permission
from entrepot.kit.models import Event
from entrepot.merchants.models import Merchant
from entrepot.merchants.performing import Performance, performances
from entrepot.shipping.statuses import TrackingStatus
from entrepot.trade.cancelling import cancel
from entrepot.trade.fulfilling import ship, track
from entrepot.trade.models import OrderLine
from entrepot.trade.receiving import confirm_receipt
from entrepot.trade.repaying import refund
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


class TestPerformance:
    """Counted in the same turn; what is in time is by the days that were named to the buyer."""

    def counted(self, shop: SimpleNamespace) -> Performance:
        with clock.standing_at(clock.now() + timedelta(days=40)):
            size_due()
        return performances([shop.bo.pk])[shop.bo.pk]

    def test_of_nothing_delivered_says_nothing(self, shop: SimpleNamespace) -> None:
        paid(Wish({shop.honey.pk: 1}))
        sell(shop, 1)  # received by itself
        assert self.counted(shop) == Performance(shop.bo.pk)

    @pytest.mark.parametrize(("days", "late"), [(14, 0), (15, 1)])
    def test_delivered_within_the_days_that_were_named(
        self, shop: SimpleNamespace, days: int, late: int
    ) -> None:
        [order] = paid(Wish({shop.honey.pk: 1})).orders
        staff = market.staff_of(shop.bo)
        ship(order.id, carrier="UPS", tracking_number="1", by=staff)
        with clock.standing_at(clock.now() + timedelta(days=days, hours=-1)):
            track(order.id, status=TrackingStatus.DELIVERED, by=staff)
        assert self.counted(shop) == Performance(shop.bo.pk, 1, late, 1, 0)

    def test_trouble_is_what_went_back_or_what_the_merchant_cancelled(self, shop: SimpleNamespace) -> None:
        purchases = [paid(Wish({shop.honey.pk: 1})) for _ in range(3)]
        mine, theirs, back = (purchase.orders[0] for purchase in purchases)
        cancel(mine.id, reason="broken", by=market.staff_of(shop.bo))
        cancel(theirs.id, reason="", by=SYSTEM)
        ship(back.id, carrier="UPS", tracking_number="1", by=market.staff_of(shop.bo))
        refund(back.id, amount=None, reason="broken", by=market.staff_of(shop.bo, Permission.MONEY))
        assert self.counted(shop) == Performance(shop.bo.pk, 0, 0, 2, 2)
