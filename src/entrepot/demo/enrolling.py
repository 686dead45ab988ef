"""Enrolling everybody: each can sign in with the demo's one password."""

from uuid import UUID

from django.contrib.auth.hashers import make_password

from entrepot.demo import people
from entrepot.demo.goods import Shop
from entrepot.identity.enrolling import create_person, make_operator
from entrepot.identity.models import Business, BusinessKind, Person
from entrepot.identity.opening import open_business
from entrepot.identity.saving import keep_address
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.verb import verb


@verb(allow={Caller.SYSTEM})
def enrol(shops: tuple[Shop, ...], *, by: Actor) -> int:
    """Make the accounts of those who run the marketplace, own and staff `shops`, apply and buy; how many there are."""
    opened = {shop.slug for shop in shops}
    sellers = [people.owner(shop.slug) for shop in shops] + [
        one for one in people.STAFF if one.shop in opened
    ]
    wanted = {people.OPERATOR["email"]: (people.OPERATOR["name"], "en")}
    wanted |= {one.email: (one.name, "en") for one in sellers}
    wanted |= {one.email: (one.owner, "en") for one in people.APPLICANTS}
    wanted |= {one.email: (one.name, one.locale) for one in people.BUYERS if one.account}
    known = set(Person.objects.filter(email__in=wanted).values_list("email", flat=True))
    for email, (name, locale) in wanted.items():
        if email not in known:
            create_person(email=email, name=name, locale=locale, by=by)
    # Hashed once for all of them: a good hash takes a third of a second.
    Person.objects.filter(email__in=set(wanted) - known).update(password=make_password(people.PASSWORD))
    _operator(by)
    for buyer in people.BUYERS:
        if buyer.account and buyer.email not in known:
            _settle(buyer, by)
    return len(wanted)


def ids(emails: list[str]) -> dict[str, UUID]:
    """The person with each address."""
    return dict(Person.objects.filter(email__in=emails).values_list("email", "pk"))


def _operator(by: Actor) -> None:
    """Who runs the marketplace, and beside her the company behind it: a business of the kind that can never sell."""
    if Business.objects.filter(kind=BusinessKind.OPERATOR).exists():
        return
    make_operator(email=people.OPERATOR["email"], by=by)
    Business.objects.create(kind=BusinessKind.OPERATOR, country="US", **people.OPERATOR["business"])


def _settle(buyer: people.Buyer, by: Actor) -> None:
    """A buyer's address for the next purchase, and the business she buys for."""
    person = Person.objects.get(email=buyer.email)
    keep_address(values=buyer.ship_to, is_default=True, by=Actor(id=person.pk, locale=buyer.locale))
    if buyer.business:
        open_business(**buyer.business, owner_id=person.pk, by=by)
