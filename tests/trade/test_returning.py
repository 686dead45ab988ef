"""Goods that come back: on the shelf or written off, and paid for; the allowance in customs' time, the tax when they say so."""

from datetime import timedelta
from fractions import Fraction
from types import SimpleNamespace

import pytest
from django.db.models import F
from msgspec.structs import replace

from entrepot.customs import allowance, identity_number
from entrepot.customs.rules import calendar_year
from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM, Actor, Permission
from entrepot.kit.errors import Malformed, NotAllowed
from entrepot.kit.ids import new_id
from entrepot.ledger.models import Transfer
from entrepot.payments.models import Refund
from entrepot.payments.providers import ToldChargeback
from entrepot.stock.models import Movement
from entrepot.trade import requesting
from entrepot.trade.charging_back import charge_back
from entrepot.trade.errors import ChargebackOpen, NoTaxToRefund, NotReturnable, OrderNotReceivable
from entrepot.trade.models import Order, OrderLine, Return, Step
from entrepot.trade.receiving import confirm_receipt
from entrepot.trade.returning import Back, refund_tax, returnable, take_back
from tests import market
from tests.market import Wish
from tests.trade.story import broken, paid, stock
from tests.trade.test_refunding import cny, received, sent


def line() -> OrderLine:
    return OrderLine.objects.get()


def used() -> int:
    key = identity_number.quota_key(market.ID_NUMBER)
    return allowance.used([key], calendar_year(clock.now()))[key]


class TestTakeBack:
    def test_of_a_part_pays_its_price_and_puts_it_on_the_shelf(self, shop: SimpleNamespace) -> None:
        order = take_back(received(shop).pk, lines={line().pk: Back(1)}, by=SYSTEM)
        assert (order.state, order.refunded_minor, stock(shop.honey.pk)) == ("returned", 8520, (9, 0))
        assert list(Movement.objects.filter(kind="returned").values_list("quantity", flat=True)) == [1]
        assert (returnable(order.pk), Refund.objects.get().amount) == ({line().pk: 1}, cny(8520))
        assert broken() == []

    def test_of_damaged_goods_writes_them_off(self, shop: SimpleNamespace) -> None:
        take_back(sent(shop).pk, lines={line().pk: Back(2, damaged=1)}, by=SYSTEM)
        kinds = Movement.objects.exclude(kind="received").order_by("pk").values_list("kind", "quantity")
        assert list(kinds) == [("sold", -2), ("returned", 2), ("damaged", -1)]
        assert (stock(shop.honey.pk), broken()) == ((9, 0), [])

    def test_of_everything_with_its_freight_ends_the_order(self, shop: SimpleNamespace) -> None:
        order = take_back(sent(shop).pk, lines={line().pk: Back(2)}, amount=cny(27690), by=SYSTEM)
        assert order.state == "refunded"
        steps = Step.objects.filter(order_id=order.pk).order_by("pk").values_list("state", flat=True)
        assert list(steps)[-2:] == ["returned", "refunded"]
        assert broken() == []

    def test_before_the_release_leaves_the_rest_to_be_received(self, shop: SimpleNamespace) -> None:
        order = take_back(sent(shop).pk, lines={line().pk: Back(1)}, by=SYSTEM)
        assert order.receipt_due_at is not None
        done = confirm_receipt(order.pk, by=SYSTEM)
        assert (done.state, done.released_minor) == ("completed", 27690 - 8520)
        assert broken() == []

    def test_after_the_release_leaves_nothing_to_be_received(self, shop: SimpleNamespace) -> None:
        order = take_back(received(shop).pk, lines={line().pk: Back(1)}, by=SYSTEM)
        assert order.receipt_due_at is None
        with pytest.raises(OrderNotReceivable):
            confirm_receipt(order.pk, by=SYSTEM)

    def test_pays_what_was_granted_for_it(self, shop: SimpleNamespace) -> None:
        order = received(shop)
        request = requesting.ask(order.pk, amount=None, reason="too sweet", is_with_goods=True, by=SYSTEM)
        answered = requesting.accept(request.pk, amount=cny(20000), by=SYSTEM)
        assert (answered.is_awaiting_goods, Refund.objects.exists()) == (True, False)
        order = take_back(
            order.pk, lines={line().pk: Back(2)}, by=market.staff_of(shop.bo, Permission.FULFIL)
        )
        request.refresh_from_db()
        assert (Refund.objects.get().amount, request.refund_id) == (cny(20000), Refund.objects.get().pk)
        assert (order.state, broken()) == ("returned", [])

    @pytest.mark.parametrize(
        ("back", "field"),
        [(Back(0), "lines"), (Back(3), "lines.0.quantity"), (Back(1, damaged=2), "lines.0.damaged")],
    )
    def test_no_more_than_was_sent(self, shop: SimpleNamespace, back: Back, field: str) -> None:
        order = received(shop)
        with pytest.raises(Malformed) as refusal:
            take_back(order.pk, lines={line().pk: back}, by=SYSTEM)
        assert [each.field for each in refusal.value.fields] == [field]
        with pytest.raises(Malformed):
            take_back(order.pk, lines={new_id(): Back(1)}, by=SYSTEM)
        assert (Return.objects.exists(), stock(shop.honey.pk)) == (False, (8, 0))

    def test_not_twice_and_not_before_they_were_sent(self, shop: SimpleNamespace) -> None:
        [bought] = paid(Wish({shop.honey.pk: 2})).orders
        with pytest.raises(NotReturnable):
            take_back(bought.id, lines={line().pk: Back(1)}, by=SYSTEM)

    def test_another_amount_is_for_who_accounts(self, shop: SimpleNamespace) -> None:
        order = received(shop)
        packer = market.staff_of(shop.bo, Permission.FULFIL)
        with pytest.raises(NotAllowed):
            take_back(order.pk, lines={line().pk: Back(1)}, amount=cny(1), by=packer)
        with pytest.raises(NotAllowed):
            take_back(order.pk, lines={line().pk: Back(1)}, by=market.staff_of(shop.bo, Permission.MONEY))
        assert take_back(order.pk, lines={line().pk: Back(1)}, by=packer).refunded_minor == 8520


