"""Addresses that a person keeps for the next purchase: sealed like every other, erased when forgotten."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from entrepot.identity import addresses
from entrepot.identity.errors import TooMany
from entrepot.identity.models import Person, PersonalRecord, SavedAddress
from entrepot.identity.rules import ADDRESSES_MOST, in_person
from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import NotFound
from entrepot.kit.verb import verb


@verb(allow={Caller.PERSON})
def keep_address(*, values: Mapping[str, Any], is_default: bool = False, by: Actor) -> SavedAddress:
    """Keep an address (as `addresses.parse` takes it); the first one kept is the default, whatever is asked.

    The caller checks the identity number, which belongs to customs. Raises OutsideSaleArea, Malformed, TooMany.
    """
    in_person(by)
    address = addresses.parse(values)
    _locked(by)
    mine = SavedAddress.objects.filter(person_id=by.person)
    count = mine.count()
    if count >= ADDRESSES_MOST:
        raise TooMany(most=ADDRESSES_MOST)
    content = address.content
    if address.country != "CN":
        content["id_number"] = ""  # nothing is kept that nobody needs
    record = PersonalRecord.objects.create(
        person_id=by.person,
        sealed=PersonalRecord.sealing(content),
        country=address.country,
        region=address.region,
    )
    if is_default:
        mine.update(is_default=False)
    return SavedAddress.objects.create(
        person_id=by.person, record=record, is_default=is_default or count == 0
    )


@verb(allow={Caller.PERSON})
def choose_default(address_id: UUID, *, by: Actor) -> None:
    """Have this address offered first. Raises NotFound."""
    in_person(by)
    _locked(by)
    mine = SavedAddress.objects.filter(person_id=by.person)
    if not mine.filter(pk=address_id).exists():
        raise NotFound
    mine.exclude(pk=address_id).update(is_default=False)
    mine.filter(pk=address_id).update(is_default=True)


@verb(allow={Caller.PERSON})
def forget_address(address_id: UUID, *, by: Actor) -> None:
    """Erase a kept address; orders have records of their own. The newest left becomes the default. Raises NotFound."""
    in_person(by)
    _locked(by)
    saved = SavedAddress.objects.filter(pk=address_id, person_id=by.person).first()
    if saved is None:
        raise NotFound
    PersonalRecord.objects.filter(pk=saved.record_id).update(sealed=None, id_hash=None, erased_at=clock.now())
    saved.delete()
    left = SavedAddress.objects.filter(person_id=by.person)
    if saved.is_default and (newest := left.order_by("-created_at").first()):
        left.filter(pk=newest.pk).update(is_default=True)


def _locked(by: Actor) -> None:
    """One change at a time of a person's addresses, so that there is one default."""
    Person.objects.locked().filter(pk=by.person).first()
