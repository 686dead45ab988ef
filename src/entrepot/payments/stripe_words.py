"""What Stripe says, put into our words: plain values in, plain values out, no call in between.

The shapes are those of Stripe's API reference for the version that the client library sends; amounts are in minor units, as ours.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from entrepot.kit.money import MINOR_MAX, Money
from entrepot.payments.providers import (
    Captured,
    Declined,
    GivenBack,
    GivingBack,
    NeedsAction,
    NotGivenBack,
    Outcome,
    Return,
    ToldChargeback,
    Unknown,
)

type Said = Mapping[str, Any]

#: The states of a dispute that is decided; what is only asked about (`warning_…`) moves no money and is none.
_DECIDED = {"won": "won", "lost": "lost"}
_OPEN = ("needs_response", "under_review")


def amount_of(said: Said) -> Money:
    """`amount` and `currency` of an object. Raises KeyError, TypeError, ValueError."""
    minor = said["amount"]
    if type(minor) is not int or not 0 <= minor <= MINOR_MAX:
        raise ValueError(f"{minor!r} is no amount")
    return Money(minor, str(said["currency"]).upper())


def outcome_of_intent(intent: Said) -> Outcome:
    """A PaymentIntent, with its latest charge and that one's balance transaction expanded where the money came."""
    reference = str(intent["id"])
    match intent["status"]:
        case "succeeded":
            return Captured(reference, fee_of(intent))
        case "requires_action":
            return NeedsAction(reference, next_url(intent.get("next_action") or {}))
        case "requires_payment_method" | "canceled":
            return Declined(reference)
    return Unknown()  # processing, or a state of another way of capturing: asked again


def outcome_of_session(session: Said) -> Outcome:
    """A Checkout Session, the page of Stripe's where a card is entered, with its intent expanded once it is complete.

    A card that is declined there is no end: the buyer may try another until the page expires.
    """
    if session["status"] == "complete" and session.get("payment_intent"):
        return outcome_of_intent(session["payment_intent"])
    if session["status"] == "expired":
        return Declined(str(session["id"]))
    return NeedsAction(str(session["id"]), str(session.get("url") or ""))


def next_url(action: Said) -> str:
    """Where the buyer goes: to her bank or wallet, or to the page that shows the code to scan; empty where there is no page."""
    told = action.get(str(action.get("type"))) or {}
    return str(told.get("url") or told.get("hosted_instructions_url") or "")


def fee_of(intent: Said) -> Money:
    """What Stripe keeps of it, if that is in the currency paid: an account that settles in another tells it only there."""
    none = Money(0, str(intent["currency"]).upper())
    charge = intent.get("latest_charge")
    entry = charge.get("balance_transaction") if isinstance(charge, Mapping) else None
    if not isinstance(entry, Mapping) or str(entry.get("currency", "")).upper() != none.currency:
        return none
    return Money(max(int(entry.get("fee") or 0), 0), none.currency)


def returned(refund: Said) -> Return:
    """A Refund. With a wallet it may be pending for days, and fail after that."""
    reference = str(refund["id"])
    match refund["status"]:
        case "succeeded":
            return GivenBack(reference)
        case "failed" | "canceled":
            return NotGivenBack(reference, str(refund.get("failure_reason") or refund["status"]))
    return GivingBack(reference)


def chargeback(dispute: Said) -> ToldChargeback | None:
    """A Dispute that has taken money, or has been decided; None for one that only asks."""
    state = _DECIDED.get(dispute["status"], "opened" if dispute["status"] in _OPEN else "")
    if not state:
        return None
    amount = amount_of(dispute)
    taken = [entry for entry in dispute.get("balance_transactions") or [] if int(entry["amount"]) < 0]
    fees = [int(e.get("fee") or 0) for e in taken if str(e.get("currency", "")).upper() == amount.currency]
    due = (dispute.get("evidence_details") or {}).get("due_by")
    return ToldChargeback(
        reference=str(dispute["id"]),
        state=state,
        amount=amount,
        fee=Money(max(sum(fees), 0), amount.currency),
        reason=str(dispute.get("reason") or "")[:80],
        respond_by=datetime.fromtimestamp(due, UTC) if due else None,
    )


def id_in(said: Said, name: str) -> UUID | None:
    """Our own id that an object carries in its metadata; None where it carries none, or none of ours."""
    try:
        return UUID(str((said.get("metadata") or {})[name]))
    except (KeyError, ValueError):
        return None
