"""Consent: who agreed to what, in which words, when. A row is never changed."""

from uuid import UUID

from entrepot.identity.models import Consent
from entrepot.kit.actor import EVERYONE, Actor
from entrepot.kit.verb import verb


@verb(allow=EVERYONE)
def record_consent(*, subject_id: UUID, purpose: str, version: str, by: Actor) -> Consent:
    """Keep that a person, or the guest of one personal record, agreed. version: of the words they read."""
    return Consent.objects.create(subject_id=subject_id, purpose=purpose, version=version)
