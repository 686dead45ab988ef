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
from entrepot.kit.errors import NotFound
from entrepot.kit.events import record
from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.kit.sql import columns, insert_rows
from entrepot.kit.verb import verb
from entrepot.ledger import journals
from entrepot.ledger.posting import post
from entrepot.payments.errors import RefundNotFailed
from entrepot.payments.models import FAILURE_MAX, Payment, Refund, RefundState
from entrepot.payments.providers import GivenBack, NotGivenBack, Return, Unknown, provider

log = logging.getLogger(__name__)

# The first time at once, then whenever the refund is twice as old as it was the last time, and at least once a day.
_TAKE_DUE = """
UPDATE payments_refund SET asked_at = %(at)s
 WHERE id IN (
    SELECT id FROM payments_refund
     WHERE state = 'asked'
       AND (asked_at IS NULL OR %(at)s - created_at >= 2 * (asked_at - created_at) OR asked_at <= %(at)s - interval '1 day')
     ORDER BY created_at LIMIT %(limit)s
       FOR UPDATE SKIP LOCKED
 )
RETURNING id
"""

_REFUND = columns("id payment_id order_id amount_minor currency state reference failure created_at")


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
                "",
                at,
            )
            for refund_id, r in zip(ids, refunds, strict=True)
        ],
    )
    return ids


def send_asked(limit: int = 100) -> int:
    """Ask the providers for refunds that are due, and what became of those they took on; answers how many are done by it.

    Run by the worker, again and again: a refund of which nothing is heard is asked after less and less often, but never given up.
    """
    done = 0
    for refund in _take_due(limit):
        connection.close()
        try:
            returned = _ask(refund)
        except Exception:
            log.exception("refund %s failed; it will be asked again, and the others go on", refund.pk)
            continue
        if isinstance(returned, Unknown):
            log.warning("the provider did not answer for refund %s; it will be asked again", refund.pk)
            continue
        done += hear_of_refund(refund.pk, returned, by=SYSTEM).state == RefundState.DONE
    return done


def _take_due(limit: int) -> list[Refund]:
    """Refunds that it is time to ask for, or after, noted as asked."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_DUE, {"at": clock.now(), "limit": limit})
        ids = [refund_id for (refund_id,) in cursor.fetchall()]
    return list(Refund.objects.filter(pk__in=ids).select_related("payment").order_by("created_at"))


def _ask(refund: Refund) -> Return:
    """Whoever took it on is asked how it goes; else it is asked for, once for its key however often."""
    teller = provider(refund.payment.provider)
    if refund.reference:
        return teller.refund_outcome(key=refund.pk, reference=refund.reference)
    return teller.refund(
        key=refund.pk, charge=refund.payment_id, reference=refund.payment.reference, amount=refund.amount
    )


@verb(allow={Caller.SYSTEM})
def hear_of_refund(refund_id: UUID, returned: Return, *, by: Actor) -> Refund:
    """Note what a provider says of a refund. Repeating it changes nothing, and what is done stays so.

    Money that could not be given back is still the buyer's, and at the provider: it is owed to her (2300) until the operator
    has it asked for again.
    """
    refund = Refund.objects.locked().get(pk=refund_id)
    if refund.state != RefundState.ASKED or isinstance(returned, Unknown):
        return refund
    refund.reference = returned.reference
    match returned:
        case GivenBack():
            refund.state, refund.done_at = RefundState.DONE, clock.now()
            Payment.objects.filter(pk=refund.payment_id).update(
                refunded_minor=F("refunded_minor") + refund.amount_minor
            )
            record("refund.done", refund.order_id, by=by, refund=str(refund.pk))
        case NotGivenBack(_, reason):
            refund.state, refund.failure = RefundState.FAILED, reason[:FAILURE_MAX]
            post([journals.refund_failed(refund_id=refund.pk, amount=refund.amount)])
            record("refund.failed", refund.order_id, by=by, refund=str(refund.pk))
            log.error("refund %s was not given back: %s", refund.pk, reason)
    refund.save(update_fields=["state", "reference", "failure", "done_at"])
    return refund


@verb(allow={Caller.OPERATOR})
def ask_again(refund_id: UUID, *, by: Actor) -> Refund:
    """Have a refund that failed asked for once more, under a new key. Raises NotFound, RefundNotFailed."""
    failed = Refund.objects.locked().filter(pk=refund_id).first()
    if failed is None:
        raise NotFound
    if failed.state != RefundState.FAILED:
        raise RefundNotFailed
    at = clock.now()
    [again] = open_refunds([NewRefund(failed.payment_id, failed.order_id, failed.amount)], at=at)
    failed.state, failed.done_at = RefundState.REPLACED, at
    failed.save(update_fields=["state", "done_at"])
    post([journals.refund_asked_again(refund_id=failed.pk, amount=failed.amount)])
    record("refund.asked_again", failed.order_id, by=by, refund=str(again), failed=str(failed.pk))
    return Refund.objects.get(pk=again)
