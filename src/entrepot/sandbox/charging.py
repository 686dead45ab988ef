"""Charging: thousands a second, so charges of the same moment share one statement and one commit.

Usually that statement is all there is; a second one reads what was charged before, when a key comes again.
"""

import asyncio
import time
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from msgspec import Struct

from entrepot.kit import clock
from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.kit.sql import fetch
from entrepot.kit.together import Lane
from entrepot.sandbox import disputing, rules
from entrepot.sandbox.errors import BrokeDown, ChargeUnknown, KeyReused, TimedOut
from entrepot.sandbox.models import Charge, ChargeState
from entrepot.sandbox.telling import Hook, hook

_CHARGE = """
INSERT INTO sandbox_charge (id, key, amount_minor, refunded_minor, fee_minor, currency, token, state, return_url, created_at)
SELECT id, key, amount, 0, fee, currency, token, state, return_url, %s::timestamptz
  FROM unnest(%s::uuid[], %s::uuid[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[])
       AS asked (id, key, amount, fee, currency, token, state, return_url)
ON CONFLICT (key) DO NOTHING
RETURNING id
"""

# A charge and the message about it become true together; a repeated charge is not told again.
_CHARGE_AND_TELL = f"""
WITH made AS ({_CHARGE}), told AS (
    INSERT INTO sandbox_webhook (id, tag, payload, due_at, attempts)
    SELECT hook.id, tag, payload::jsonb, due_at, 0
      FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::timestamptz[])
           AS hook (charge_id, id, tag, payload, due_at)
      JOIN made ON made.id = hook.charge_id
)
SELECT id FROM made
"""

_BEFORE = "SELECT key, id, amount_minor, currency, fee_minor, state FROM sandbox_charge WHERE key = ANY(%s)"


class Asked(Struct, frozen=True):
    """A charge as it is asked for, with the id it gets if it is new. `gives_up`: its caller will not hear the answer."""

    id: UUID
    key: UUID
    amount: Money
    token: str
    return_url: str
    gives_up: bool


class Charged(Struct, frozen=True):
    """A charge as it stands. `is_new` is False when the key had been used before."""

    id: UUID
    key: UUID
    amount: Money
    fee: Money
    state: ChargeState
    is_new: bool

    @property
    def next_url(self) -> str:
        """Where the buyer confirms, in the language of the moment; empty when there is nothing to confirm."""
        if self.state != ChargeState.NEEDS_ACTION:
            return ""
        return f"{settings.URL}{reverse('sandbox:confirm', args=[self.id])}"


def charge(*, key: UUID, amount: Money, token: str, return_url: str, timeout: float) -> Charged:
    """Take `amount` once, however often it is asked with this key. Blocks for the latency that is set, or for `timeout` seconds.

    Raises KeyReused when the key stands for another amount, TimedOut when the answer takes longer than `timeout`: what was
    asked is done nevertheless, and told by webhook. Only the first answer to tok_timeout is lost: ask again and it is there.
    BrokeDown is raised for tok_error, always and with nothing done, and for the first answer to tok_error_later, which is done.
    """
    asked = _asked(key, amount, token, return_url, timeout)
    charged = _together(asked)
    time.sleep(_latency(asked, charged, timeout))
    return _answered(asked, charged)


async def charge_soon(*, key: UUID, amount: Money, token: str, return_url: str, timeout: float) -> Charged:
    """`charge` for a coroutine, which waits where that blocks."""
    asked = _asked(key, amount, token, return_url, timeout)
    charged = await _together.soon(asked)
    if seconds := _latency(asked, charged, timeout):
        await asyncio.sleep(seconds)
    return _answered(asked, charged)


