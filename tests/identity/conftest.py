"""Anna owns a bakery, Bo is somebody else, Cleo runs the marketplace."""

import pytest

from entrepot.identity import enrolling, opening
from entrepot.identity.acting import actor_of_person
from entrepot.identity.models import Business, Person
from entrepot.kit.actor import SYSTEM, Actor

HOUSE = {
    "legal_name": "Rye & Co LLC",
    "street": "1 Main St",
    "city": "Columbus",
    "region": "OH",
    "postal_code": "43215",
}


@pytest.fixture
def anna(db: None) -> Person:
    return enrolling.create_person(email="anna@example.com", name="Anna", by=SYSTEM)


@pytest.fixture
def bo(db: None) -> Person:
    return enrolling.create_person(email="bo@example.com", name="Bo", by=SYSTEM)


@pytest.fixture
def cleo(db: None) -> Actor:
    person = enrolling.create_person(email="cleo@example.com", name="Cleo", by=SYSTEM)
    enrolling.make_operator(email=person.email, by=SYSTEM)
    return as_actor(person)


@pytest.fixture
def bakery(anna: Person) -> Business:
    return opening.open_business(**HOUSE, by=as_actor(anna))


def as_actor(person: Person) -> Actor:
    """What the person may do now."""
    return actor_of_person(person.pk)
