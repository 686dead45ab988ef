"""Opening payments, asking the provider, and noting what it answered: three steps, each safe to repeat."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from entrepot.kit.money import Money
from entrepot.kit.sql import columns, fetch, insert_rows
from entrepot.payments.models import Payment, PaymentState
from entrepot.payments.providers import Captured, Declined, NeedsAction, Outcome, Unknown, provider

_PAYMENT = columns(
    "id provider reference state amount_minor fee_minor refunded_minor"
    " currency next_url created_at changed_at"
)

# What is settled stays so: a webhook that comes late or twice finds the state it would set, or an end. Only money that comes for
# what was given up is still believed.
_NOTE = """
UPDATE payments_payment AS payment
   SET state = CASE WHEN told.state = 'declined' AND payment.give_up_at IS NOT NULL THEN 'voided' ELSE told.state END,
       reference = told.reference, fee_minor = told.fee, next_url = told.next_url, changed_at = %s
  FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::bigint[], %s::text[]) AS told (id, state, reference, fee, next_url)
 WHERE payment.id = told.id AND payment.state <> told.state
   AND (payment.state IN ('pending', 'needs_action') OR (payment.state = 'voided' AND told.state = 'captured'))
RETURNING payment.id, payment.amount_minor, payment.currency
"""

#: How many payments are asked after at once.
UNHEARD_BATCH = 200

# Asked after a minute, and then whenever the payment is twice as old as it was the last time; after a week no more.
_TAKE_UNHEARD = """
UPDATE payments_payment SET asked_at = %(at)s
 WHERE id IN (
    SELECT id FROM payments_payment
     WHERE state IN ('pending', 'needs_action')
       AND created_at BETWEEN %(at)s - interval '7 days' AND %(at)s - interval '1 minute'
       AND (asked_at IS NULL OR %(at)s - created_at >= 2 * (asked_at - created_at))
     ORDER BY created_at LIMIT %(limit)s
       FOR UPDATE SKIP LOCKED
 )
RETURNING id, provider, reference
"""


def open_payments(payments: Sequence[tuple[UUID, str, Money]], *, at: datetime) -> None:
    """Write the payment of each purchase, (id, provider, amount), before any provider is asked."""
    rows = [
        (key, name, "", "pending", total.minor, 0, 0, total.currency, "", at, at)
        for key, name, total in payments
    ]
    insert_rows("payments_payment", _PAYMENT, rows)


def ask(*, key: UUID, provider_name: str, token: str, amount: Money, return_url: str) -> Outcome:
    """Ask the provider for the money. No transaction is open and no connection held while it answers."""
    if connection.in_atomic_block:
        raise RuntimeError("no transaction is held while a provider answers")
    connection.close()
    return provider(provider_name).charge(key=key, amount=amount, token=token, return_url=return_url)


async def ask_soon(*, key: UUID, provider_name: str, token: str, amount: Money, return_url: str) -> Outcome:
    """`ask` for a coroutine, which holds neither a transaction nor a connection."""
    return await provider(provider_name).charge_soon(
        key=key, amount=amount, token=token, return_url=return_url
    )


def take_unheard(*, at: datetime) -> list[tuple[UUID, str, str]]:
    """Payments that it is time to ask after, (id, provider, the provider's reference), noted as asked."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_UNHEARD, {"at": at, "limit": UNHEARD_BATCH})
        return cursor.fetchall()


#: How many payments are given up at once.
GIVE_UP_BATCH = 100

_HOLD = "SELECT id FROM payments_payment WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"

# Told again whenever the payment is twice as old, and after a week no more.
_TAKE_GIVEN_UP = """
UPDATE payments_payment SET give_up_at = %(at)s + greatest(%(at)s - created_at, interval '1 minute')
 WHERE id IN (
    SELECT id FROM payments_payment
     WHERE give_up_at <= %(at)s AND state IN ('pending', 'needs_action') AND created_at > %(at)s - interval '7 days'
     ORDER BY give_up_at LIMIT %(limit)s
       FOR UPDATE SKIP LOCKED
 )
RETURNING id, provider, reference
"""


def hold(keys: Collection[UUID]) -> None:
    """Lock these payments for the running transaction, before their purchases are: settling takes them in that order too, so
    who ends a purchase while it is being paid waits, and neither is ended by a deadlock.
    """
    fetch(_HOLD, [list(keys)])


def give_up(keys: Collection[UUID], *, at: datetime) -> None:
    """Nobody waits for these payments any more: their providers are to be told, but not in the running transaction."""
    open_ = Payment.objects.filter(pk__in=keys, state__in=[PaymentState.PENDING, PaymentState.NEEDS_ACTION])
    open_.update(give_up_at=at)


def take_given_up(*, at: datetime) -> list[tuple[UUID, str, str]]:
    """Payments whose providers are to be told now that they are given up, (id, provider, its reference)."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_GIVEN_UP, {"at": at, "limit": GIVE_UP_BATCH})
        return cursor.fetchall()


def ask_to_give_up(*, key: UUID, provider_name: str, reference: str) -> Outcome:
    """Have the provider give a payment up; what became of it. No transaction is open and no connection held meanwhile."""
    connection.close()
    return provider(provider_name).give_up(key=key, reference=reference)


def ask_outcome(*, key: UUID, provider_name: str, reference: str) -> Outcome:
    """What the provider says became of a payment. No transaction is open and no connection held while it answers."""
    connection.close()
    return provider(provider_name).outcome(key=key, reference=reference)


def ask_after(keys: Iterable[UUID]) -> dict[UUID, Outcome]:
    """What became of those of these payments that are not settled here yet: each provider is asked, and Unknown is no answer."""
    open_ = Payment.objects.filter(
        pk__in=list(keys), state__in=[PaymentState.PENDING, PaymentState.NEEDS_ACTION]
    )
    rows = list(open_.values_list("pk", "provider", "reference"))
    return {
        key: ask_outcome(key=key, provider_name=name, reference=reference) for key, name, reference in rows
    }


def note(outcomes: Mapping[UUID, Outcome], *, at: datetime) -> dict[UUID, Money]:
    """Write what providers answered; the payments that this moved, with their amounts. Repeating it moves nothing."""
    rows = [
        (key, *_told(outcome))
        for key, outcome in sorted(outcomes.items())
        if not isinstance(outcome, Unknown)
    ]
    if not rows:
        return {}
    arrays = [list(column) for column in zip(*rows, strict=True)]
    return {key: Money(minor, currency) for key, minor, currency in fetch(_NOTE, [at, *arrays])}


def _told(outcome: Outcome) -> tuple[str, str, int, str]:
    match outcome:
        case Captured(reference, fee):
            return "captured", reference, fee.minor, ""
        case Declined(reference):
            return "declined", reference, 0, ""
        case NeedsAction(reference, next_url):
            return "needs_action", reference, 0, next_url
    raise TypeError(f"a provider answered {outcome!r}")
