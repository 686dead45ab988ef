"""Asking the bank: exchange, then transfer, then what became of it. The row first, the call second, the result third."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM, Actor, Caller
from entrepot.kit.errors import NotFound
from entrepot.kit.events import record
from entrepot.kit.verb import verb
from entrepot.ledger import journals
from entrepot.ledger.posting import post
from entrepot.payments.banks import Accepted, Arrived, Bank, CameBack, Exchanged, Outcome, Unanswered, bank
from entrepot.payments.paying_out.banking import beneficiary
from entrepot.payments.paying_out.models import Payout, PayoutState
from entrepot.payments.providers import WebhookDamaged
from entrepot.payments.webhooks import BODY_MAX_BYTES

log = logging.getLogger(__name__)

BATCH = 100
#: How long after asking a bank that did not answer, and one that has not said yet whether the money arrived, is asked again.
AGAIN_SECONDS = 30
UNHEARD_SECONDS = 600


def send_due(limit: int = BATCH) -> int:
    """Take the next step of each open payout; answers how many were looked at. Run by the worker, again and again."""
    at = clock.now()
    unasked = Q(state=PayoutState.STARTED) & (
        Q(asked_at__isnull=True) | Q(asked_at__lte=at - timedelta(seconds=AGAIN_SECONDS))
    )
    unheard = Q(state=PayoutState.SENT, asked_at__lte=at - timedelta(seconds=UNHEARD_SECONDS))
    keys = list(
        Payout.objects.filter(unasked | unheard).order_by("created_at").values_list("pk", flat=True)[:limit]
    )
    for key in keys:
        try:
            step(key)
        except Exception:
            log.exception("payout %s failed; it will be asked again, and the others go on", key)
    return len(keys)


def step(payout_id: UUID) -> None:
    """Ask the bank for what comes next of one payout, and write down what it says. Safe to repeat, from anywhere in between."""
    Payout.objects.filter(pk=payout_id).update(asked_at=clock.now())
    payout = Payout.objects.select_related("account").get(pk=payout_id)
    teller = bank(payout.bank)
    if payout.state == PayoutState.SENT:
        connection.close()
        hear(payout_id, teller.outcome(key=payout_id), by=SYSTEM)
    elif payout.state == PayoutState.STARTED and _is_exchanged(payout, teller):
        to = beneficiary(payout.account)
        connection.close()
        hear(payout_id, teller.transfer(key=payout_id, amount=payout.amount, to=to), by=SYSTEM)


def _is_exchanged(payout: Payout, teller: Bank) -> bool:
    """Whether the bank holds what is to be sent, in its currency; asks it to exchange where it does not yet."""
    if payout.rate_id is None or payout.bought_minor is not None:
        return True
    connection.close()
    answer = teller.exchange(key=payout.pk, sold=payout.taken, currency=payout.currency)
    if isinstance(answer, Unanswered):
        return False
    note_exchange(payout.pk, answer, by=SYSTEM)
    return True


@verb(allow={Caller.SYSTEM})
def note_exchange(payout_id: UUID, answer: Exchanged, *, by: Actor) -> None:
    """Post what the bank gave for the payout's money (J7b), and our margin (J7c). Repeating it posts nothing."""
    payout = Payout.objects.locked().get(pk=payout_id)
    if payout.bought_minor is not None:
        return
    payout.bought_minor = answer.bought.minor
    payout.save(update_fields=["bought_minor"])
    post(
        [
            journals.exchange_at_bank(
                payout_id=payout.pk, sold=payout.taken, bought=answer.bought, promised=payout.amount
            )
        ]
    )


@verb(allow={Caller.SYSTEM})
def hear(payout_id: UUID, outcome: Outcome, *, by: Actor) -> Payout:
    """Write down what the bank says of a payout, once, in whatever order it comes: confirmed (J8), or payable again.

    What has ended stays as it is. Raises NotFound.
    """
    payout = Payout.objects.locked().filter(pk=payout_id).first()
    if payout is None:
        raise NotFound
    if payout.state in (PayoutState.PAID, PayoutState.FAILED):
        _complain_of(payout, outcome)
        return payout
    facts = {"payout_id": payout.pk, "merchant_id": payout.merchant_id, "amount": payout.amount}
    match outcome:
        case Accepted(reference):
            _move(payout, PayoutState.SENT, reference=reference, by=by)
        case Arrived(reference):
            _move(payout, PayoutState.PAID, reference=reference, by=by)
            post([journals.payout_confirm(**facts)])
        case CameBack(reference, reason):
            _move(payout, PayoutState.FAILED, reference=reference, reason=reason, by=by)
            post([journals.payout_fail(**facts)])
    return payout


def _move(payout: Payout, to: PayoutState, *, reference: str, reason: str = "", by: Actor) -> None:
    if payout.state == to:
        return
    at = clock.now()
    payout.state, payout.reference, payout.reason = to, reference or payout.reference, reason[:40]
    payout.sent_at = payout.sent_at or at
    payout.ended_at = None if to == PayoutState.SENT else at
    payout.save(update_fields=["state", "reference", "reason", "sent_at", "ended_at"])
    record(f"payout.{to.value}", payout.pk, by=by, merchant_id=payout.merchant_id)


def _complain_of(payout: Payout, outcome: Outcome) -> None:
    """A bank that takes back its word is for people to look into: the books keep what it said first."""
    said = {Arrived: PayoutState.PAID, CameBack: PayoutState.FAILED}.get(type(outcome))
    if said is not None and said != payout.state:
        log.error("payout %s is %s, and the bank now says that it is %s", payout.pk, payout.state, said)


def receive(bank_name: str, *, headers: Mapping[str, str], body: bytes) -> Payout:
    """Verify a bank's webhook and apply it. Raises BankUnknown, WebhookUnsigned, WebhookDamaged, NotFound; then nothing changes.

    It is not kept: what fails is answered so, the bank sends it again, and `send_due` asks by itself.
    """
    teller = bank(bank_name)
    if len(body) > BODY_MAX_BYTES:
        raise WebhookDamaged
    lowered = {name.lower(): value for name, value in headers.items()}
    message = teller.read_webhook(headers=lowered, body=body)
    return hear(message.payout_id, message.outcome, by=SYSTEM)
