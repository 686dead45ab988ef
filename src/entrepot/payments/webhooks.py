"""What providers tell by webhook: verified, kept once by their own id for it, and noted as an event in the same transaction.

Whoever keeps a message may die before it is applied: the event is told again until somebody has (trade/tasks.py).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from http import HTTPStatus
from uuid import UUID

from django.db import DataError
from django.utils.translation import gettext_lazy as _

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM, Actor, Caller
from entrepot.kit.errors import DomainError
from entrepot.kit.events import Fact, record_all
from entrepot.kit.ids import new_id
from entrepot.kit.sql import fetch
from entrepot.kit.together import Lane
from entrepot.kit.verb import verb
from entrepot.payments.models import WebhookDelivery
from entrepot.payments.providers import Message, WebhookDamaged, provider

#: No provider's message is longer; more is not read.
BODY_MAX_BYTES = 256 * 1024

_KEEP = """
WITH told AS (
    SELECT told.* FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::uuid[], %s::uuid[], %s::text[])
           AS told (id, provider, delivery_id, tag, payment_id, refund_id, payload)
      JOIN payments_payment AS payment ON payment.id = told.payment_id AND payment.provider = told.provider
     WHERE told.refund_id IS NULL
        OR EXISTS (SELECT FROM payments_refund AS refund
                    WHERE refund.id = told.refund_id AND refund.payment_id = told.payment_id)
), kept AS (
    INSERT INTO payments_webhookdelivery (id, provider, delivery_id, tag, payload, received_at)
    SELECT id, provider, delivery_id, tag, payload::jsonb, %s::timestamptz FROM told ORDER BY provider, delivery_id
    ON CONFLICT (provider, delivery_id) DO NOTHING
    RETURNING id
)
SELECT told.id, kept.id IS NOT NULL FROM told LEFT JOIN kept ON kept.id = told.id
"""


class WebhookPaymentUnknown(DomainError):
    """A well signed message about a payment or a refund that is not ours."""

    code = "webhook.payment_unknown"
    status = HTTPStatus.NOT_FOUND
    sentence = _("This message is about a payment that we do not have.")


class Kept(StrEnum):
    """What became of a message that came in."""

    NEW = "new"
    REPEATED = "repeated"
    UNKNOWN = "unknown"


def receive(provider_name: str, *, headers: Mapping[str, str], body: bytes) -> Message | None:
    """Verify and keep a webhook; the message in it, or None when it came before.

    Raises ProviderUnknown, WebhookUnsigned, WebhookDamaged, WebhookPaymentUnknown; then nothing is kept.
    """
    teller = provider(provider_name)
    if len(body) > BODY_MAX_BYTES:
        raise WebhookDamaged
    lowered = {name.lower(): value for name, value in headers.items()}
    message = teller.read_webhook(headers=lowered, body=body)
    try:
        what = together((provider_name, message))
    except DataError:  # JSON that PostgreSQL cannot hold: NUL, half a surrogate pair, NaN
        raise WebhookDamaged from None
    if what == Kept.UNKNOWN:
        raise WebhookPaymentUnknown
    return message if what == Kept.NEW else None


@verb(allow={Caller.SYSTEM})
def keep(messages: Sequence[tuple[str, Message]], *, by: Actor) -> list[Kept]:
    """Keep messages, (provider, message), each once; for the new ones the event `payment.told` is written."""
    ids = [new_id() for _ in messages]
    rows = [
        (id_, name, m.delivery_id, m.tag, m.payment_id, m.refund_id, json.dumps(m.payload))
        for id_, (name, m) in zip(ids, messages, strict=True)
    ]
    found = dict(fetch(_KEEP, [*([*column] for column in zip(*rows, strict=True)), clock.now()]))
    record_all(
        [
            Fact("payment.told", message.payment_id, by, facts={"delivery": str(id_)})
            for id_, (_name, message) in zip(ids, messages, strict=True)
            if found.get(id_)
        ]
    )
    return [Kept.UNKNOWN if id_ not in found else Kept.NEW if found[id_] else Kept.REPEATED for id_ in ids]


def kept(delivery_ids: Iterable[UUID]) -> list[Message]:
    """The messages kept under these ids, in the order in which they came."""
    rows = WebhookDelivery.objects.filter(pk__in=list(delivery_ids)).order_by("pk")
    return [provider(row.provider).read_message(row.payload) for row in rows]


def _keep_batch(messages: Sequence[tuple[str, Message]]) -> list[Kept]:
    return keep(messages, by=SYSTEM)


together: Lane[tuple[str, Message], Kept] = Lane(_keep_batch)
