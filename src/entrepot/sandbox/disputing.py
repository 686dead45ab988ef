"""Disputes: a buyer's bank takes money back, and gives it to one of the two in the end. Told by webhook, each step once."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from entrepot.kit import clock
from entrepot.kit.money import Money
from entrepot.sandbox import rules
from entrepot.sandbox.errors import ChargeUnknown, DisputeTooMuch, DisputeUnknown
from entrepot.sandbox.models import Charge, ChargeState, Dispute, DisputeState
from entrepot.sandbox.telling import Hook, hook, tell


def open_dispute(*, charge_key: UUID, amount: Money | None = None, reason: str = "fraudulent") -> Dispute:
    """The buyer wants `amount` back, or all that is left of the charge. Raises ChargeUnknown, DisputeTooMuch."""
    at = clock.now()
    with transaction.atomic():
        charge = Charge.objects.locked().filter(key=charge_key).first()
        if charge is None:
            raise ChargeUnknown(f"nothing was charged with {charge_key}")
        lost = sum(each.amount_minor for each in charge.disputes.exclude(state=DisputeState.WON))
        left = Money(charge.amount_minor - charge.refunded_minor - lost, charge.currency)
        wanted = left if amount is None else amount
        if charge.state != ChargeState.CAPTURED or not 0 < wanted.minor <= left.minor:
            raise DisputeTooMuch(f"{left} of {charge.pk} ({charge.state}) can be disputed, not {wanted}")
        dispute = Dispute(
            charge=charge, reason=reason, respond_by=at + timedelta(days=rules.ANSWER_DAYS), created_at=at
        )
        dispute.amount, dispute.fee = wanted, rules.dispute_fee(charge.currency)
        dispute.save(force_insert=True)
        tell([_told(dispute)])
    return dispute


def decide(dispute_id: UUID, *, won: bool) -> Dispute:
    """Who charged keeps the money (won), or the buyer does. One that was decided stays as it is. Raises DisputeUnknown."""
    with transaction.atomic():
        dispute = Dispute.objects.locked().select_related("charge").filter(pk=dispute_id).first()
        if dispute is None:
            raise DisputeUnknown(f"there is no dispute {dispute_id}")
        if dispute.state != DisputeState.OPENED:
            return dispute
        dispute.state = DisputeState.WON if won else DisputeState.LOST
        dispute.decided_at = clock.now()
        dispute.save(update_fields=["state", "decided_at"])
        tell([_told(dispute)])
    return dispute


def take_evidence(dispute_id: UUID, *, text: str) -> None:
    """Keep what who charged says for itself; a later text stands in for an earlier one. Raises DisputeUnknown."""
    if not Dispute.objects.filter(pk=dispute_id).update(evidence=text):
        raise DisputeUnknown(f"there is no dispute {dispute_id}")


def _told(dispute: Dispute) -> Hook:
    """All that is known of it, each time: whoever hears of the end first needs the beginning too."""
    return hook(
        f"chargeback.{dispute.state}",
        at=clock.now(),
        key=dispute.charge.key,
        charge_id=dispute.charge_id,
        amount=dispute.amount,
        dispute=str(dispute.pk),
        dispute_fee=dispute.fee_minor,
        reason=dispute.reason,
        respond_by=dispute.respond_by.isoformat(),
    )
