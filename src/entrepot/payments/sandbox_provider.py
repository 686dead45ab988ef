"""The sandbox as a payment provider of the marketplace: its words put into ours."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from entrepot.kit import clock
from entrepot.kit.money import MINOR_MAX, Money
from entrepot.payments import settlement_table
from entrepot.payments.providers import (
    Captured,
    Declined,
    GivenBack,
    Message,
    Method,
    NeedsAction,
    Outcome,
    Return,
    SettlementRead,
    ToldChargeback,
    Unknown,
    WebhookDamaged,
    WebhookUnsigned,
)
from entrepot.sandbox import charging, confirming, disputing, refunding, signing
from entrepot.sandbox.errors import BrokeDown, ChargeUnknown, SignatureWrong, TimedOut

_METHODS = (
    Method("tok_ok", _("Test card that succeeds")),
    Method("tok_declined", _("Test card that is declined")),
    Method("tok_needs_action", _("Test wallet that asks you to confirm")),
    Method("tok_timeout", _("Test wallet that answers late")),
    Method("tok_chargeback", _("Test card whose bank takes the money back later")),
)
_CAPTURED = ("captured", "refunded")  # what went back was captured first


class SandboxProvider:
    """The provider named `sandbox`."""

    name = "sandbox"

    def charge(self, *, key: UUID, amount: Money, token: str, return_url: str) -> Outcome:
        """Charge it; Unknown when the answer takes longer than PAYMENT_TIMEOUT_MS, or is that it broke down."""
        try:
            charged = charging.charge(
                key=key, amount=amount, token=token, return_url=return_url, timeout=_timeout()
            )
        except (TimedOut, BrokeDown):
            return Unknown()
        return _outcome(charged.state, charged.id, charged.fee, charged.next_url)

    async def charge_soon(self, *, key: UUID, amount: Money, token: str, return_url: str) -> Outcome:
        """The same, and its coroutine waits."""
        try:
            charged = await charging.charge_soon(
                key=key, amount=amount, token=token, return_url=return_url, timeout=_timeout()
            )
        except (TimedOut, BrokeDown):
            return Unknown()
        return _outcome(charged.state, charged.id, charged.fee, charged.next_url)

    def methods(self) -> Sequence[Method]:
        """Its test cards, each named by what it does: nobody may take one for real money."""
        return _METHODS

    def outcome(self, *, key: UUID, reference: str) -> Outcome:
        """What the sandbox's books say; Unknown for a charge that never reached them."""
        try:
            charged = charging.outcome(key=key)
        except ChargeUnknown:
            return Unknown()
        return _outcome(charged.state, charged.id, charged.fee, charged.next_url)

    def give_up(self, *, key: UUID, reference: str) -> Outcome:
        """Close the confirmation page of this charge, if it still waits for the buyer."""
        confirming.give_up(key=key)
        return self.outcome(key=key, reference=reference)

    def refund(self, *, key: UUID, charge: UUID, reference: str, amount: Money) -> Return:
        """Give back; Unknown when the answer takes longer than PAYMENT_TIMEOUT_MS."""
        try:
            repayment = refunding.refund(key=key, charge_key=charge, amount=amount, timeout=_timeout())
        except TimedOut:
            return Unknown()
        return GivenBack(str(repayment))

    def refund_outcome(self, *, key: UUID, reference: str) -> Return:
        """What it has taken on it has done."""
        return GivenBack(reference)

    def answer_chargeback(self, *, reference: str, evidence: str) -> bool:
        """Hand the evidence over, for the one dispute of this reference."""
        disputing.take_evidence(UUID(reference), text=evidence)
        return True

    def read_settlement(self, body: bytes) -> SettlementRead:
        """Read the file that the sandbox writes for a day."""
        return settlement_table.read(body)

    def read_webhook(self, *, headers: dict[str, str], body: bytes) -> Message:
        """Check the signature, then read. `headers` have their names in lower case."""
        header = headers.get(signing.HEADER.lower(), "")
        try:
            signing.check(body, header, secret=settings.SANDBOX_WEBHOOK_SECRET, at=clock.now())
        except SignatureWrong:
            raise WebhookUnsigned from None
        try:
            payload = json.loads(body)
        except ValueError:
            raise WebhookDamaged from None
        return self.read_message(payload)

    def read_message(self, payload: dict[str, Any]) -> Message:
        """A payload of the sandbox in our words. News that say nothing of money have no outcome."""
        try:
            data = payload["data"]
            tag, (kind, _, state) = str(payload["type"]), str(payload["type"]).partition(".")
            refund = UUID(data["refund"]) if kind == "refund" else None
            chargeback = _chargeback(state, data) if kind == "chargeback" else None
            fee = Money(data.get("fee", 0), data["currency"])
            if not 0 <= fee.minor <= MINOR_MAX or len(fee.currency) != 3:
                raise WebhookDamaged
            said = state if kind == "charge" else ""
            return Message(
                delivery_id=str(UUID(payload["id"])),
                tag=tag[:60],
                payment_id=UUID(data["key"]),
                outcome=_outcome(said, UUID(data["charge"]), fee, str(data.get("next_url", "")))
                if said in ("needs_action", "declined", *_CAPTURED)
                else None,
                payload=payload,
                refund_id=refund,
                returned=GivenBack(str(data["reference"])[:80]) if refund else None,
                chargeback=chargeback,
            )
        except (AttributeError, KeyError, TypeError, ValueError):
            raise WebhookDamaged from None


def _outcome(state: str, charge_id: UUID, fee: Money, next_url: str) -> Outcome:
    if state in _CAPTURED:
        return Captured(str(charge_id), fee)
    if state == "declined":
        return Declined(str(charge_id))
    if state == "needs_action":
        return NeedsAction(str(charge_id), next_url)
    return Unknown()


def _chargeback(state: str, data: dict[str, Any]) -> ToldChargeback:
    """Raises WebhookDamaged for amounts and states that are none, KeyError, TypeError and ValueError for the rest."""
    amount, fee = Money(data["amount"], data["currency"]), Money(data["dispute_fee"], data["currency"])
    if state not in ("opened", "won", "lost") or not 0 < amount.minor <= MINOR_MAX:
        raise WebhookDamaged
    if not 0 <= fee.minor <= MINOR_MAX:
        raise WebhookDamaged
    respond_by = datetime.fromisoformat(data["respond_by"])
    if respond_by.tzinfo is None:
        raise WebhookDamaged
    return ToldChargeback(
        str(UUID(data["dispute"])), state, amount, fee, str(data["reason"])[:80], respond_by
    )


def _timeout() -> float:
    return settings.PAYMENT_TIMEOUT_MS / 1000
