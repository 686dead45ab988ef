"""Receipt: only the buyer's word, once, and the escrow becomes the merchant's to the cent."""

from types import SimpleNamespace

import pytest

from entrepot.kit.actor import ANONYMOUS, SYSTEM, Actor
from entrepot.kit.errors import NotAllowed, NotFound
from entrepot.kit.ids import new_id
from entrepot.ledger import chart
from entrepot.ledger.models import Account
from entrepot.merchants import charging
from entrepot.merchants.models import FeePlan
from entrepot.shipping.models import Rate
from entrepot.trade.errors import OrderNotReceivable
from entrepot.trade.fulfilling import ship
from entrepot.trade.models import Order, Step
from entrepot.trade.receiving import confirm_receipt
from tests import market
from tests.market import Wish
from tests.trade.story import broken, buyer, order_states, paid


def shipped(shop: SimpleNamespace, by: Actor = ANONYMOUS, quantity: int = 2) -> Order:
    [order] = paid(Wish({shop.honey.pk: quantity}, by=by)).orders
    return ship(order.id, carrier="UPS", tracking_number="1", by=market.staff_of(shop.bo))


def theirs(merchant_id: object) -> int:
    """What is the merchant's: payable now, or kept in reserve."""
    numbers = (chart.SELLER_PAYABLE.number, chart.SELLER_RESERVE.number)
    accounts = Account.objects.filter(number__in=numbers, owner_id=merchant_id)
    return sum(account.credits_minor - account.debits_minor for account in accounts)


class TestConfirmReceipt:
    def test_releases_goods_and_freight_less_the_commission(self, shop: SimpleNamespace) -> None:
        order = confirm_receipt(shipped(shop).pk, by=SYSTEM)
        assert order.state == "completed"
        assert theirs(shop.bo.pk) == 17040 + 10650 - 852
        assert list(Step.objects.order_by("pk").values_list("state", flat=True)) == [
            "placed",
            "paid",
            "shipped",
            "received",
            "completed",
        ]
        assert broken() == []

    def test_once(self, shop: SimpleNamespace) -> None:
        order = shipped(shop)
        confirm_receipt(order.pk, by=SYSTEM)
        with pytest.raises(OrderNotReceivable):
            confirm_receipt(order.pk, by=SYSTEM)
        assert theirs(shop.bo.pk) == 26838
        assert broken() == []

    def test_not_before_it_was_sent(self, shop: SimpleNamespace) -> None:
        answer = paid(Wish({shop.honey.pk: 2}))
        with pytest.raises(OrderNotReceivable):
            confirm_receipt(answer.orders[0].id, by=SYSTEM)
        assert order_states(answer.purchase_id) == ["paid"]

    @pytest.mark.parametrize(("bps", "merchants"), [(0, 27690), (10_000, 10650)])
    def test_with_the_least_and_the_greatest_commission(
        self, shop: SimpleNamespace, bps: int, merchants: int
    ) -> None:
        FeePlan.objects.all().delete()
        market.commission(bps)
        confirm_receipt(shipped(shop).pk, by=SYSTEM)
        assert theirs(shop.bo.pk) == merchants
        assert broken() == []

    def test_and_less_the_tax_on_it_which_is_the_countrys(self, shop: SimpleNamespace) -> None:
        charging.set_fee_tax(country="US", rate_bps=600, source="a test", by=SYSTEM)
        order = confirm_receipt(shipped(shop).pk, by=SYSTEM)
        assert (order.commission_minor, order.fee_tax_minor, order.fee_tax_bps) == (852, 51, 600)
        assert theirs(shop.bo.pk) == 17040 + 10650 - 852 - 51 == order.payable.minor
        taxed = Account.objects.get(number=chart.SALES_TAX.number, owner_id=order.pk)
        assert taxed.credits_minor == 51
        assert broken() == []

    def test_when_nothing_is_left_for_the_merchant(self, shop: SimpleNamespace) -> None:
        """All of it commission, and no freight: a release without the merchant's line."""
        FeePlan.objects.all().delete()
        market.commission(10_000)
        Rate.objects.update(first_minor=0, step_minor=0)
        confirm_receipt(shipped(shop).pk, by=SYSTEM)
        assert theirs(shop.bo.pk) == 0
        assert broken() == []

    def test_when_the_order_cost_nothing(self, shop: SimpleNamespace) -> None:
        Rate.objects.update(first_minor=0, step_minor=0)
        sample = market.product(shop.bo, "Sample", 0)
        [order] = paid(Wish({sample.pk: 1})).orders
        ship(order.id, carrier="UPS", tracking_number="1", by=market.staff_of(shop.bo))
        assert confirm_receipt(order.id, by=SYSTEM).state == "completed"
        assert broken() == []

    def test_commission_is_that_of_the_day_of_the_sale(self, shop: SimpleNamespace) -> None:
        order = shipped(shop)
        FeePlan.objects.update(commission_bps=9_000)
        confirm_receipt(order.pk, by=SYSTEM)
        assert theirs(shop.bo.pk) == 26838


class TestWhoMay:
    def test_the_buyer_and_who_holds_the_link(self, shop: SimpleNamespace) -> None:
        by = buyer()
        assert confirm_receipt(shipped(shop, by).pk, by=by).state == "completed"
        guests = shipped(shop)
        follower = Actor(follows=frozenset({guests.purchase_id}))
        assert confirm_receipt(guests.pk, by=follower).state == "completed"

    def test_the_merchant_and_the_operator_see_it_and_may_not(self, shop: SimpleNamespace) -> None:
        order = shipped(shop)
        for actor in (market.staff_of(shop.bo), Actor(id=new_id(), is_operator=True)):
            with pytest.raises(NotAllowed):
                confirm_receipt(order.pk, by=actor)
        assert theirs(shop.bo.pk) == 0

    def test_to_all_others_it_is_not_there(self, shop: SimpleNamespace) -> None:
        by = buyer()
        order, other = shipped(shop, by), shipped(shop)
        for actor in (
            ANONYMOUS,
            buyer(),
            market.staff_of(shop.cy),
            Actor(follows=frozenset({other.purchase_id})),
            Actor(id=by.id, scopes=frozenset({"orders", "catalogue", "ledger"})),
        ):
            with pytest.raises(NotFound):
                confirm_receipt(order.pk, by=actor)
        assert theirs(shop.bo.pk) == 0
