"""Erasing a person: what says who they are goes, what they did stays whole."""

from uuid import UUID

from allauth.account.models import EmailAddress

from entrepot.identity.errors import LastOwner
from entrepot.identity.models import ApiKey, Member, Person, PersonalRecord, SavedAddress
from entrepot.identity.roles import Role
from entrepot.identity.rules import in_person
from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import NotFound
from entrepot.kit.events import record
from entrepot.kit.verb import verb


@verb(allow={Caller.PERSON, Caller.SYSTEM})
def erase_person(person_id: UUID, *, by: Actor) -> None:
    """Empty a person's records, end their keys and memberships, close the account; orders and money keep their ids.

    Only the person or the system. Raises OnlyInPerson, NotFound, LastOwner (hand the business over first).
    """
    in_person(by)
    person = Person.objects.locked().filter(pk=person_id).first()
    if person is None or not (by.is_system or by.id == person_id):
        raise NotFound
    owned = Member.objects.filter(person=person, role=Role.OWNER).values_list("business_id", flat=True)
    for business_id in owned:
        others = Member.objects.filter(business_id=business_id, role=Role.OWNER).exclude(person=person)
        if not others.exists():
            raise LastOwner
    moment = clock.now()
    SavedAddress.objects.filter(person=person).delete()
    PersonalRecord.objects.filter(person_id=person.pk, erased_at__isnull=True).update(
        sealed=None, id_hash=None, erased_at=moment
    )
    Member.objects.filter(person=person).delete()
    ApiKey.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=moment)
    EmailAddress.objects.filter(user_id=person.pk).delete()
    person.email, person.name = f"erased-{person.pk}@erased.invalid", ""
    person.is_active = person.is_operator = False
    person.set_unusable_password()
    person.save()
    record("person.erased", person.pk, by=by)
