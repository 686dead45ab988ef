"""Sending webhooks over HTTP until they are taken: claimed for a while, posted with nothing held, then noted.

A sender that dies after claiming loses nothing: the claim runs out and the message is sent again.
"""

import functools
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

import httpx
from django.conf import settings
from django.db import connection

from entrepot.kit import clock
from entrepot.kit.sql import fetch
from entrepot.sandbox import signing
from entrepot.sandbox.models import Webhook

log = logging.getLogger(__name__)

BATCH = 50
THREADS = 8
TIMEOUT_SECONDS = 5.0
#: The waits double from 8 seconds to an hour; the twelfth failure, some three hours after the first, is the last.
ATTEMPTS_MAX = 12
BACKOFF_MAX_SECONDS = 3600

_CLAIM = """
UPDATE sandbox_webhook
   SET attempts = attempts + 1, due_at = %s::timestamptz + least(power(2, attempts + 3), %s::int) * interval '1 second'
 WHERE id IN (
    SELECT id FROM sandbox_webhook
     WHERE delivered_at IS NULL AND given_up_at IS NULL AND due_at <= %s::timestamptz
     ORDER BY due_at, id LIMIT %s::int
       FOR UPDATE SKIP LOCKED
 )
RETURNING id, tag, payload::text, attempts
"""


@dataclass(frozen=True, slots=True)
class _Message:
    id: UUID
    tag: str
    body: bytes
    attempts: int


@functools.cache
def _client() -> httpx.Client:
    # The address is our own marketplace's: no proxy of the surroundings lies between.
    return httpx.Client(timeout=TIMEOUT_SECONDS, trust_env=False)


def send_due(limit: int = BATCH) -> int:
    """Send what is due, oldest first; answers how many were tried. Run by the worker, again and again."""
    at = clock.now()
    rows = fetch(_CLAIM, [at, BACKOFF_MAX_SECONDS, at, limit])
    connection.close()
    messages = [_Message(id_, tag, payload.encode(), attempts) for id_, tag, payload, attempts in rows]
    if not messages:
        return 0
    messages.sort(key=lambda message: message.id)
    with ThreadPoolExecutor(min(THREADS, len(messages))) as threads:
        taken = list(threads.map(_deliver, messages))
    _note(messages, taken)
    return len(messages)


def _deliver(message: _Message) -> bool:
    taken = _post(message)
    if taken and settings.SANDBOX_MISBEHAVES:
        _post(message)
    return taken


def _post(message: _Message) -> bool:
    """Whether the marketplace took the message, by any answer of 200 to 299."""
    headers = {
        "Content-Type": "application/json",
        signing.HEADER: signing.signature(
            message.body, secret=settings.SANDBOX_WEBHOOK_SECRET, at=clock.now()
        ),
    }
    try:
        answer = _client().post(f"{settings.URL}{_path(message.tag)}", content=message.body, headers=headers)
    except httpx.HTTPError as error:
        log.warning(
            "webhook %s (%s) did not arrive at try %d: %s",
            message.id,
            message.tag,
            message.attempts,
            type(error).__name__,
        )
        return False
    if not answer.is_success:
        log.warning(
            "webhook %s (%s) was answered %d at try %d",
            message.id,
            message.tag,
            answer.status_code,
            message.attempts,
        )
    return answer.is_success


def _path(tag: str) -> str:
    """Where the marketplace hears of it: payments and the bank's transfers have an address each."""
    return "/webhooks/banks/sandbox" if tag.startswith("transfer.") else "/webhooks/sandbox"


def _note(messages: Sequence[_Message], taken: Sequence[bool]) -> None:
    at = clock.now()
    delivered = [message.id for message, was_taken in zip(messages, taken, strict=True) if was_taken]
    lost = [
        message.id
        for message, was_taken in zip(messages, taken, strict=True)
        if not was_taken and message.attempts >= ATTEMPTS_MAX
    ]
    if delivered:
        Webhook.objects.filter(pk__in=delivered).update(delivered_at=at)
    if lost:
        Webhook.objects.filter(pk__in=lost).update(given_up_at=at)
        log.error("%d webhooks were given up after %d tries", len(lost), ATTEMPTS_MAX)
