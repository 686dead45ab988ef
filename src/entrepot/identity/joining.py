"""Members of a business: who joins, with which role, who leaves. A business always keeps an owner."""

from uuid import UUID

from allauth.account.models import EmailAddress

from entrepot.identity.errors import AlreadyMember, LastOwner, PersonUnknown
from entrepot.identity.models import Business, Member, Person
from entrepot.identity.roles import Role
from entrepot.identity.rules import LISTED, in_person, may_manage
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import FieldError, Malformed, NotFound
from entrepot.kit.events import record
from entrepot.kit.verb import verb


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def add_member(business_id: UUID, *, email: str, role: str, by: Actor) -> Member:
    """Give a person who has an account a role in the business.

    Raises OnlyInPerson, NotFound, NotAllowed (owners only), Malformed (an unknown role), PersonUnknown, AlreadyMember.
    """
    may_manage(business_id, by=by)
    chosen = _role(role)
    business = _locked(business_id)
    person = _person(email)
    if Member.objects.filter(business=business, person=person).exists():
        raise AlreadyMember(
            name=str(person), fields=[FieldError("email", str(AlreadyMember(name=str(person))))]
        )
    member = Member.objects.create(business=business, person=person, role=chosen)
    record("member.added", business.pk, by=by, person=person.pk, role=chosen)
    return member


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def change_role(member_id: UUID, *, role: str, by: Actor) -> Member:
    """Give a member another role. Raises OnlyInPerson, NotFound, NotAllowed (owners only), Malformed, LastOwner."""
    member = _managed(member_id, by=by)
    chosen = _role(role)
    if member.role == Role.OWNER and chosen != Role.OWNER:
        _keep_an_owner(member)
    member.role = chosen
    member.save(update_fields=["role"])
    record("member.role_changed", member.business_id, by=by, person=member.person_id, role=chosen)
    return member


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def remove_member(member_id: UUID, *, by: Actor) -> None:
    """Take a member out; everybody may take themselves out. Raises OnlyInPerson, NotFound, NotAllowed, LastOwner."""
    member = _managed(member_id, by=by, or_oneself=True)
    if member.role == Role.OWNER:
        _keep_an_owner(member)
    member.delete()
    record("member.removed", member.business_id, by=by, person=member.person_id)


def _managed(member_id: UUID, *, by: Actor, or_oneself: bool = False) -> Member:
    """The member, with the business locked so that two owners cannot remove each other at once."""
    in_person(by)
    found = Member.objects.filter(pk=member_id).values_list("business_id", "person_id").first()
    if found is None:
        raise NotFound
    business_id, person_id = found
    if not (or_oneself and person_id == by.id):
        may_manage(business_id, by=by)
    _locked(business_id)
    member = Member.objects.filter(pk=member_id).first()
    if member is None:
        raise NotFound
    return member


def _locked(business_id: UUID) -> Business:
    business = Business.objects.locked().filter(pk=business_id).first()
    if business is None:
        raise NotFound
    return business


def _keep_an_owner(member: Member) -> None:
    others = Member.objects.filter(business_id=member.business_id, role=Role.OWNER).exclude(pk=member.pk)
    if not others.exists():
        raise LastOwner


def _person(email: str) -> Person:
    """The active person with this confirmed address: an unconfirmed one could be anybody's."""
    address = EmailAddress.objects.filter(email__iexact=email.strip(), verified=True).first()
    person = Person.objects.filter(pk=address.user_id, is_active=True).first() if address else None
    if person is None:
        raise PersonUnknown(fields=[FieldError("email", PersonUnknown.sentence)])
    return person


def _role(role: str) -> Role:
    if role not in Role.values:
        raise Malformed(fields=[FieldError("role", LISTED)])
    return Role(role)
