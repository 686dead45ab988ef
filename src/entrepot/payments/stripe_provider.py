"""Stripe as a payment provider: cards, Alipay and WeChat Pay, through its own client library.

A buyer at the checkout enters a card on Stripe's page, and confirms a wallet on the wallet's; a program hands over the id of a
payment method. We are the merchant of record (separate charges): what is captured is ours to hold, and merchants are paid by the
bank. Every call carries our own id as its idempotency key, so that asking twice charges once.
"""

import asyncio
import functools
import json
import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import stripe
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entrepot.kit.ids import begun_at
from entrepot.kit.money import Money
from entrepot.payments import stripe_words as words
from entrepot.payments.errors import SettlementUnknown
from entrepot.payments.models import Payment
from entrepot.payments.providers import (
    Declined,
    Message,
    Method,
    NotGivenBack,
    Outcome,
    Return,
    SettlementRead,
    Unknown,
    WebhookDamaged,
    WebhookUnsigned,
)

log = logging.getLogger(__name__)

CARD, ALIPAY, WECHAT_PAY = "card", "alipay", "wechat_pay"
_METHODS = (
    Method(CARD, _("Card")),
    Method(ALIPAY, _("Alipay")),
    Method(WECHAT_PAY, _("WeChat Pay")),
)
#: Stripe's page lives for 30 minutes at least, and a purchase for 30: what is paid in between is given back. Counted from the
#: time in our id, so that asking again asks for the same.
_PAGE_LIVES = timedelta(minutes=32)
_WITH_FEE = "latest_charge.balance_transaction"
#: Nobody's payment: a message about what is not ours.
_NOBODY = UUID(int=0)


class StripeProvider:
    """The provider named `stripe`."""

    name = "stripe"

    def methods(self) -> Sequence[Method]:
        """What a buyer may choose."""
        return _METHODS

    def charge(self, *, key: UUID, amount: Money, token: str, return_url: str) -> Outcome:
        """Ask for the money; Unknown when no answer comes in time, and for whatever leaves it open whether money was taken."""
        if token == CARD:
            return _asked(key, lambda: _open_page(key, amount, return_url))
        return _asked(key, lambda: _open_intent(key, amount, token, return_url))

    async def charge_soon(self, *, key: UUID, amount: Money, token: str, return_url: str) -> Outcome:
        """The same, in a thread: its library waits for an answer in the caller's."""
        return await asyncio.to_thread(
            self.charge, key=key, amount=amount, token=token, return_url=return_url
        )

    def outcome(self, *, key: UUID, reference: str) -> Outcome:
        """By its reference; where its answer was lost, by our id, which Stripe's search knows after a minute."""
        try:
            return _look_up(key, reference)
        except stripe.StripeError as error:  # whatever it is, it does not say that no money was taken
            log.warning("Stripe did not say what became of payment %s: %s", key, type(error).__name__)
            return Unknown()

    def give_up(self, *, key: UUID, reference: str) -> Outcome:
        """Expire the page, or cancel the intent; Stripe refuses both for what was paid meanwhile, and then says so."""
        try:
            api = _client().v1
            if reference.startswith("cs_"):
                api.checkout.sessions.expire(reference)
            elif reference:
                api.payment_intents.cancel(reference)
        except stripe.StripeError as error:
            log.info("Stripe does not give payment %s up: %s", key, type(error).__name__)
        return self.outcome(key=key, reference=reference)

    def refund(self, *, key: UUID, charge: UUID, reference: str, amount: Money) -> Return:
        """Give back; what Stripe refuses for good is not given back."""
        params: Any = {
            "payment_intent": reference,
            "amount": amount.minor,
            "metadata": {"refund": str(key), "payment": str(charge)},
        }
        try:
            refund = _client().v1.refunds.create(params, options={"idempotency_key": f"refund-{key}"})
        except stripe.InvalidRequestError as error:
            return NotGivenBack("", str(error.code or "invalid"))
        except stripe.StripeError as error:
            log.warning("Stripe did not take refund %s on: %s", key, type(error).__name__)
            return Unknown()
        return words.returned(refund.to_dict())

    def refund_outcome(self, *, key: UUID, reference: str) -> Return:
        """What became of one that was pending."""
        try:
            return words.returned(_client().v1.refunds.retrieve(reference).to_dict())
        except stripe.StripeError as error:
            log.warning("Stripe did not say what became of refund %s: %s", key, type(error).__name__)
            return Unknown()

    def answer_chargeback(self, *, reference: str, evidence: str) -> bool:
        """Send it to the buyer's bank. Stripe passes evidence on once: what comes after that changes nothing."""
        params: Any = {"evidence": {"uncategorized_text": evidence}, "submit": True}
        try:
            _client().v1.disputes.update(reference, params)
        except stripe.InvalidRequestError as error:
            log.warning("Stripe takes no more evidence on %s: %s", reference, error.code)
        except stripe.StripeError as error:
            log.warning("Stripe did not take evidence on %s: %s", reference, type(error).__name__)
            return False
        return True

    def read_settlement(self, body: bytes) -> SettlementRead:
        """Its reports have a shape of their own, which is not read yet."""
        raise SettlementUnknown

    def read_webhook(self, *, headers: dict[str, str], body: bytes) -> Message:
        """Check the signature by the library, then read. `headers` have their names in lower case."""
        try:
            stripe.WebhookSignature.verify_header(
                body,
                headers.get("stripe-signature"),
                settings.STRIPE_WEBHOOK_SECRET,
                stripe.Webhook.DEFAULT_TOLERANCE,
            )
            payload = json.loads(body)
        except stripe.SignatureVerificationError:
            raise WebhookUnsigned from None
        except ValueError:
            raise WebhookDamaged from None
        return self.read_message(payload)

    def read_message(self, payload: dict[str, Any]) -> Message:
        """An event of Stripe's in our words. It is not believed what became of a payment: Stripe is asked, since events come in
        any order and show what was true when they were written.
        """
        try:
            tag, said = str(payload["type"]), payload["data"]["object"]
            return Message(
                delivery_id=str(payload["id"])[:80],
                tag=tag[:60],
                payment_id=_payment_of(said) or _NOBODY,
                outcome=None,
                payload=payload,
                asks=said.get("object") in ("payment_intent", "checkout.session"),
                refund_id=words.id_in(said, "refund") if said.get("object") == "refund" else None,
                returned=words.returned(said) if said.get("object") == "refund" else None,
                chargeback=words.chargeback(said) if said.get("object") == "dispute" else None,
            )
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
            raise WebhookDamaged from None


