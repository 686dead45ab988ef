"""Stripe through its own client library: what localstripe covers against it, the rest by the shapes of Stripe's reference."""

import json
import logging
import threading
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
import stripe as library
from django.utils import translation
from msgspec.structs import replace
from pytest_django import Settings

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.payments import providers, refunding
from entrepot.payments import stripe_words as words
from entrepot.payments.models import Chargeback, Payment, Refund, WebhookDelivery
from entrepot.payments.providers import (
    Captured,
    Declined,
    GivenBack,
    GivingBack,
    NeedsAction,
    NotGivenBack,
    ProviderUnknown,
    ToldChargeback,
    Unknown,
    WebhookDamaged,
    WebhookUnsigned,
)
from entrepot.payments.sandbox_provider import SandboxProvider
from entrepot.payments.stripe_provider import StripeProvider
from entrepot.payments.webhooks import receive
from entrepot.trade import cancelling, paying
from entrepot.trade.hearing import hear
from entrepot.trade.models import Order
from entrepot.trade.placing import place_one
from entrepot.trade.requests import PaymentChoice, PurchaseRequest
from entrepot.web.shop.forms import CheckoutForm
from tests.market import Wish
from tests.payments.story import broken, states

DECLINED = "pm_card_chargeCustomerFail"


def buy(shop: SimpleNamespace, token: str) -> UUID:
    """Place two jars of honey (294.34 CNY) and pay by Stripe; the purchase's id."""
    request = asked(shop, token)
    placed = place_one(request)
    paying.pay(placed, request.payment)
    return placed.purchase_id


def asked(shop: SimpleNamespace, token: str) -> PurchaseRequest:
    return replace(Wish({shop.honey.pk: 2}).request(), payment=PaymentChoice("stripe", token))


def event(tag: str, said: dict[str, Any]) -> bytes:
    return json.dumps(
        {"id": f"evt_{new_id().hex}", "object": "event", "type": tag, "data": {"object": said}}
    ).encode()


def headers(body: bytes, *, secret: str = "whsec_of_ours") -> dict[str, str]:
    signed = library.WebhookSignature.generate_signature_header(body.decode(), secret)
    return {"Stripe-Signature": signed}


def dispute(reference: str, status: str, **more: Any) -> dict[str, Any]:
    """A dispute of 294.34 CNY as Stripe tells of one."""
    taken = {"amount": -29434, "fee": 10700, "currency": "cny"}
    return {
        "object": "dispute",
        "id": "dp_1",
        "amount": 29434,
        "currency": "cny",
        "status": status,
        "reason": "fraudulent",
        "payment_intent": reference,
        "evidence_details": {"due_by": 1_800_000_000},
        "balance_transactions": [taken],
    } | more


