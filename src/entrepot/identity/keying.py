"""API keys: made once, shown once, kept as a hash, ended for good."""

import secrets
from collections.abc import Iterable
from uuid import UUID

from entrepot.identity.acting import SCOPES, hash_secret
from entrepot.identity.errors import TooMany
from entrepot.identity.models import ApiKey
from entrepot.identity.rules import KEYS_MOST, LISTED, NEEDED, in_person, tidy
from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import FieldError, Malformed, NotFound
from entrepot.kit.events import record
from entrepot.kit.verb import verb

_MARK = "ek_live_"
#: As much of a secret as is kept in the clear, to tell keys apart: the mark and 4 characters of the 43.
_PREFIX = len(_MARK) + 4


@verb(allow={Caller.PERSON, Caller.SYSTEM})
def create_api_key(
    *, name: str, scopes: Iterable[str], person_id: UUID | None = None, by: Actor
) -> tuple[ApiKey, str]:
    """A new key for the caller (or, for the system, for `person_id`) and its secret, which nothing can show again.

    scopes: names of `acting.SCOPES`. Raises OnlyInPerson, Malformed (no name, no scope, an unknown one), NotFound, TooMany.
    """
    in_person(by)
    wanted = sorted(set(scopes))
    wrong = [] if tidy(name, 80) else [FieldError("name", NEEDED)]
    if not wanted or not set(wanted) <= set(SCOPES):
        wrong.append(FieldError("scopes", LISTED))
    if wrong:
        raise Malformed(fields=wrong)
    owner = person_id if by.is_system else by.person
    if owner is None:
        raise NotFound
    if ApiKey.objects.filter(person_id=owner, revoked_at__isnull=True).count() >= KEYS_MOST:
        raise TooMany(most=KEYS_MOST)
    secret = _MARK + secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        person_id=owner,
        name=tidy(name, 80),
        prefix=secret[:_PREFIX],
        secret_hash=hash_secret(secret),
        scopes=wanted,
    )
    record("api_key.created", key.pk, by=by, person=owner, scopes=wanted)
    return key, secret


@verb(allow={Caller.PERSON, Caller.SYSTEM})
def revoke_api_key(key_id: UUID, *, by: Actor) -> None:
    """End a key at once and for good; ending it again changes nothing. Raises OnlyInPerson, NotFound."""
    in_person(by)
    mine = (
        ApiKey.objects.filter(pk=key_id)
        if by.is_system
        else ApiKey.objects.filter(pk=key_id, person_id=by.person)
    )
    if not mine.exists():
        raise NotFound
    if mine.filter(revoked_at__isnull=True).update(revoked_at=clock.now()):
        record("api_key.revoked", key_id, by=by)
