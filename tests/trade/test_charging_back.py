"""Chargebacks as providers tell of them: who bears what, to the cent, and what they do to the orders."""

from types import SimpleNamespace
from uuid import UUID

import pytest

from entrepot.kit.actor import SYSTEM
from entrepot.kit.ids import new_id
from entrepot.kit.models import Event
from entrepot.kit.money import Money
from entrepot.ledger import chart, queries
from entrepot.payments import freezing
from entrepot.payments.models import Chargeback, ChargebackShare
from entrepot.payments.providers import ToldChargeback
from entrepot.payments.queries import frozen
from entrepot.stock.models import Level
from entrepot.trade import disputing
from entrepot.trade.cancelling import cancel
from entrepot.trade.charging_back import PaymentNotCaptured, charge_back
from entrepot.trade.fulfilling import ship
from entrepot.trade.models import Order
from entrepot.trade.receiving import confirm_receipt
from tests import market
from tests.market import Wish
from tests.trade.story import broken, order_states, paid, placed, stock

# Two jars of honey: goods 170.40, freight 106.50, import VAT 17.44; commission 5 % of goods, 8.52
TOTAL, ESCROW, TAX, RELEASED = 29434, 27690, 1744, 26838


def cny(minor: int) -> Money:
    return Money(minor, "CNY")


def tell(
    payment_id: UUID, state: str, *, minor: int = TOTAL, reference: str = "dp_1", fee: int = 10700
) -> None:
    told = ToldChargeback(reference, state, cny(minor), cny(fee), "fraudulent", None)
    charge_back(payment_id, told, by=SYSTEM)


def balance(entry: chart.Entry, owner: UUID | None = None) -> int:
    ref = entry.of(owner, "CNY") if owner else entry.house("CNY")
    return queries.balance(ref).minor


def disputed() -> int:
    return balance(chart.DISPUTES_RECEIVABLE, Chargeback.objects.get().pk)


def bought(shop: SimpleNamespace, **lines: int) -> UUID:
    wanted = {getattr(shop, name).pk: count for name, count in (lines or {"honey": 2}).items()}
    return paid(Wish(wanted)).purchase_id


def sent(shop: SimpleNamespace) -> Order:
    order = Order.objects.get(purchase_id=bought(shop))
    return ship(order.pk, carrier="UPS", tracking_number="1", by=market.staff_of(shop.bo))


class TestOpened:
    def test_takes_the_money_out_of_clearing_and_the_fee_is_ours(self, shop: SimpleNamespace) -> None:
        key = bought(shop)
        tell(key, "opened")
        assert disputed() == TOTAL  # D1
        assert balance(chart.DISPUTE_FEES) == 10700  # D2
        assert balance(chart.PSP_CLEARING) == -10700
        assert balance(chart.ESCROW, Order.objects.get().pk) == ESCROW
        assert broken() == []

    def test_freezes_its_order_and_merchant(self, shop: SimpleNamespace) -> None:
        tell(bought(shop), "opened", minor=10000)
        order = Order.objects.get()
        assert frozen([order.pk, new_id()]) == {order.pk}
        assert [(each.order_id, each.amount) for each in freezing.frozen([shop.bo.pk])[shop.bo.pk]] == [
            (order.pk, cny(10000))
        ]

    def test_is_kept_once_however_often_it_is_told(self, shop: SimpleNamespace) -> None:
        key = bought(shop)
        for _ in range(3):
            tell(key, "opened")
        assert (Chargeback.objects.count(), disputed()) == (1, TOTAL)
        assert Event.objects.filter(tag="chargeback.opened").count() == 1

    def test_is_split_over_the_orders_by_their_totals(self, shop: SimpleNamespace) -> None:
        key = bought(shop, honey=2, soap=1)
        tell(key, "opened", minor=10001)
        orders = Order.objects.filter(purchase_id=key).order_by("pk")
        shares = [ChargebackShare.objects.get(order_id=order.pk).amount for order in orders]
        assert shares == cny(10001).split([order.total_minor for order in orders])

    def test_falls_on_what_was_not_refunded_already(self, shop: SimpleNamespace) -> None:
        key = bought(shop, honey=2, soap=1)
        honey, soap = (Order.objects.get(merchant_id=who.pk) for who in (shop.bo, shop.cy))
        cancel(honey.pk, reason="", by=SYSTEM)
        tell(key, "opened", minor=soap.total_minor)
        assert [(s.order_id, s.amount_minor) for s in ChargebackShare.objects.all()] == [
            (soap.pk, soap.total_minor)
        ]

    def test_of_money_that_never_came_is_told_again_later(self, shop: SimpleNamespace) -> None:
        key = placed(Wish({shop.honey.pk: 1})).purchase_id
        with pytest.raises(PaymentNotCaptured):
            tell(key, "opened")
        assert not Chargeback.objects.exists()


