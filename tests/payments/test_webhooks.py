"""Webhooks over real HTTP: signed, kept once, applied once, in whatever order; anything else changes nothing."""

import json
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import httpx
import pytest
from django.conf import settings
from pytest_django import Settings

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.kit.ids import new_id
from entrepot.kit.models import Event
from entrepot.ledger.models import Transfer
from entrepot.payments import charging_back, refunding, webhooks
from entrepot.payments.models import Chargeback, ChargebackShare, Payment, Refund, WebhookDelivery
from entrepot.payments.providers import Captured, NeedsAction
from entrepot.sandbox import disputing, signing
from entrepot.sandbox.models import Charge, Dispute, Webhook
from entrepot.stock.models import Reservation
from entrepot.trade import cancelling, paying
from entrepot.trade.models import Order
from entrepot.trade.paying import Settlement, settle
from entrepot.trade.placing import place_one
from tests.market import Wish
from tests.payments.story import broken, buy, deliver_webhooks, states, tell_everything

pytestmark = pytest.mark.django_db(transaction=True)


def post(url: str, body: bytes, *, header: str | None = None, secret: str | None = None) -> httpx.Response:
    """Deliver `body`; signed with the right secret unless told otherwise."""
    signed = signing.signature(body, secret=secret or settings.SANDBOX_WEBHOOK_SECRET, at=clock.now())
    headers = {signing.HEADER: signed if header is None else header}
    with httpx.Client(trust_env=False) as client:
        return client.post(f"{url}/webhooks/sandbox", content=body, headers=headers)


def message(key: UUID, tag: str = "charge.captured", **data: Any) -> bytes:
    facts = {"key": str(key), "charge": str(new_id()), "amount": 29434, "currency": "CNY", "fee": 177} | data
    return json.dumps({"id": str(new_id()), "type": tag, "created": "", "data": facts}).encode()


