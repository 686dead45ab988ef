"""Paying with each token, through the real provider, up to the ledger."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from pytest_django import Settings

from entrepot.catalog.models import Publication
from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.payments import refunding
from entrepot.payments.models import Payment, Refund
from entrepot.payments.providers import NeedsAction
from entrepot.sandbox import confirming
from entrepot.sandbox.models import Charge, Webhook
from entrepot.trade import cancelling, expiring, paying
from entrepot.trade.models import Order
from entrepot.trade.placing import place_one
from tests.market import Wish
from tests.payments.story import broken, buy, deliver_webhooks, reserved, states

pytestmark = pytest.mark.django_db(transaction=True)


class TestCharge:
    def test_tok_ok_pays(self, shop: SimpleNamespace, provider: Settings) -> None:
        key = buy(shop, "tok_ok")
        payment = Payment.objects.get(pk=key)
        assert states(key) == ("paid", "captured")
        # Goods 170.40, freight 106.50, import VAT 17.44: 294.34 CNY, of which 0.6 % is 1.766
        assert (payment.amount_minor, payment.fee_minor) == (29434, 177)
        assert payment.reference == str(Charge.objects.get(key=key).pk)
        assert broken() == []

    def test_tok_declined_gives_the_stock_back(self, shop: SimpleNamespace, provider: Settings) -> None:
        key = buy(shop, "tok_declined")
        assert states(key) == ("declined", "declined")
        assert (reserved(shop), Order.objects.get().state) == (0, "cancelled")
        assert broken() == []

    def test_tok_needs_action_waits_for_the_buyer(self, shop: SimpleNamespace, provider: Settings) -> None:
        key = buy(shop, "tok_needs_action")
        charge = Charge.objects.get(key=key)
        assert states(key) == ("needs_action", "needs_action")
        assert Payment.objects.get().next_url == f"{provider.URL}/en/sandbox/confirm/{charge.pk}/"
        assert charge.return_url == f"{provider.URL}/en/pay/{key}/return/"
        assert reserved(shop) == 2

    def test_the_provider_asks_in_the_buyers_language(
        self, shop: SimpleNamespace, provider: Settings
    ) -> None:
        request = Wish({shop.honey.pk: 1}, token="tok_needs_action").request()
        placed = place_one(request)
        outcome = paying.pay(placed, request.payment, locale="zh-hans").outcome
        charge = Charge.objects.get()
        assert outcome == NeedsAction(str(charge.pk), f"{provider.URL}/zh-hans/sandbox/confirm/{charge.pk}/")
        assert charge.return_url == f"{provider.URL}/zh-hans/pay/{placed.purchase_id}/return/"

    def test_tok_timeout_leaves_the_payment_open(self, shop: SimpleNamespace, provider: Settings) -> None:
        key = buy(shop, "tok_timeout")
        assert states(key) == ("pending", "pending")
        assert Charge.objects.get(key=key).state == "captured"
        assert broken() == []


class TestAfterATimeout:
    def test_the_webhook_tells(self, shop: SimpleNamespace, provider: Settings) -> None:
        key = buy(shop, "tok_timeout")
        assert deliver_webhooks() == 1
        assert states(key) == ("paid", "captured")
        assert broken() == []

    def test_a_repeated_call_is_answered(self, shop: SimpleNamespace, provider: Settings) -> None:
        request = Wish({shop.honey.pk: 2}, token="tok_timeout").request()
        placed = place_one(request)
        paying.pay(placed, request.payment)
        paying.pay(place_one(request), request.payment)
        assert states(placed.purchase_id) == ("paid", "captured")
        assert Charge.objects.count() == 1

    def test_the_worker_asks_after_a_minute(self, shop: SimpleNamespace, provider: Settings) -> None:
        key = buy(shop, "tok_timeout")
        assert paying.ask_again() == 0
        with clock.standing_at(clock.now() + timedelta(seconds=61)):
            assert paying.ask_again() == 1
            assert states(key) == ("paid", "captured")
            assert paying.ask_again() == 0
        deliver_webhooks()
        assert broken() == []

    def test_the_worker_asks_less_and_less_often_after_a_charge_that_never_came(
        self, shop: SimpleNamespace, provider: Settings
    ) -> None:
        placed = place_one(Wish({shop.honey.pk: 1}).request())  # and then the process dies
        asked = []
        begun = clock.now()
        for minute in range(1, 31):
            with clock.standing_at(begun + timedelta(minutes=minute, seconds=1)):
                if paying.ask_again():
                    asked.append(minute)
        assert asked == [1, 3, 7, 15]
        assert states(placed.purchase_id) == ("pending", "pending")

    def test_money_that_comes_after_the_end_goes_back(
        self, shop: SimpleNamespace, provider: Settings
    ) -> None:
        key = buy(shop, "tok_timeout")
        with clock.standing_at(clock.now() + timedelta(minutes=31)):
            assert expiring.expire(by=SYSTEM) == 1
            assert (states(key), reserved(shop)) == (("expired", "pending"), 0)
            Publication.objects.all().delete()  # what it was for is no longer to be had
            deliver_webhooks()
            assert states(key) == ("expired", "captured")
            assert refunding.send_asked() == 1
        refund = Refund.objects.get()
        assert (refund.state, refund.amount_minor) == ("done", 29434)
        assert (Payment.objects.get().refunded_minor, Charge.objects.get().state) == (29434, "refunded")
        assert broken() == []


class TestRefund:
    def test_a_cancelled_order_is_paid_back(self, shop: SimpleNamespace, provider: Settings) -> None:
        key = buy(shop, "tok_ok")
        order = Order.objects.get(purchase_id=key)
        cancelling.cancel(order.pk, reason="changed my mind", by=SYSTEM)
        assert (Refund.objects.get().state, Charge.objects.get().refunded_minor) == ("asked", 0)
        assert refunding.send_asked() == 1
        assert refunding.send_asked() == 0
        refund = Refund.objects.get()
        assert (refund.state, refund.amount_minor) == ("done", 29434)
        assert refund.reference == str(Charge.objects.get().repayments.get().pk)
        assert Charge.objects.get().state == "refunded"
        deliver_webhooks()
        assert (Payment.objects.get().refunded_minor, broken()) == (29434, [])

    def test_one_whose_answer_is_lost_is_told_by_webhook(
        self, shop: SimpleNamespace, provider: Settings
    ) -> None:
        buy(shop, "tok_ok")
        cancelling.cancel(Order.objects.get().pk, reason="changed my mind", by=SYSTEM)
        provider.SANDBOX_LATENCY_MS = 5000
        assert refunding.send_asked() == 0
        assert Refund.objects.get().state == "asked"
        deliver_webhooks()
        assert (Refund.objects.get().state, Payment.objects.get().refunded_minor) == ("done", 29434)
        assert refunding.send_asked() == 0
        assert broken() == []

    def test_one_that_fails_stops_no_other(self, shop: SimpleNamespace, provider: Settings) -> None:
        for _ in range(2):
            buy(shop, "tok_ok", 1)
        for order in Order.objects.all():
            cancelling.cancel(order.pk, reason="", by=SYSTEM)
        first, second = Refund.objects.order_by("created_at")
        Charge.objects.filter(key=first.payment_id).update(state="declined")  # the provider lost its books
        assert refunding.send_asked() == 1
        assert set(Refund.objects.values_list("pk", "state")) == {(first.pk, "asked"), (second.pk, "done")}

    def test_one_that_is_refused_is_asked_for_less_and_less_often_and_never_given_up(
        self, shop: SimpleNamespace, provider: Settings
    ) -> None:
        buy(shop, "tok_ok")
        cancelling.cancel(Order.objects.get().pk, reason="", by=SYSTEM)
        Charge.objects.update(state="declined")  # the provider lost its books
        asked, begun = [], Refund.objects.get().created_at
        for hour in range(90):
            with clock.standing_at(begun + timedelta(hours=hour)):
                refunding.send_asked()
                if Refund.objects.get().asked_at == clock.now():
                    asked.append(hour)
        assert asked == [0, 1, 2, 4, 8, 16, 32, 56, 80]


class TestConfirm:
    def test_captures_once_and_tells_of_both_steps(self, shop: SimpleNamespace, provider: Settings) -> None:
        key = buy(shop, "tok_needs_action")
        charge = Charge.objects.get(key=key)
        confirming.answer(charge.pk, confirmed=True)
        confirming.answer(charge.pk, confirmed=False)
        assert list(Webhook.objects.order_by("pk").values_list("tag", flat=True)) == [
            "charge.authorised",
            "charge.captured",
        ]
        deliver_webhooks()
        assert (states(key), Payment.objects.get().fee_minor) == (("paid", "captured"), 177)
        assert broken() == []

    def test_refusing_gives_the_stock_back(self, shop: SimpleNamespace, provider: Settings) -> None:
        key = buy(shop, "tok_needs_action")
        confirming.answer(Charge.objects.get(key=key).pk, confirmed=False)
        deliver_webhooks()
        assert (states(key), reserved(shop)) == (("declined", "declined"), 0)