class TestWon:
    def test_brings_the_money_back_and_frees_everything(self, shop: SimpleNamespace) -> None:
        key = bought(shop)
        tell(key, "opened")
        tell(key, "won")
        assert (disputed(), balance(chart.PSP_CLEARING)) == (0, TOTAL - 10700)  # D4
        assert frozen([Order.objects.get().pk]) == set()
        assert broken() == []

    def test_told_before_it_was_opened_opens_it_too(self, shop: SimpleNamespace) -> None:
        key = bought(shop)
        tell(key, "won")
        tell(key, "opened")
        assert (Chargeback.objects.get().state, disputed()) == ("won", 0)
        assert balance(chart.DISPUTE_FEES) == 10700

    def test_stays_so_whatever_is_told_after_it(self, shop: SimpleNamespace) -> None:
        key = bought(shop)
        tell(key, "won")
        tell(key, "lost")
        assert (Chargeback.objects.get().state, balance(chart.ESCROW, Order.objects.get().pk)) == (
            "won",
            ESCROW,
        )


class TestLost:
    def test_ends_the_dispute_of_an_order_whose_price_is_all_back(self, shop: SimpleNamespace) -> None:
        order = sent(shop)
        confirm_receipt(order.pk, by=SYSTEM)
        disputing.dispute(order.pk, reason="other", text="broken", by=SYSTEM)
        tell(order.purchase_id, "opened")
        tell(order.purchase_id, "lost")
        assert order_states(order.purchase_id) == ["refunded"]
        assert freezing.frozen([shop.bo.pk]) == {}  # its reserve is not kept for ever
        assert broken() == []

    def test_before_anything_was_sent_takes_what_is_held_and_frees_the_goods(
        self, shop: SimpleNamespace
    ) -> None:
        key = bought(shop)
        tell(key, "opened")
        tell(key, "lost")
        order = Order.objects.get()
        assert balance(chart.ESCROW, order.pk) == balance(chart.IMPORT_TAX, order.pk) == disputed() == 0
        assert (order.state, order.refunded_minor) == ("refunded", TOTAL)
        assert stock(shop.honey.pk) == (10, 0)
        assert balance(chart.SELLER_RECEIVABLE, shop.bo.pk) == 0
        assert broken() == []

    def test_while_it_travels_the_merchant_owes_the_tax(self, shop: SimpleNamespace) -> None:
        order = sent(shop)
        tell(order.purchase_id, "lost")
        assert balance(chart.ESCROW, order.pk) == disputed() == 0
        assert balance(chart.IMPORT_TAX, order.pk) == TAX  # the customs want it all the same
        assert balance(chart.SELLER_RECEIVABLE, shop.bo.pk) == TAX
        assert order_states(order.purchase_id) == ["refunded"]
        share = ChargebackShare.objects.get()
        assert (share.from_held, share.from_merchant, share.from_house) == (cny(ESCROW), cny(TAX), cny(0))
        assert broken() == []

    def test_after_the_release_takes_balance_then_debt(self, shop: SimpleNamespace) -> None:
        order = confirm_receipt(sent(shop).pk, by=SYSTEM)
        tell(order.purchase_id, "lost")
        assert balance(chart.SELLER_PAYABLE, shop.bo.pk) == 0
        assert balance(chart.SELLER_RECEIVABLE, shop.bo.pk) == TOTAL - RELEASED  # D3
        assert disputed() == 0
        assert broken() == []

    def test_of_a_part_leaves_the_order_with_the_rest(self, shop: SimpleNamespace) -> None:
        order = sent(shop)
        tell(order.purchase_id, "lost", minor=5000)
        assert balance(chart.ESCROW, order.pk) == ESCROW - 5000
        assert order_states(order.purchase_id) == ["shipped"]
        assert broken() == []

    def test_after_everything_was_refunded_is_ours(self, shop: SimpleNamespace) -> None:
        key = bought(shop)
        cancel(Order.objects.get().pk, reason="", by=SYSTEM)
        tell(key, "lost")
        assert balance(chart.DISPUTE_LOSS) == TOTAL  # D3'
        assert disputed() == balance(chart.SELLER_RECEIVABLE, shop.bo.pk) == 0
        assert broken() == []

    def test_twice_takes_no_more_than_the_buyer_paid(self, shop: SimpleNamespace) -> None:
        order = sent(shop)
        tell(order.purchase_id, "lost", minor=20000)
        tell(order.purchase_id, "lost", minor=20000, reference="dp_2")
        order.refresh_from_db()
        assert (order.state, order.refunded_minor) == ("refunded", TOTAL)
        assert balance(chart.DISPUTE_LOSS) == 40000 - TOTAL
        assert broken() == []

    def test_that_the_operator_took_upon_the_house_leaves_the_order_alone(
        self, shop: SimpleNamespace
    ) -> None:
        key = bought(shop)
        tell(key, "opened")
        Chargeback.objects.update(house_reason="our label went to the wrong street")
        tell(key, "lost")
        order = Order.objects.get()
        assert (balance(chart.DISPUTE_LOSS), balance(chart.ESCROW, order.pk)) == (TOTAL, ESCROW)
        assert order.state == "paid" and Level.objects.get(variant_id=shop.honey.pk).reserved == 2
        assert broken() == []

    def test_falls_on_each_merchant_of_the_purchase(self, shop: SimpleNamespace) -> None:
        key = bought(shop, honey=2, soap=1)
        total = sum(Order.objects.values_list("total_minor", flat=True))
        tell(key, "lost", minor=total)
        assert order_states(key) == ["refunded", "refunded"]
        assert disputed() == balance(chart.DISPUTE_LOSS) == 0
        assert broken() == []
