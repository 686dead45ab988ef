"""What the provider tells by webhook, and when: at once, or late and in the wrong order where it misbehaves."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from msgspec import Struct

from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.kit.sql import columns, insert_rows

_WEBHOOK = columns("id tag payload due_at attempts")

#: How late each kind of news is, as a share of SANDBOX_LATE_MS: what happened last arrives first.
_LATE = {
    "charge.needs_action": 1.0,
    "charge.authorised": 1.0,
    "charge.captured": 0.5,
    "charge.declined": 0.5,
    "refund.done": 0.1,
    "chargeback.opened": 1.0,
    "chargeback.won": 0.2,
    "chargeback.lost": 0.2,
}


class Hook(Struct, frozen=True):
    """One message to be sent."""

    id: UUID
    tag: str
    payload: str
    due_at: datetime


def hook(tag: str, *, at: datetime, key: UUID, charge_id: UUID, amount: Money, **facts: Any) -> Hook:
    """A message about the charge with the caller's `key`; `facts` are further members of its `data`."""
    hook_id = new_id()
    data = {"key": str(key), "charge": str(charge_id), "amount": amount.minor, "currency": amount.currency}
    payload = {"id": str(hook_id), "type": tag, "created": at.isoformat(), "data": data | facts}
    late = _LATE[tag] * settings.SANDBOX_LATE_MS if settings.SANDBOX_MISBEHAVES else 0
    return Hook(hook_id, tag, json.dumps(payload, default=str), at + timedelta(milliseconds=late))


def transfer_hook(state: str, *, at: datetime, key: UUID, transfer_id: UUID, reason: str) -> Hook:
    """A message of the bank's about the transfer with the caller's `key`."""
    hook_id, tag = new_id(), f"transfer.{state}"
    data = {"key": str(key), "transfer": str(transfer_id), "reason": reason}
    payload = {"id": str(hook_id), "type": tag, "created": at.isoformat(), "data": data}
    late = settings.SANDBOX_LATE_MS if settings.SANDBOX_MISBEHAVES else 0
    return Hook(hook_id, tag, json.dumps(payload), at + timedelta(milliseconds=late))


def tell(hooks: Sequence[Hook]) -> None:
    """Write messages in the running transaction; the sender takes them from there."""
    insert_rows("sandbox_webhook", _WEBHOOK, [(h.id, h.tag, h.payload, h.due_at, 0) for h in hooks])