class TestAllowance:
    def test_is_restored_for_what_came_back_in_time(self, shop: SimpleNamespace) -> None:
        order = received(shop)
        before = used()
        take_back(order.pk, lines={line().pk: Back(1)}, by=SYSTEM)
        assert (used(), Return.objects.get().is_in_time) == (before - 8520 - 5325, True)
        assert (allowance.adrift(), broken()) == ([], [])

    @pytest.mark.parametrize(
        ("asked_day", "back_day", "is_in_time"), [(30, 45, True), (31, 40, False), (20, 46, False)]
    )
    def test_is_not_after_customs_days(
        self, shop: SimpleNamespace, asked_day: int, back_day: int, is_in_time: bool
    ) -> None:
        order = received(shop)
        request = requesting.ask(order.pk, amount=None, reason="x", is_with_goods=True, by=SYSTEM)
        requesting.accept(request.pk, by=SYSTEM)
        before = used()
        now, slack = clock.now(), timedelta(minutes=5)
        Step.objects.filter(state="shipped").update(created_at=now + slack - timedelta(days=back_day))
        request.order.refund_requests.update(
            created_at=now + slack / 2 - timedelta(days=back_day) + timedelta(days=asked_day)
        )
        take_back(order.pk, lines={line().pk: Back(2)}, by=SYSTEM)
        assert (Return.objects.get().is_in_time, used() < before) == (is_in_time, is_in_time)
        assert Order.objects.filter(refunded_minor=F("goods_minor") + F("freight_minor")).exists()


class TestRefundTax:
    def test_gives_back_the_tax_on_what_came_back_once(self, shop: SimpleNamespace) -> None:
        order = take_back(received(shop).pk, lines={line().pk: Back(1)}, by=SYSTEM)
        operator = Actor(id=new_id(), is_operator=True)
        order = refund_tax(order.pk, by=operator)
        half = line().import_vat.portion(Fraction(1, 2))
        assert order.refunded_tax == half
        assert Transfer.objects.get(code="tax_refund").amount == half
        with pytest.raises(NoTaxToRefund):
            refund_tax(order.pk, by=operator)
        assert broken() == []

    def test_waits_while_the_payment_is_contested(self, shop: SimpleNamespace) -> None:
        order = take_back(received(shop).pk, lines={line().pk: Back(1)}, by=SYSTEM)
        told = ToldChargeback("dp_1", "opened", cny(100), cny(0), "fraud", None)
        charge_back(order.purchase_id, told, by=SYSTEM)
        with pytest.raises(ChargebackOpen):
            refund_tax(order.pk, by=SYSTEM)
        assert not Transfer.objects.filter(code="tax_refund").exists()
        charge_back(order.purchase_id, replace(told, state="won"), by=SYSTEM)
        assert refund_tax(order.pk, by=SYSTEM).refunded_tax

    def test_of_nothing_that_came_back_is_refused(self, shop: SimpleNamespace) -> None:
        with pytest.raises(NoTaxToRefund):
            refund_tax(received(shop).pk, by=SYSTEM)
