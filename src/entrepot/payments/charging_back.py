"""Chargebacks as providers tell of them: opened with what falls on each order, decided once, answered by the merchants."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from entrepot.kit import clock
from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.kit.sql import columns, insert_rows
from entrepot.payments.freezing import Frozen, freezes
from entrepot.payments.models import Chargeback, ChargebackShare, ChargebackState
from entrepot.payments.providers import ToldChargeback, provider
from entrepot.payments.rules import Borne

log = logging.getLogger(__name__)

_SHARE = columns(
    "id chargeback_id order_id merchant_id amount_minor currency evidence held_minor merchant_minor house_minor"
)


@dataclass(frozen=True, slots=True)
class NewShare:
    """What of a chargeback falls on one order."""

    order_id: UUID
    merchant_id: UUID
    amount: Money


def known(payment_id: UUID, reference: str) -> Chargeback | None:
    """The chargeback that a provider calls so, locked, if it was told of before."""
    return Chargeback.objects.locked().filter(payment_id=payment_id, reference=reference).first()


def open_chargeback(
    payment_id: UUID, told: ToldChargeback, shares: Sequence[NewShare], *, at: datetime
) -> Chargeback:
    """Write a chargeback and what of it falls on each order, in the running transaction."""
    chargeback = Chargeback(
        payment_id=payment_id,
        reference=told.reference,
        reason=told.reason,
        respond_by=told.respond_by,
        opened_at=at,
    )
    chargeback.amount, chargeback.fee = told.amount, told.fee
    chargeback.save(force_insert=True)
    rows = [
        (new_id(), chargeback.pk, s.order_id, s.merchant_id, s.amount.minor, s.amount.currency, "", 0, 0, 0)
        for s in shares
    ]
    insert_rows("payments_chargebackshare", _SHARE, rows)
    return chargeback


def shares_of(chargeback: Chargeback) -> list[ChargebackShare]:
    """What of it falls on each order, in the order of the orders' ids, which they are locked in."""
    return list(ChargebackShare.objects.filter(chargeback=chargeback).order_by("order_id"))


def note_won(chargeback: Chargeback, *, at: datetime) -> None:
    """The money comes back: nobody bears anything."""
    _decided(chargeback, ChargebackState.WON, at=at)
    ChargebackShare.objects.filter(chargeback=chargeback).update(decided_at=at)


def note_lost(
    chargeback: Chargeback, borne: Sequence[tuple[ChargebackShare, Borne]], *, at: datetime
) -> None:
    """The money is gone: who bore each share."""
    _decided(chargeback, ChargebackState.LOST, at=at)
    for share, parts in borne:
        share.decided_at = at
        share.from_held, share.from_merchant, share.from_house = parts.held, parts.merchant, parts.house
        share.save(update_fields=["decided_at", "held_minor", "merchant_minor", "house_minor"])


def _decided(chargeback: Chargeback, state: ChargebackState, *, at: datetime) -> None:
    chargeback.state, chargeback.decided_at = state, at
    chargeback.save(update_fields=["state", "decided_at"])


@freezes
def open_claims(merchant_ids: Collection[UUID]) -> list[Frozen]:
    """What open chargebacks ask of these merchants: it stays where it is."""
    rows = ChargebackShare.objects.filter(merchant_id__in=merchant_ids, decided_at__isnull=True)
    return [Frozen(row.merchant_id, row.order_id, row.amount, _("Chargeback")) for row in rows.order_by("id")]


#: How many chargebacks are answered at once.
ANSWER_BATCH = 50


def send_answers() -> int:
    """Send the provider what merchants said since it was last told; how many chargebacks were answered. Run by the worker."""
    said = Q(shares__evidence_at__isnull=False) & (
        Q(answered_at__isnull=True) | Q(shares__evidence_at__gt=F("answered_at"))
    )
    waiting = (
        Chargeback.objects.filter(said, state=ChargebackState.OPENED).select_related("payment").distinct()
    )
    answered = 0
    for chargeback in list(waiting.order_by("opened_at")[:ANSWER_BATCH]):
        at = clock.now()
        texts = [share.evidence for share in shares_of(chargeback) if share.evidence]
        connection.close()
        try:
            taken = provider(chargeback.payment.provider).answer_chargeback(
                reference=chargeback.reference, evidence="\n\n".join(texts)
            )
        except Exception:
            log.exception("chargeback %s could not be answered; it will be tried again", chargeback.pk)
            continue
        if taken:
            Chargeback.objects.filter(pk=chargeback.pk).update(answered_at=at)
            answered += 1
    return answered
