"""The sandbox as the bank that pays merchants: its words put into ours."""

import json
from uuid import UUID

from django.conf import settings

from entrepot.kit import clock
from entrepot.kit.money import Money
from entrepot.payments.banks import (
    Accepted,
    Arrived,
    BankMessage,
    Beneficiary,
    CameBack,
    Exchanged,
    Outcome,
    Unanswered,
)
from entrepot.payments.paying_out.exchanging import exchange
from entrepot.payments.providers import WebhookDamaged, WebhookUnsigned
from entrepot.payments.rates import RateMissing
from entrepot.sandbox import banking, signing
from entrepot.sandbox.errors import SignatureWrong, TimedOut, TransferUnknown


class SandboxBank:
    """The bank named `sandbox`. It has no market of its own, so it is told the day's rate, and takes its own margin on it."""

    name = "sandbox"

    def exchange(self, *, key: UUID, sold: Money, currency: str) -> Exchanged | Unanswered:
        """Change money; Unanswered when it takes longer than PAYMENT_TIMEOUT_MS. Raises RateMissing."""
        market = exchange(currency, sold.currency, on=clock.now().date())
        if market is None:
            raise RateMissing(base=sold.currency, quote=currency)
        try:
            reference, bought = banking.exchange(
                key=key, sold=sold, market=market.day_rate, timeout=settings.PAYMENT_TIMEOUT_MS / 1000
            )
        except TimedOut:
            return Unanswered()
        return Exchanged(str(reference), bought)

    def transfer(self, *, key: UUID, amount: Money, to: Beneficiary) -> Outcome:
        """Send money; Unanswered when it takes longer than PAYMENT_TIMEOUT_MS."""
        try:
            sent = banking.transfer(
                key=key, amount=amount, number=to.number, timeout=settings.PAYMENT_TIMEOUT_MS / 1000
            )
        except TimedOut:
            return Unanswered()
        return _outcome(sent.state, str(sent.id), sent.reason)

    def outcome(self, *, key: UUID) -> Outcome:
        """What the sandbox's books say."""
        try:
            sent = banking.outcome(key=key)
        except TransferUnknown:
            return Unanswered()
        return _outcome(sent.state, str(sent.id), sent.reason)

    def read_webhook(self, *, headers: dict[str, str], body: bytes) -> BankMessage:
        """Check the signature, then read. `headers` have their names in lower case."""
        header = headers.get(signing.HEADER.lower(), "")
        try:
            signing.check(body, header, secret=settings.SANDBOX_WEBHOOK_SECRET, at=clock.now())
        except SignatureWrong:
            raise WebhookUnsigned from None
        try:
            payload = json.loads(body)
            kind, _, state = str(payload["type"]).partition(".")
            data = payload["data"]
            if kind != "transfer":
                raise WebhookDamaged
            outcome = _outcome(state, str(UUID(data["transfer"])), str(data.get("reason", "")))
            return BankMessage(UUID(data["key"]), outcome)
        except (AttributeError, KeyError, TypeError, ValueError):
            raise WebhookDamaged from None


def _outcome(state: str, reference: str, reason: str) -> Outcome:
    match state:
        case "sent":
            return Accepted(reference)
        case "paid":
            return Arrived(reference)
        case "failed":
            return CameBack(reference, reason)
    raise ValueError(f"the bank calls a transfer {state!r}")
