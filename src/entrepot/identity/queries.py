"""Reads of people, businesses, members, keys and kept addresses, for screens and for other domains."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from entrepot.identity.models import ApiKey, Business, BusinessKind, Member, Person, SavedAddress
from entrepot.identity.roles import Role
from entrepot.kit.actor import Actor, Permission
from entrepot.kit.errors import NotFound


@dataclass(frozen=True, slots=True)
class Profile:
    """Who a person says they are."""

    email: str
    name: str
    locale: str


@dataclass(frozen=True, slots=True)
class LegalEntity:
    """A business as a legal entity; `role` is the reader's own there, "" for one who has none."""

    id: UUID
    legal_name: str
    is_operators: bool
    country: str
    registration_number: str
    street: str
    city: str
    region: str
    postal_code: str
    created_at: datetime
    role: str = ""
    role_name: str = ""
    may_manage: bool = False


@dataclass(frozen=True, slots=True)
class MemberView:
    """One person's role in a business."""

    id: UUID
    name: str
    email: str
    role: str
    role_name: str
    is_you: bool


@dataclass(frozen=True, slots=True)
class KeyView:
    """What can be shown of an API key."""

    id: UUID
    name: str
    prefix: str
    scopes: list[str]
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeptAddress:
    """A kept address; `shown` has its identity number masked, `content` is whole and for filling in its owner's form."""

    id: UUID
    is_default: bool
    content: dict[str, Any]

    @property
    def shown(self) -> dict[str, Any]:
        number = self.content.get("id_number", "")
        masked = f"{number[:3]}{'*' * 11}{number[14:]}" if number else ""
        return self.content | {"id_number": masked}


def profile(by: Actor) -> Profile:
    """The caller's own. Raises NotFound for a guest."""
    row = Person.objects.filter(pk=by.person).values_list("email", "name", "locale").first()
    if row is None:
        raise NotFound
    return Profile(*row)


def locales(person_ids: list[UUID]) -> dict[UUID, str]:
    """The language that mail to each person is in."""
    return dict(Person.objects.filter(pk__in=person_ids).values_list("pk", "locale"))


def names(person_ids: list[UUID]) -> dict[UUID, str]:
    """What to call each person: their name, else their e-mail."""
    return {person.pk: str(person) for person in Person.objects.filter(pk__in=person_ids)}


def businesses(by: Actor) -> list[LegalEntity]:
    """The caller's own businesses, the oldest first, each with the caller's role."""
    rows = Member.objects.filter(person_id=by.person).select_related("business").order_by("business_id")
    return [_entity(row.business, by, row.role) for row in rows]


def business(business_id: UUID, *, by: Actor) -> LegalEntity:
    """One business that the caller may see. Raises NotFound."""
    row = Business.objects.visible_to(by).filter(pk=business_id).first()
    if row is None:
        raise NotFound
    role = Member.objects.filter(business=row, person_id=by.person).values_list("role", flat=True).first()
    return _entity(row, by, role or "")


def entities(business_ids: list[UUID]) -> dict[UUID, LegalEntity]:
    """Businesses by id, for domains that build on them."""
    return {row.pk: _entity(row) for row in Business.objects.filter(pk__in=business_ids)}


def _entity(row: Business, by: Actor | None = None, role: str = "") -> LegalEntity:
    return LegalEntity(
        id=row.pk,
        legal_name=row.legal_name,
        is_operators=row.kind == BusinessKind.OPERATOR,
        country=row.country,
        registration_number=row.registration_number,
        street=row.street,
        city=row.city,
        region=row.region,
        postal_code=row.postal_code,
        created_at=row.created_at,
        role=role,
        role_name=str(Role(role).label) if role else "",
        may_manage=by is not None and by.may(Permission.MEMBERS, row.pk),
    )


def members(business_id: UUID, *, by: Actor) -> list[MemberView]:
    """Who is in a business that the caller is in, or runs the marketplace over; owners first. Raises NotFound."""
    if not Business.objects.visible_to(by).filter(pk=business_id).exists():
        raise NotFound
    rows = Member.objects.filter(business_id=business_id).select_related("person")
    order = list(Role.values)
    return [
        MemberView(
            row.pk,
            row.person.name,
            row.person.email,
            row.role,
            str(Role(row.role).label),
            row.person_id == by.id,
        )
        for row in sorted(rows, key=lambda row: (order.index(row.role), row.created_at))
    ]


def owners(business_id: UUID) -> list[Profile]:
    """The owners of a business as somebody to write to, each in their own language."""
    rows = Member.objects.filter(business_id=business_id, role=Role.OWNER, person__is_active=True)
    return [Profile(*row) for row in rows.values_list("person__email", "person__name", "person__locale")]


def member(member_id: UUID, *, by: Actor) -> tuple[UUID, MemberView]:
    """A member with the business, if the caller is in that business. Raises NotFound."""
    business_id = Member.objects.filter(pk=member_id).values_list("business_id", flat=True).first()
    found = [one for one in members(business_id, by=by) if one.id == member_id] if business_id else []
    if not business_id or not found:
        raise NotFound
    return business_id, found[0]


def api_keys(by: Actor) -> list[KeyView]:
    """The caller's keys, the newest first; revoked ones stay in the list, so that a log's prefix can be explained."""
    rows = ApiKey.objects.filter(person_id=by.person).order_by("-created_at")
    return [_key(row) for row in rows]


def api_keys_of(email: str) -> list[KeyView]:
    """A person's keys by e-mail, for the command line."""
    return [
        _key(row)
        for row in ApiKey.objects.filter(person__email=email.strip().lower()).order_by("-created_at")
    ]


def person_id_of(email: str) -> UUID:
    """Whose account this e-mail is. Raises NotFound."""
    found = (
        Person.objects.filter(email=email.strip().lower(), is_active=True)
        .values_list("pk", flat=True)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def _key(row: ApiKey) -> KeyView:
    return KeyView(row.pk, row.name, row.prefix, row.scopes, row.created_at, row.last_used_at, row.revoked_at)


def kept_addresses(by: Actor) -> list[KeptAddress]:
    """The caller's addresses, the default first, then the newest."""
    if by.id is None:
        return []
    rows = SavedAddress.objects.filter(person_id=by.id).select_related("record")
    return [
        KeptAddress(row.pk, row.is_default, row.record.content)
        for row in rows.order_by("-is_default", "-created_at")
    ]


def kept_address(address_id: UUID, *, by: Actor) -> KeptAddress:
    """One of the caller's own. Raises NotFound."""
    found = [one for one in kept_addresses(by) if one.id == address_id]
    if not found:
        raise NotFound
    return found[0]