@pytest.mark.django_db(transaction=True)
class TestStripe:
    def test_a_card_pays_and_the_fee_is_known(self, shop: SimpleNamespace, stripe: StripeProvider) -> None:
        key = buy(shop, "pm_card_visa")
        payment = Payment.objects.get()
        assert states(key) == ("paid", "captured")
        assert (payment.amount_minor, payment.fee_minor) == (29434, 100)
        assert payment.reference.startswith("pi_")
        assert broken() == []

    def test_a_declined_card_gives_the_stock_back(
        self, shop: SimpleNamespace, stripe: StripeProvider
    ) -> None:
        assert states(buy(shop, DECLINED)) == ("declined", "declined")
        assert Order.objects.get().state == "cancelled"

    @pytest.mark.parametrize("token", ["pm_of_nobody", "nonsense", "sepa_debit"])
    def test_what_stripe_does_not_know_is_declined(
        self, shop: SimpleNamespace, stripe: StripeProvider, token: str
    ) -> None:
        assert states(buy(shop, token)) == ("declined", "declined")

    def test_a_refund_goes_back_in_parts(self, shop: SimpleNamespace, stripe: StripeProvider) -> None:
        buy(shop, "pm_card_visa")
        cancelling.cancel(Order.objects.get().pk, reason="", by=SYSTEM)
        assert refunding.send_asked() == 1
        assert (Refund.objects.get().state, Payment.objects.get().refunded_minor) == ("done", 29434)
        assert Refund.objects.get().reference.startswith("re_")
        reference = Refund.objects.get().reference
        assert stripe.refund_outcome(key=new_id(), reference=reference) == GivenBack(reference)

    def test_nobody_there_leaves_it_open(
        self, shop: SimpleNamespace, stripe: StripeProvider, provider: Settings
    ) -> None:
        provider.STRIPE_API_BASE = "http://127.0.0.1:9"
        assert states(buy(shop, "pm_card_visa")) == ("pending", "pending")
        key = Payment.objects.get().pk
        assert stripe.outcome(key=key, reference="") == Unknown()
        assert stripe.refund(key=key, charge=key, reference="pi_1", amount=Money(1, "CNY")) == Unknown()
        assert stripe.refund_outcome(key=key, reference="re_1") == Unknown()
        assert stripe.answer_chargeback(reference="dp_1", evidence="x") is False

    def test_a_lost_answer_is_asked_for_by_its_reference(
        self, shop: SimpleNamespace, stripe: StripeProvider
    ) -> None:
        key = buy(shop, "pm_card_visa")
        reference = Payment.objects.get().reference
        assert stripe.outcome(key=key, reference=reference) == Captured(reference, Money(100, "CNY"))
        assert stripe.outcome(key=key, reference="pi_of_nobody") == Unknown()

    def test_webhooks_come_from_the_process_and_change_nothing_twice(
        self, shop: SimpleNamespace, stripe: StripeProvider
    ) -> None:
        """localstripe sends `payment_intent.succeeded` a second after it answered."""
        key = buy(shop, "pm_card_visa")
        deadline = clock.now().timestamp() + 10
        while not WebhookDelivery.objects.exists() and clock.now().timestamp() < deadline:
            threading.Event().wait(0.05)
        assert WebhookDelivery.objects.get().tag == "payment_intent.succeeded"
        assert states(key) == ("paid", "captured")
        assert broken() == []

    def test_a_webhook_that_comes_first_has_stripe_asked(
        self, shop: SimpleNamespace, stripe: StripeProvider, provider: Settings
    ) -> None:
        """The answer of the charge was lost after Stripe told its reference."""
        key = buy(shop, "pm_card_visa")
        reference = Payment.objects.get().reference
        placed = place_one(asked(shop, "pm_card_visa")).purchase_id
        Payment.objects.filter(pk=placed).update(reference=reference)
        said = {"object": "payment_intent", "id": reference, "metadata": {"payment": str(placed)}}
        body = event("payment_intent.succeeded", said)
        message = receive("stripe", headers=headers(body), body=body)
        assert message and message.asks and message.payment_id == placed != key
        hear([message])
        assert states(placed) == ("paid", "captured")

    def test_a_dispute_is_a_chargeback_of_the_intent_that_it_names(
        self, shop: SimpleNamespace, stripe: StripeProvider
    ) -> None:
        buy(shop, "pm_card_visa")
        reference = Payment.objects.get().reference
        for status in ("warning_needs_response", "needs_response", "lost"):
            body = event("charge.dispute.updated", dispute(reference, status))
            message = receive("stripe", headers=headers(body), body=body)
            assert message
            hear([message])
        chargeback = Chargeback.objects.get()
        assert (chargeback.state, chargeback.amount_minor, chargeback.fee_minor) == ("lost", 29434, 10700)
        assert Order.objects.get().state == "refunded"
        assert broken() == []

    def test_its_secrets_are_in_no_log(
        self,
        shop: SimpleNamespace,
        stripe: StripeProvider,
        provider: Settings,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        caplog.set_level(logging.DEBUG)
        buy(shop, "pm_card_visa")
        buy(shop, DECLINED)
        provider.STRIPE_API_BASE = "http://127.0.0.1:9"
        buy(shop, "pm_card_visa")
        assert "sk_test" not in caplog.text and "whsec" not in caplog.text


class TestCheckout:
    @pytest.mark.parametrize(
        ("language", "names"),
        [("en", ["Card", "Alipay", "WeChat Pay"]), ("zh-hans", ["银行卡", "支付宝", "微信支付"])],
    )
    def test_offers_cards_and_wallets_in_the_readers_language(
        self, monkeypatch: pytest.MonkeyPatch, language: str, names: list[str]
    ) -> None:
        monkeypatch.setattr(providers, "_providers", {})
        monkeypatch.setattr(providers, "_closed", set())
        providers.register(SandboxProvider(), takes_payments=False)
        providers.register(StripeProvider())
        with translation.override(language):
            choices = CheckoutForm(country="US", is_guest=True).fields["token"].choices
            assert [str(label) for _value, label in choices] == names
        assert [value for value, _label in choices] == ["stripe:card", "stripe:alipay", "stripe:wechat_pay"]
        providers.check_takes_payments("stripe")
        with pytest.raises(ProviderUnknown):
            providers.check_takes_payments("sandbox")


class TestReadWebhook:
    @pytest.fixture(autouse=True)
    def secret(self, settings: Settings) -> None:
        settings.STRIPE_WEBHOOK_SECRET = "whsec_of_ours"

    @pytest.mark.parametrize("sign", [{}, {"stripe-signature": "t=1,v1=00"}, {"stripe-signature": "junk"}])
    def test_refuses_what_stripe_did_not_sign(self, sign: dict[str, str]) -> None:
        with pytest.raises(WebhookUnsigned):
            StripeProvider().read_webhook(headers=sign, body=event("x", {}))

    def test_refuses_everything_while_there_is_no_secret(self, settings: Settings) -> None:
        settings.STRIPE_WEBHOOK_SECRET = ""
        body = event("x", {})
        with pytest.raises(WebhookUnsigned):
            StripeProvider().read_webhook(headers={"stripe-signature": "t=1,v1=00"}, body=body)

    @pytest.mark.parametrize("body", [b"{", b"[]", b"{}", b'{"type": "x", "id": "e", "data": {"object": 3}}'])
    def test_refuses_what_is_damaged(self, body: bytes) -> None:
        signed = {name.lower(): value for name, value in headers(body).items()}
        with pytest.raises(WebhookDamaged):
            StripeProvider().read_webhook(headers=signed, body=body)

    def test_knows_whose_refund_it_is_told_of(self) -> None:
        key, refund = new_id(), new_id()
        said = {
            "object": "refund",
            "id": "re_1",
            "status": "failed",
            "failure_reason": "expired_or_canceled_card",
            "metadata": {"payment": str(key), "refund": str(refund)},
        }
        message = StripeProvider().read_message(json.loads(event("refund.failed", said)))
        assert (message.payment_id, message.refund_id) == (key, refund)
        assert message.returned == NotGivenBack("re_1", "expired_or_canceled_card")


class TestWords:
    @pytest.mark.parametrize(
        ("action", "url"),
        [
            (
                {"type": "alipay_handle_redirect", "alipay_handle_redirect": {"url": "https://a.example"}},
                "https://a.example",
            ),
            (
                {"type": "redirect_to_url", "redirect_to_url": {"url": "https://b.example"}},
                "https://b.example",
            ),
            (
                {
                    "type": "wechat_pay_display_qr_code",
                    "wechat_pay_display_qr_code": {"hosted_instructions_url": "https://c.example"},
                },
                "https://c.example",
            ),
            ({"type": "use_stripe_sdk", "use_stripe_sdk": {}}, ""),
            ({}, ""),
        ],
    )
    def test_where_the_buyer_confirms(self, action: dict[str, Any], url: str) -> None:
        intent = {"id": "pi_1", "status": "requires_action", "next_action": action}
        assert words.outcome_of_intent(intent) == NeedsAction("pi_1", url)

    @pytest.mark.parametrize(
        ("status", "outcome"),
        [
            ("requires_payment_method", Declined("pi_1")),
            ("canceled", Declined("pi_1")),
            ("processing", Unknown()),
        ],
    )
    def test_an_intent_without_money(self, status: str, outcome: object) -> None:
        assert words.outcome_of_intent({"id": "pi_1", "status": status}) == outcome

    def test_the_page_for_a_card(self) -> None:
        page = {"id": "cs_1", "status": "open", "url": "https://checkout.example"}
        assert words.outcome_of_session(page) == NeedsAction("cs_1", "https://checkout.example")
        assert words.outcome_of_session(page | {"status": "expired"}) == Declined("cs_1")
        paid = {"id": "pi_1", "status": "succeeded", "currency": "cny", "latest_charge": "ch_1"}
        done = page | {"status": "complete", "payment_intent": paid}
        assert words.outcome_of_session(done) == Captured("pi_1", Money(0, "CNY"))

    def test_a_fee_in_another_currency_is_not_taken_for_one_in_ours(self) -> None:
        entry = {"fee": 130, "currency": "usd"}
        intent = {"id": "pi_1", "currency": "cny", "latest_charge": {"balance_transaction": entry}}
        assert words.fee_of(intent) == Money(0, "CNY")

    @pytest.mark.parametrize(
        ("status", "returned"),
        [
            ("succeeded", GivenBack("re_1")),
            ("pending", GivingBack("re_1")),
            ("requires_action", GivingBack("re_1")),
            ("canceled", NotGivenBack("re_1", "canceled")),
        ],
    )
    def test_a_refund(self, status: str, returned: object) -> None:
        assert words.returned({"id": "re_1", "status": status}) == returned

    @pytest.mark.parametrize(
        ("status", "state"),
        [
            ("needs_response", "opened"),
            ("under_review", "opened"),
            ("won", "won"),
            ("lost", "lost"),
            ("warning_needs_response", None),
            ("warning_closed", None),
        ],
    )
    def test_a_dispute(self, status: str, state: str | None) -> None:
        told = words.chargeback(dispute("pi_1", status))
        due = datetime.fromtimestamp(1_800_000_000, UTC)
        expected = ToldChargeback(
            "dp_1", str(state), Money(29434, "CNY"), Money(10700, "CNY"), "fraudulent", due
        )
        assert told == (expected if state else None)
