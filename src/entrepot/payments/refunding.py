"""Giving money back: the row first, the provider's call second, its answer third; each step safe to repeat."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import F

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM, Actor, Caller
from entrepot.kit.events import record
from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.kit.sql import columns, insert_rows
from entrepot.kit.verb import verb
from entrepot.payments.models import Payment, Refund, RefundState
from entrepot.payments.providers import provider

log = logging.getLogger(__name__)

_REFUND = columns("id payment_id order_id amount_minor currency state reference created_at")


@dataclass(frozen=True, slots=True)
class NewRefund:
    """Money of one order to give back."""

    payment_id: UUID
    order_id: UUID
    amount: Money


def open_refunds(refunds: Sequence[NewRefund], *, at: datetime) -> list[UUID]:
    """Write refunds to be asked of their providers, in the running transaction; their ids, in the same order."""
    ids = [new_id() for _ in refunds]
    insert_rows(
        "payments_refund",
        _REFUND,
        [
            (
                refund_id,
                r.payment_id,
                r.order_id,
                r.amount.minor,
                r.amount.currency,
                RefundState.ASKED.value,
                "",
                at,
            )
            for refund_id, r in zip(ids, refunds, strict=True)
        ],
    )
    return ids


def send_asked(limit: int = 100) -> int:
    """Ask the providers for refunds not done yet; answers how many were done. Run by the worker, again and again."""
    waiting = Refund.objects.filter(state=RefundState.ASKED).order_by("created_at")
    done = 0
    for refund in list(waiting.select_related("payment")[:limit]):
        connection.close()
        try:
            answer = provider(refund.payment.provider).refund(
                key=refund.pk, charge=refund.payment_id, amount=refund.amount
            )
        except Exception:
            log.exception("refund %s failed; it will be asked again, and the others go on", refund.pk)
            continue
        if answer is None:
            log.warning("the provider did not answer for refund %s; it will be asked again", refund.pk)
            continue
        finish_refund(refund.pk, reference=answer, by=SYSTEM)
        done += 1
    return done


@verb(allow={Caller.SYSTEM})
def finish_refund(refund_id: UUID, *, reference: str, by: Actor) -> Refund:
    """Note that the provider gave the money back. Repeating it changes nothing."""
    refund = Refund.objects.locked().get(pk=refund_id)
    if refund.state == RefundState.DONE:
        return refund
    refund.state, refund.reference, refund.done_at = RefundState.DONE, reference, clock.now()
    refund.save(update_fields=["state", "reference", "done_at"])
    Payment.objects.filter(pk=refund.payment_id).update(
        refunded_minor=F("refunded_minor") + refund.amount_minor
    )
    record("refund.done", refund.order_id, by=by, refund=str(refund.pk))
    return refund