class TestDeliver:
    def test_takes_a_signed_message_and_applies_it_at_once(
        self, shop: SimpleNamespace, provider: Settings
    ) -> None:
        key = buy(shop, "tok_timeout")
        answer = post(provider.URL, message(key))
        assert (answer.status_code, answer.json()) == (200, {"received": True})
        assert states(key) == ("paid", "captured")

    def test_keeps_a_repeated_message_once(self, shop: SimpleNamespace, provider: Settings) -> None:
        key = buy(shop, "tok_timeout")
        body = message(key)
        answers = [post(provider.URL, body).status_code for _ in range(3)]
        assert answers == [200, 200, 200]
        assert WebhookDelivery.objects.count() == 1
        assert Event.objects.filter(tag="payment.told").count() == 1
        assert Event.objects.filter(tag="purchase.paid").count() == 1
        assert broken() == []

    @pytest.mark.race
    def test_keeps_it_once_when_it_comes_many_times_at_once(
        self, shop: SimpleNamespace, provider: Settings
    ) -> None:
        key = buy(shop, "tok_timeout")
        body = message(key)
        with ThreadPoolExecutor(12) as threads:
            answers = list(threads.map(lambda _: post(provider.URL, body).status_code, range(24)))
        assert answers == [200] * 24
        assert (WebhookDelivery.objects.count(), states(key)) == (1, ("paid", "captured"))
        assert broken() == []

    @pytest.mark.parametrize(
        "sign",
        [{"header": ""}, {"header": "t=1,v1=00"}, {"secret": "somebody else's"}],
        ids=["none", "wrong", "another secret"],
    )
    def test_refuses_what_is_not_signed_by_the_provider(
        self, shop: SimpleNamespace, provider: Settings, sign: dict[str, str]
    ) -> None:
        key = buy(shop, "tok_timeout")
        before = Transfer.objects.count()
        answer = post(provider.URL, message(key), **sign)
        assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
        assert answer.json()["code"] == "webhook.unsigned"
        assert states(key) == ("pending", "pending")
        assert (WebhookDelivery.objects.count(), Transfer.objects.count()) == (0, before)
        assert not Event.objects.filter(tag="payment.told").exists()

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"null",
            b"[]",
            b'"text"',
            b"{}",
            b"\xff\xfe",
            b'{"id": 1, "type": "charge.captured", "data": []}',
            b'{"id": "x", "type": "charge.captured", "data": {"key": "x", "charge": "x", "currency": "CNY"}}',
            b'{"a":' * 3000,
        ],
    )
    def test_refuses_what_is_damaged(self, transactional_db: None, provider: Settings, body: bytes) -> None:
        answer = post(provider.URL, body)
        assert (answer.status_code, answer.json()["code"]) == (400, "webhook.damaged")
        assert not WebhookDelivery.objects.exists()

    @pytest.mark.parametrize("fee", ["1.5", 1.5, None, True, -1, 10**30])
    def test_refuses_an_amount_that_is_none(
        self, shop: SimpleNamespace, provider: Settings, fee: object
    ) -> None:
        key = buy(shop, "tok_timeout")
        answer = post(provider.URL, message(key, fee=fee))
        assert (answer.status_code, answer.json()["code"]) == (400, "webhook.damaged")
        assert states(key) == ("pending", "pending")

    @pytest.mark.parametrize("junk", [r'"\u0000"', r'"\ud800"', "NaN", "1e999"])
    def test_refuses_json_that_the_database_cannot_hold(
        self, shop: SimpleNamespace, provider: Settings, junk: str
    ) -> None:
        key = buy(shop, "tok_timeout")
        answer = post(provider.URL, message(key, note="junk").replace(b'"junk"', junk.encode()))
        assert (answer.status_code, answer.json()["code"]) == (400, "webhook.damaged")
        assert (states(key), WebhookDelivery.objects.count()) == (("pending", "pending"), 0)

    def test_refuses_what_is_far_too_long(self, transactional_db: None, provider: Settings) -> None:
        answer = post(provider.URL, b" " * (256 * 1024 + 1))
        assert (answer.status_code, answer.json()["code"]) == (400, "webhook.damaged")

    def test_knows_nothing_of_anothers_payment(self, transactional_db: None, provider: Settings) -> None:
        answer = post(provider.URL, message(new_id()))
        assert (answer.status_code, answer.json()["code"]) == (404, "webhook.payment_unknown")
        assert not WebhookDelivery.objects.exists()

    def test_knows_nothing_of_anothers_refund(self, shop: SimpleNamespace, provider: Settings) -> None:
        key = buy(shop, "tok_ok")
        answer = post(provider.URL, message(key, "refund.done", refund=str(new_id()), reference="r"))
        assert (answer.status_code, answer.json()["code"]) == (404, "webhook.payment_unknown")
        assert not WebhookDelivery.objects.exists()

    def test_takes_news_that_it_has_no_use_for(self, shop: SimpleNamespace, provider: Settings) -> None:
        key = buy(shop, "tok_timeout")
        assert post(provider.URL, message(key, "charge.reviewed")).status_code == 200
        assert states(key) == ("pending", "pending")

    def test_answers_in_the_callers_language_and_only_to_post(
        self, transactional_db: None, provider: Settings
    ) -> None:
        with httpx.Client(trust_env=False) as client:
            got = client.get(f"{provider.URL}/webhooks/sandbox")
            nobody = client.post(f"{provider.URL}/webhooks/nobody", content=b"{}")
            chinese = client.post(f"{provider.URL}/webhooks/sandbox", headers={"Accept-Language": "zh-hans"})
        assert (got.status_code, nobody.status_code, nobody.json()["code"]) == (405, 404, "not_found")
        assert chinese.json()["detail"] == "此消息的签名缺失、有误或已过期。"


class TestOutOfOrder:
    def test_older_news_change_nothing(self, shop: SimpleNamespace, provider: Settings) -> None:
        key = buy(shop, "tok_needs_action")
        post(provider.URL, message(key))
        for tag in ("charge.authorised", "charge.needs_action", "charge.declined"):
            assert post(provider.URL, message(key, tag, next_url="/old")).status_code == 200
        assert states(key) == ("paid", "captured")
        assert Payment.objects.get().next_url == ""
        assert broken() == []

    def test_two_in_one_batch_count_as_the_stronger(self, shop: SimpleNamespace, provider: Settings) -> None:
        key = buy(shop, "tok_timeout")
        payment = Payment.objects.get(pk=key)
        captured = Captured("c", payment.amount.portion(0))
        settle([Settlement(key, captured), Settlement(key, NeedsAction("c", "/old"))], by=SYSTEM)
        assert states(key) == ("paid", "captured")

    def test_a_refund_is_told_before_its_capture(self, shop: SimpleNamespace, provider: Settings) -> None:
        provider.SANDBOX_WEBHOOKS, provider.SANDBOX_MISBEHAVES = "all", True
        key = buy(shop, "tok_ok")
        cancelling.cancel(Order.objects.get().pk, reason="", by=SYSTEM)
        refunding.send_asked()
        assert deliver_webhooks(after_seconds=0.5) == 1
        assert [hook.tag for hook in Webhook.objects.filter(delivered_at=None)] == ["charge.captured"]
        assert deliver_webhooks(after_seconds=10) == 1
        assert states(key) == ("cancelled", "captured")
        assert (Refund.objects.get().state, Payment.objects.get().refunded_minor) == ("done", 29434)
        assert broken() == []


