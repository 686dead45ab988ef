"""Opening a business: a person enters a legal entity and owns it here."""

from uuid import UUID

from entrepot.identity.errors import TooMany
from entrepot.identity.models import Business, Member
from entrepot.identity.roles import Role
from entrepot.identity.rules import BUSINESSES_MOST, check_business, in_person, tidy
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import Malformed
from entrepot.kit.events import record
from entrepot.kit.verb import verb


@verb(allow={Caller.PERSON, Caller.SYSTEM})
def open_business(
    *,
    legal_name: str,
    street: str,
    city: str,
    region: str,
    postal_code: str,
    country: str = "US",
    registration_number: str = "",
    owner_id: UUID | None = None,
    by: Actor,
) -> Business:
    """Enter a legal entity of the United States; the caller (or, for the system, `owner_id`) becomes its owner.

    region: the state's two letters. It cannot sell before the operator approves it (merchants.applying).
    Raises OnlyInPerson, Malformed naming the fields, TooMany.
    """
    in_person(by)
    values = {
        "legal_name": tidy(legal_name, 200),
        "country": country.upper(),
        "registration_number": tidy(registration_number, 40),
        "street": tidy(street, 200),
        "city": tidy(city, 100),
        "region": region.upper(),
        "postal_code": tidy(postal_code, 20),
    }
    check_business(values)
    owner = owner_id if by.is_system else by.id
    if owner is None:
        raise Malformed
    if Member.objects.filter(person_id=owner, role=Role.OWNER).count() >= BUSINESSES_MOST:
        raise TooMany(most=BUSINESSES_MOST)
    business = Business.objects.create(**values)
    Member.objects.create(business=business, person_id=owner, role=Role.OWNER)
    record("business.opened", business.pk, by=by, owner=owner)
    return business
