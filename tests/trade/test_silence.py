"""Receipt by itself: when the window of the route ends, once, and never while somebody objects."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.utils import timezone

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.kit.money import Money
from entrepot.payments.providers import ToldChargeback
from entrepot.shipping.statuses import Mode, TrackingStatus
from entrepot.trade.cancelling import cancel
from entrepot.trade.charging_back import charge_back
from entrepot.trade.errors import ChargebackOpen
from entrepot.trade.fulfilling import ship, track
from entrepot.trade.models import Order, OrderLine, Step
from entrepot.trade.parameters import received_by_itself
from entrepot.trade.receiving import confirm_receipt, receive_silent
from tests.market import Wish
from tests.trade.story import broken, paid


def sent(shop: SimpleNamespace, mode: Mode = Mode.EXPRESS) -> UUID:
    """The id of an order that was sent just now."""
    [order] = paid(Wish({shop.honey.pk: 2})).orders
    ship(order.id, carrier="UPS", tracking_number="1", mode=mode, by=SYSTEM)
    return order.id


def days_left(order_id: UUID) -> int:
    due = Order.objects.get(pk=order_id).receipt_due_at
    assert due is not None
    return (due - clock.now() + timedelta(minutes=5)).days


def wait(order_id: UUID) -> None:
    """The window of this order has ended a minute ago."""
    Order.objects.filter(pk=order_id).update(receipt_due_at=timezone.now() - timedelta(minutes=1))


class TestWindow:
    @pytest.mark.parametrize(
        ("mode", "days"),
        [(Mode.EXPRESS, 15), (Mode.POST, 60), (Mode.LAND, 30), (Mode.AIR, 15), (Mode.SEA, 45)],
    )
    def test_is_that_of_the_route(self, shop: SimpleNamespace, mode: Mode, days: int) -> None:
        assert days_left(sent(shop, mode)) == days

    def test_is_that_of_the_slowest_parcel(self) -> None:
        now = clock.now()
        assert received_by_itself(["air", "sea", "express"], since=now) == now + timedelta(days=45)
        assert received_by_itself([], since=now) == now + timedelta(days=15)

    def test_begins_anew_with_the_delivery(self, shop: SimpleNamespace) -> None:
        order = sent(shop)
        wait(order)
        track(order, status=TrackingStatus.DELIVERED, by=SYSTEM)
        assert days_left(order) == 15

    def test_begins_when_all_has_left(self, shop: SimpleNamespace) -> None:
        [order] = paid(Wish({shop.honey.pk: 2})).orders
        line = OrderLine.objects.get()
        ship(order.id, carrier="UPS", tracking_number="1", lines={line.pk: 1}, by=SYSTEM)
        assert Order.objects.get().receipt_due_at is None
        cancel(order.id, reason="", by=SYSTEM)
        assert days_left(order.id) == 15


class TestReceiveSilent:
    def test_releases_what_is_due_with_the_reason(self, shop: SimpleNamespace) -> None:
        due, later = sent(shop), sent(shop)
        wait(due)
        assert receive_silent(by=SYSTEM) == 1
        assert {o.pk: o.state for o in Order.objects.all()} == {due: "completed", later: "shipped"}
        step = Step.objects.get(order_id=due, state="received")
        assert (step.by_kind, step.by_id, step.reason) == ("system", None, "silent")
        assert receive_silent(by=SYSTEM) == 0
        assert broken() == []

    def test_takes_many_at_once(self, shop: SimpleNamespace) -> None:
        orders = [sent(shop) for _ in range(3)]
        for order in orders:
            wait(order)
        assert receive_silent(by=SYSTEM) == 3
        assert set(Order.objects.values_list("state", flat=True)) == {"completed"}
        assert set(Order.objects.values_list("receipt_due_at", flat=True)) == {None}
        assert broken() == []

    def test_waits_while_the_payment_is_contested(self, shop: SimpleNamespace) -> None:
        order = sent(shop)
        wait(order)
        _contest(Order.objects.get(pk=order))
        assert receive_silent(by=SYSTEM) == 1
        assert (Order.objects.get(pk=order).state, days_left(order)) == ("shipped", 1)
        with pytest.raises(ChargebackOpen):
            confirm_receipt(order, by=SYSTEM)
        with pytest.raises(ChargebackOpen):
            cancel(paid_and_contested(shop), reason="", by=SYSTEM)
        assert broken() == []


def paid_and_contested(shop: SimpleNamespace) -> UUID:
    [order] = paid(Wish({shop.honey.pk: 1})).orders
    _contest(Order.objects.get(pk=order.id))
    return order.id


def _contest(order: Order) -> None:
    told = ToldChargeback(f"cb-{order.number}", "opened", order.total, Money(0, order.currency), "", None)
    charge_back(order.purchase_id, told, by=SYSTEM)