class TestMisbehaviour:
    def test_late_twice_and_in_the_wrong_order_is_all_the_same_in_the_end(
        self, shop: SimpleNamespace, provider: Settings
    ) -> None:
        provider.SANDBOX_WEBHOOKS, provider.SANDBOX_MISBEHAVES = "all", True
        paid, unheard, asked = buy(shop, "tok_ok"), buy(shop, "tok_timeout"), buy(shop, "tok_declined")
        assert deliver_webhooks() == 0
        assert states(unheard) == ("pending", "pending")
        assert deliver_webhooks(after_seconds=4) == 3
        assert [states(key)[0] for key in (paid, unheard, asked)] == ["paid", "paid", "declined"]
        assert WebhookDelivery.objects.count() == 3
        tell_everything()
        assert [states(key)[0] for key in (paid, unheard, asked)] == ["paid", "paid", "declined"]
        assert broken() == []


class TestTold:
    def test_what_was_kept_and_not_applied_is_applied_by_the_dispatcher(
        self, shop: SimpleNamespace, provider: Settings
    ) -> None:
        key = buy(shop, "tok_timeout")
        body = message(key)
        header = signing.signature(body, secret=provider.SANDBOX_WEBHOOK_SECRET, at=clock.now())
        webhooks.receive("sandbox", headers={signing.HEADER: header}, body=body)  # and the process dies
        assert states(key) == ("pending", "pending")
        tell_everything()
        assert states(key) == ("paid", "captured")
        assert not Event.objects.filter(told_at__isnull=True).exists()

    def test_a_message_that_cannot_be_applied_stops_no_other(
        self, shop: SimpleNamespace, provider: Settings
    ) -> None:
        lost, key = buy(shop, "tok_timeout"), buy(shop, "tok_timeout")
        for each, tag in ((lost, "charge.declined"), (key, "charge.captured")):
            body = message(each, tag)
            header = signing.signature(body, secret=provider.SANDBOX_WEBHOOK_SECRET, at=clock.now())
            webhooks.receive("sandbox", headers={signing.HEADER: header}, body=body)
        # More to give back than was ever taken: the database refuses it.
        Reservation.objects.filter(order_id=Order.objects.get(purchase_id=lost).pk).update(quantity=100)
        tell_everything()
        assert (states(lost)[0], states(key)[0]) == ("pending", "paid")
        assert (
            Event.objects.filter(tag="payment.told", told_at=None, attempts=1).count() == 1
        )  # the other one is not kept back


class TestSending:
    def test_sends_again_later_and_later_until_it_is_taken(
        self, shop: SimpleNamespace, provider: Settings
    ) -> None:
        key, there = buy(shop, "tok_timeout"), provider.URL
        provider.URL = "http://127.0.0.1:9"  # nobody listens
        assert deliver_webhooks() == 1
        assert deliver_webhooks(after_seconds=7) == 0
        assert deliver_webhooks(after_seconds=9) == 1
        provider.URL = there
        assert deliver_webhooks(after_seconds=60) == 1
        hook = Webhook.objects.get()
        assert (hook.attempts, hook.delivered_at is not None) == (3, True)
        assert states(key) == ("paid", "captured")
        assert deliver_webhooks(after_seconds=86400) == 0

    def test_gives_up_after_twelve_tries(self, shop: SimpleNamespace, provider: Settings) -> None:
        buy(shop, "tok_timeout")
        Payment.objects.update(provider="another")  # so that it is never taken
        for day in range(20):
            deliver_webhooks(after_seconds=86400 * day)
        hook = Webhook.objects.get()
        assert (hook.attempts, hook.delivered_at, hook.given_up_at is not None) == (12, None, True)

    def test_never_logs_the_secret(
        self, shop: SimpleNamespace, provider: Settings, caplog: pytest.LogCaptureFixture
    ) -> None:
        provider.SANDBOX_WEBHOOK_SECRET = "a-secret-to-look-for"
        buy(shop, "tok_timeout")
        with caplog.at_level("DEBUG"):
            deliver_webhooks()
            Webhook.objects.update(delivered_at=None, due_at=clock.now())
            provider.URL = "http://127.0.0.1:9"
            deliver_webhooks()
        assert "did not arrive" in caplog.text
        assert "a-secret-to-look-for" not in caplog.text and "v1=" not in caplog.text