def _asked(key: UUID, amount: Money, token: str, return_url: str, timeout: float) -> Asked:
    if amount.minor <= 0:
        raise ValueError("a charge is more than nothing")
    if token == rules.FAILS_FIRST:
        raise BrokeDown("the provider broke down, and has taken nothing")
    gives_up = token in (rules.TIMES_OUT, rules.FAILS_LATER) or timeout < settings.SANDBOX_LATENCY_MS / 1000
    return Asked(new_id(), key, amount, token, return_url, gives_up)


def _latency(asked: Asked, charged: Charged, timeout: float) -> float:
    """For how many seconds the caller waits. Raises what is answered without any wait."""
    if charged.amount != asked.amount:
        raise KeyReused(f"{asked.key} was charged {charged.amount} before, not {asked.amount}")
    if charged.is_new and asked.token == rules.FAILS_LATER:
        raise BrokeDown("the provider broke down, and has taken the money")
    return timeout if charged.is_new and asked.gives_up else min(settings.SANDBOX_LATENCY_MS / 1000, timeout)


def _answered(asked: Asked, charged: Charged) -> Charged:
    if charged.is_new and asked.gives_up:
        raise TimedOut("no answer in time")
    return charged


def outcome(*, key: UUID) -> Charged:
    """The charge with this key as it stands. Raises ChargeUnknown."""
    row = Charge.objects.filter(key=key).first()
    if row is None:
        raise ChargeUnknown(f"nothing was charged with {key}")
    return Charged(row.pk, row.key, row.amount, row.fee, ChargeState(row.state), is_new=False)


def _charge_batch(asked: Sequence[Asked]) -> list[Charged]:
    at = clock.now()
    # In the order of keys, so that two processes with the same keys wait for each other and never in a circle.
    fresh = [(each, _new(each)) for each in sorted(asked, key=lambda each: each.key)]
    rows = [
        (c.id, c.key, c.amount.minor, c.fee.minor, c.amount.currency, a.token, c.state.value, _kept_url(a, c))
        for a, c in fresh
    ]
    arrays: list[object] = [at, *([*column] for column in zip(*rows, strict=True))]
    hooks = [(c.id, _told(c)) for a, c in fresh if a.gives_up or settings.SANDBOX_WEBHOOKS == "all"]
    if hooks:
        told = [(charge_id, h.id, h.tag, h.payload, h.due_at) for charge_id, h in hooks]
        made = fetch(_CHARGE_AND_TELL, [*arrays, *([*column] for column in zip(*told, strict=True))])
    else:
        made = fetch(_CHARGE, arrays)
    new = {row[0] for row in made}
    charged = {c.id: c for _, c in fresh if c.id in new}
    before = _charged_before([each.key for each in asked if each.id not in new])
    for each in asked:
        if each.token == rules.TAKEN_BACK and each.id in new:
            disputing.open_dispute(charge_key=each.key)
    return [charged.get(each.id) or before[each.key] for each in asked]


def _new(asked: Asked) -> Charged:
    state = rules.state_for(asked.token)
    fee = rules.fee_of(asked.amount) if state == ChargeState.CAPTURED else Money(0, asked.amount.currency)
    return Charged(asked.id, asked.key, asked.amount, fee, state, is_new=True)


def _kept_url(asked: Asked, charged: Charged) -> str:
    return asked.return_url if charged.state == ChargeState.NEEDS_ACTION else ""


def _told(charged: Charged) -> Hook:
    facts = {"next_url": charged.next_url} if charged.next_url else {}
    return hook(
        f"charge.{charged.state}",
        at=clock.now(),
        key=charged.key,
        charge_id=charged.id,
        amount=charged.amount,
        fee=charged.fee.minor,
        **facts,
    )


def _charged_before(keys: Sequence[UUID]) -> dict[UUID, Charged]:
    if not keys:
        return {}
    return {
        key: Charged(id_, key, Money(minor, cur), Money(fee, cur), ChargeState(state), is_new=False)
        for key, id_, minor, cur, fee, state in fetch(_BEFORE, [list(keys)])
    }


_together: Lane[Asked, Charged] = Lane(_charge_batch)
