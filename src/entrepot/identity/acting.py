"""Building the Actor: from a signed-in person, or from an API key. Nothing here grows with the number of merchants."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from entrepot.identity.models import ApiKey, Member, Person
from entrepot.identity.roles import PERMISSIONS
from entrepot.kit import clock
from entrepot.kit.actor import Actor, Permission
from entrepot.kit.compiled import Compiled
from entrepot.kit.errors import SignInNeeded

#: The scopes an API key can be given, and what each is for.
SCOPES = {
    "purchases": "quote, place and follow purchases as this person",
    "orders": "see and ship the orders of this person's businesses",
    "catalogue": "change the catalogue of this person's businesses",
    "ledger": "read the marketplace's ledger (operators)",
}


def actor_of_person(person_id: UUID, *, locale: str = "en", follows: frozenset[UUID] = frozenset()) -> Actor:
    """The Actor of a person who has been recognised."""
    rows = _PERSON.fetch(person_id)
    if not rows:
        return Actor(locale=locale, follows=follows)
    memberships = _memberships((business_id, role) for _is_operator, business_id, role in rows if business_id)
    return Actor(
        id=person_id, memberships=memberships, is_operator=rows[0][0], locale=locale, follows=follows
    )


#: Who a person is, and each role of theirs: asked by every page.
_PERSON = Compiled(
    lambda person: Person.objects.filter(pk=person, is_active=True).values_list(
        "is_operator", "memberships__business_id", "memberships__role"
    )
)


def _memberships(rows: Iterable[tuple[UUID, str]]) -> dict[UUID, frozenset[Permission]]:
    return {business_id: PERMISSIONS[role] for business_id, role in rows}


def hash_secret(secret: str) -> bytes:
    """API keys are long and random, so one round of SHA-256 keeps them; a password's slow hash would cost every request."""
    return hashlib.sha256(secret.encode()).digest()


def actor_of_key(secret: str, *, locale: str = "en") -> Actor:
    """The Actor of an API key's secret; SignInNeeded when it is unknown or revoked."""
    key = (
        ApiKey.objects.filter(
            secret_hash=hash_secret(secret), revoked_at__isnull=True, person__is_active=True
        )
        .values("id", "person_id", "scopes", "person__is_operator", "last_used_at")
        .first()
    )
    if key is None:
        raise SignInNeeded
    _note_use(key["id"], key["last_used_at"])
    scopes = frozenset(key["scopes"])
    return Actor(
        id=key["person_id"],
        memberships=_memberships(
            Member.objects.filter(person_id=key["person_id"]).values_list("business_id", "role")
        ),
        is_operator=key["person__is_operator"] and "ledger" in scopes,
        locale=locale,
        key_id=key["id"],
        scopes=scopes,
    )


def _note_use(key_id: UUID, last_used_at: object) -> None:
    """Keep the day of the last use, at most one write a day and key."""
    today = clock.now().date()
    if last_used_at is None or last_used_at.date() < today:  # type: ignore[attr-defined]  # a datetime from values()
        ApiKey.objects.filter(pk=key_id).update(last_used_at=clock.now())
