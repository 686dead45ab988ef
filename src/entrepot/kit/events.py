"""Events: written by verbs in their own transaction, told to listeners after commit by the one dispatcher."""

import json
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection
from django.db.models import Q
from msgspec import Struct

from entrepot.kit import clock
from entrepot.kit.actor import Actor
from entrepot.kit.ids import new_ids
from entrepot.kit.models import Event
from entrepot.kit.sql import columns, insert_rows

log = logging.getLogger(__name__)

BATCH = 256
#: How often a listener may fail in one batch before it is taken to be ill itself, and left alone until the events are due again.
FAILURES_MAX = 20

_EVENT = columns("id tag subject_id merchant_id by_kind by_id facts version created_at told_at")


class Fact(Struct, frozen=True):
    """One event to record: what it is about, its past-tense tag, who did it, ids and numbers that explain it."""

    tag: str
    subject_id: UUID
    by: Actor
    merchant_id: UUID | None = None
    facts: Mapping[str, Any] = msgspec.field(default_factory=dict)


def record(tag: str, subject_id: UUID, *, by: Actor, merchant_id: UUID | None = None, **facts: Any) -> None:
    """Write one event in the running transaction."""
    record_all([Fact(tag, subject_id, by, merchant_id, facts)])


def record_all(facts: Iterable[Fact]) -> None:
    """Write many events in the running transaction, in one statement. What nobody listens to is told by being written."""
    rows = list(facts)
    if not rows:
        return
    if not connection.in_atomic_block:
        raise RuntimeError("an event is written in the transaction that makes it true")
    at = clock.now()
    insert_rows(
        "kit_event",
        _EVENT,
        [
            (
                event_id,
                row.tag,
                row.subject_id,
                row.merchant_id,
                row.by.kind,
                row.by.id,
                _json(row.facts),
                1,
                at,
                None if _listeners.get(row.tag) else at,
            )
            for event_id, row in zip(new_ids(len(rows)), rows, strict=True)
        ],
    )


def _json(facts: Mapping[str, Any]) -> str:
    return json.dumps(dict(facts), default=str, separators=(",", ":")) if facts else "{}"


type Listener = Callable[[list[Event]], None]

_listeners: dict[str, list[Listener]] = defaultdict(list)


def listen(*tags: str) -> Callable[[Listener], Listener]:
    """Have a function told, after commit, of batches of events with these tags.

    It may be told of the same event twice (a crash between telling and noting it), so it must bear repetition.
    """

    def add(listener: Listener) -> Listener:
        for tag in tags:
            if listener not in _listeners[tag]:
                _listeners[tag].append(listener)
        return listener

    return add


def _untold(listener: Listener, batch: list[Event]) -> set[UUID]:
    """Tell a listener; the events it cannot bear. A batch that fails is told in halves, so that one event keeps back no other."""
    untold: set[UUID] = set()
    failures, waiting = 0, [batch]
    while waiting:
        part = waiting.pop()
        try:
            listener(part)
        except Exception:
            failures += 1
            if len(part) > 1 and failures < FAILURES_MAX:
                middle = len(part) // 2
                waiting += [part[middle:], part[:middle]]
                continue
            log.exception("%s could not be told of %d events", listener.__qualname__, len(part))
            untold.update(event.id for event in part)
    return untold


def tell(limit: int = BATCH) -> int:
    """Tell the next untold events and note that they are told; answers how many were looked at.

    By state, never "id greater than the last": a transaction that commits late would be skipped. Listeners run outside any
    transaction, so that they may call verbs; one that fails keeps only its own events untold, to be tried later and later.
    Run by one dispatcher at a time (workers/dispatching.py holds the lock).
    """
    due = Q(retry_at__isnull=True) | Q(retry_at__lte=clock.now())
    events = list(Event.objects.filter(due, told_at__isnull=True).order_by("id")[:limit])
    by_listener: dict[Listener, list[Event]] = {}
    for event in events:
        for listener in _listeners.get(event.tag, ()):
            by_listener.setdefault(listener, []).append(event)
    failed: set[UUID] = set()
    for listener, batch in by_listener.items():
        failed.update(_untold(listener, batch))
    Event.objects.filter(pk__in=[event.id for event in events if event.id not in failed]).update(
        told_at=clock.now()
    )
    for event in events:
        if event.id in failed:
            event.attempts += 1
            event.retry_at = clock.now() + timedelta(seconds=min(2**event.attempts, 900))
            event.save(update_fields=["attempts", "retry_at"])
    return len(events)
