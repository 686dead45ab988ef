"""What is said and decided about an open chargeback: the merchant's side, and the operator taking the loss upon the house."""

from uuid import UUID

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import FieldError, NotFound
from entrepot.kit.events import record
from entrepot.kit.verb import verb
from entrepot.ledger.explaining import REASON_MAX, ReasonNeeded
from entrepot.payments.errors import ChargebackDecided, EvidenceNeeded
from entrepot.payments.models import EVIDENCE_MAX, Chargeback, ChargebackShare, ChargebackState


@verb(allow={Caller.MEMBER})
def answer(share_id: UUID, *, evidence: str, by: Actor) -> ChargebackShare:
    """Say what speaks against a chargeback; the worker sends it to the provider. What was said before is replaced.

    Raises NotFound, EvidenceNeeded, ChargebackDecided.
    """
    share = ChargebackShare.objects.visible_to(by).select_related("chargeback").filter(pk=share_id).first()
    if share is None:
        raise NotFound
    words = evidence.strip()[:EVIDENCE_MAX]
    if not words:
        raise EvidenceNeeded(fields=[FieldError("evidence", EvidenceNeeded.sentence)])
    if share.chargeback.state != ChargebackState.OPENED:
        raise ChargebackDecided
    share.evidence, share.evidence_at = words, clock.now()
    share.save(update_fields=["evidence", "evidence_at"])
    record("chargeback.answered", share.order_id, by=by, merchant_id=share.merchant_id)
    return share


@verb(allow={Caller.OPERATOR})
def bear(chargeback_id: UUID, *, reason: str, by: Actor) -> Chargeback:
    """Should it be lost, the house bears it and not the merchants, because of this reason. Raises NotFound, ReasonNeeded,
    ChargebackDecided.
    """
    chargeback = Chargeback.objects.locked().filter(pk=chargeback_id).first()
    if chargeback is None:
        raise NotFound
    if not reason.strip():
        raise ReasonNeeded(fields=[FieldError("reason", ReasonNeeded.sentence)])
    if chargeback.state != ChargebackState.OPENED:
        raise ChargebackDecided
    chargeback.house_reason = reason.strip()[:REASON_MAX]
    chargeback.save(update_fields=["house_reason"])
    record("chargeback.borne_by_house", chargeback.payment_id, by=by, chargeback=str(chargeback.pk))
    return chargeback