def _payment_of(said: words.Said) -> UUID | None:
    """Ours by the metadata we gave; a dispute has none, and is of the intent that it names."""
    own = words.id_in(said, "payment")
    intent = said.get("payment_intent")
    if own or not isinstance(intent, str):
        return own
    found = Payment.objects.filter(provider="stripe", reference=intent).exclude(reference="")
    return found.values_list("pk", flat=True).first()


def _asked(key: UUID, ask: Callable[[], Outcome]) -> Outcome:
    """What Stripe answers to a charge. A refusal says that no money was taken; anything else leaves it open."""
    try:
        return ask()
    except stripe.CardError as error:
        return Declined(_intent_in(error))
    except stripe.InvalidRequestError as error:
        log.warning("Stripe refuses payment %s: %s %s", key, error.code, error.param)
        return Declined("")
    except stripe.StripeError as error:
        log.warning("Stripe did not say what became of payment %s: %s", key, type(error).__name__)
        return Unknown()


def _intent_in(error: stripe.CardError) -> str:
    body = error.json_body if isinstance(error.json_body, dict) else {}
    intent = (body.get("error") or {}).get("payment_intent") or {}
    return str(intent.get("id") or "")


def _open_intent(key: UUID, amount: Money, token: str, return_url: str) -> Outcome:
    """A payment method that a program has the id of, or a wallet whose page the buyer is sent to."""
    params: dict[str, Any] = {
        "amount": amount.minor,
        "currency": amount.currency.lower(),
        "capture_method": "automatic",  # not `automatic_async`, whose fee is known only later
        "confirm": True,
        "return_url": return_url,
        "metadata": {"payment": str(key)},
        "expand": [_WITH_FEE],
    }
    if token in (ALIPAY, WECHAT_PAY):
        params |= {"payment_method_types": [token], "payment_method_data": {"type": token}}
    else:
        params |= {"payment_method_types": [CARD], "payment_method": token}
    if token == WECHAT_PAY:
        params["payment_method_options"] = {WECHAT_PAY: {"client": "web"}}
    made: Any = params
    intent = _client().v1.payment_intents.create(made, options={"idempotency_key": f"payment-{key}"})
    return words.outcome_of_intent(intent.to_dict())


def _open_page(key: UUID, amount: Money, return_url: str) -> Outcome:
    """Stripe's own page for a card: no card number comes near us."""
    name = gettext("Purchase on Entrepôt")
    price = {"currency": amount.currency.lower(), "unit_amount": amount.minor, "product_data": {"name": name}}
    params: Any = {
        "mode": "payment",
        "payment_method_types": [CARD],
        "line_items": [{"quantity": 1, "price_data": price}],
        "client_reference_id": str(key),
        "metadata": {"payment": str(key)},
        "payment_intent_data": {"metadata": {"payment": str(key)}, "capture_method": "automatic"},
        "locale": "zh" if translation.get_language() == "zh-hans" else "en",
        "success_url": return_url,
        "cancel_url": return_url,
        "expires_at": int((begun_at(key) + _PAGE_LIVES).timestamp()),
    }
    session = _client().v1.checkout.sessions.create(params, options={"idempotency_key": f"payment-{key}"})
    return words.outcome_of_session(session.to_dict())


def _look_up(key: UUID, reference: str) -> Outcome:
    api = _client().v1
    if reference.startswith("cs_"):
        session = api.checkout.sessions.retrieve(reference, {"expand": [f"payment_intent.{_WITH_FEE}"]})
        return words.outcome_of_session(session.to_dict())
    if reference:
        return words.outcome_of_intent(
            api.payment_intents.retrieve(reference, {"expand": [_WITH_FEE]}).to_dict()
        )
    found = api.payment_intents.search(
        {"query": f"metadata['payment']:'{key}'", "limit": 1, "expand": [f"data.{_WITH_FEE}"]}
    )
    return words.outcome_of_intent(found.data[0].to_dict()) if found.data else Unknown()


def _client() -> stripe.StripeClient:
    return _client_of(settings.STRIPE_KEY, settings.STRIPE_API_BASE, settings.PAYMENT_TIMEOUT_MS)


@functools.cache
def _client_of(key: str, base: str, timeout_ms: int) -> stripe.StripeClient:
    """One client a process; each thread has its own connections. A call that fails is not repeated while a buyer waits."""
    return stripe.StripeClient(
        key,
        base_addresses={"api": base} if base else None,
        max_network_retries=0,
        http_client=stripe.RequestsClient(timeout=timeout_ms / 1000),
    )
