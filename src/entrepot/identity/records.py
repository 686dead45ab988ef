"""Keeping personal data: sealed, in one table, written by the batch."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct

from entrepot.identity.models import PersonalRecord
from entrepot.kit import clock
from entrepot.kit.sql import columns, insert_rows

_COLUMNS = columns("id person_id sealed id_hash country region created_at")


class NewRecord(Struct, frozen=True):
    """Personal data to keep. `content` holds anything JSON does; `id_hash` is the keyed hash by which customs counts."""

    id: UUID
    person_id: UUID | None
    content: dict[str, Any]
    id_hash: bytes | None
    country: str
    region: str


def keep(records: Sequence[NewRecord]) -> None:
    """Seal records and write them in the running transaction, in one statement."""
    moment, sealed = clock.now(), PersonalRecord.sealing
    insert_rows(
        "identity_personalrecord",
        _COLUMNS,
        [(r.id, r.person_id, sealed(r.content), r.id_hash, r.country, r.region, moment) for r in records],
    )


def content_of(record_id: UUID) -> dict[str, Any]:
    """The personal data of a record, opened; empty once erased or if there is none."""
    record = PersonalRecord.objects.filter(pk=record_id).first()
    return record.content if record else {}


def contents_of(record_ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """The personal data of many records, opened, in one query; those erased or not there are missing."""
    found = PersonalRecord.objects.filter(pk__in=set(record_ids))
    return {record.pk: content for record in found if (content := record.content)}