class TestPay:
    @pytest.mark.race
    def test_charges_once_when_fifty_pay_for_the_same_purchase_at_once(
        self, shop: SimpleNamespace, provider: Settings
    ) -> None:
        request = Wish({shop.honey.pk: 1}).request()
        placed = place_one(request)
        with ThreadPoolExecutor(50) as threads:
            list(threads.map(lambda _: paying.pay(placed, request.payment), range(50)))
        assert (Charge.objects.count(), states(placed.purchase_id)) == (1, ("paid", "captured"))
        assert Event.objects.filter(tag="purchase.paid").count() == 1
        assert broken() == []


class TestChargeback:
    def test_comes_late_twice_and_in_the_wrong_order(self, shop: SimpleNamespace, provider: Settings) -> None:
        """The sandbox misbehaves: that it was lost is told before that it was opened, each of them twice."""
        provider.SANDBOX_MISBEHAVES, provider.SANDBOX_LATE_MS = True, 3000
        key = buy(shop, "tok_chargeback")
        dispute = disputing.decide(Dispute.objects.get().pk, won=False)
        assert deliver_webhooks(after_seconds=1) == 1  # chargeback.lost
        chargeback = Chargeback.objects.get()
        assert (chargeback.reference, chargeback.state) == (str(dispute.pk), "lost")
        assert deliver_webhooks(after_seconds=4) == 1  # chargeback.opened
        assert (Chargeback.objects.get().state, Order.objects.get().state) == ("lost", "refunded")
        assert states(key) == ("paid", "captured")
        assert broken() == []

    def test_of_a_payment_whose_answer_was_lost_asks_for_it_first(
        self, shop: SimpleNamespace, provider: Settings
    ) -> None:
        key = buy(shop, "tok_timeout")
        disputing.open_dispute(charge_key=key)
        Webhook.objects.filter(tag="charge.captured").delete()
        deliver_webhooks()
        assert (states(key), Chargeback.objects.get().amount_minor) == (("paid", "captured"), 29434)
        assert broken() == []

    @pytest.mark.parametrize(
        "wrong",
        [
            {"amount": 0},
            {"amount": "1"},
            {"dispute": "x"},
            {"dispute_fee": -1},
            {"respond_by": "soon"},
            {"respond_by": "2026-12-01T00:00:00"},
        ],
    )
    def test_refuses_one_that_says_nothing_sound(
        self, shop: SimpleNamespace, provider: Settings, wrong: dict[str, Any]
    ) -> None:
        key = buy(shop, "tok_ok")
        facts = {
            "dispute": str(new_id()),
            "dispute_fee": 10700,
            "reason": "fraudulent",
            "respond_by": "2026-12-01T00:00:00+00:00",
        }
        answer = post(provider.URL, message(key, "chargeback.opened", **(facts | wrong)))
        assert (answer.status_code, answer.json()["code"]) == (400, "webhook.damaged")
        assert not Chargeback.objects.exists()

    def test_is_answered_with_what_the_merchant_says(self, shop: SimpleNamespace, provider: Settings) -> None:
        buy(shop, "tok_chargeback")
        deliver_webhooks()
        ChargebackShare.objects.update(evidence="Signed for on the 3rd.", evidence_at=clock.now())
        assert (charging_back.send_answers(), charging_back.send_answers()) == (1, 0)
        assert Dispute.objects.get().evidence == "Signed for on the 3rd."
