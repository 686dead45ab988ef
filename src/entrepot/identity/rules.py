"""Limits and small checks that the verbs of identity share."""

import re

from django.utils.translation import gettext_lazy as _

from entrepot.identity import places
from entrepot.identity.errors import OnlyInPerson
from entrepot.kit.actor import Actor, Permission
from entrepot.kit.errors import FieldError, Malformed, NotAllowed, NotFound, Sentence

ADDRESSES_MOST = 30
KEYS_MOST = 20
BUSINESSES_MOST = 20
NEEDED: Sentence = _("Please fill this in.")
LISTED: Sentence = _("Please choose one of the list.")
_ZIP = re.compile(r"\d{5}(-\d{4})?")


def in_person(by: Actor) -> None:
    """Raises OnlyInPerson for an API key: a stolen one must not make itself more keys, members or businesses."""
    if by.key_id is not None:
        raise OnlyInPerson


def may_manage(business_id: object, *, by: Actor) -> None:
    """Raises OnlyInPerson, NotFound for a business that is not the caller's, NotAllowed for one where the role is too small."""
    in_person(by)
    if by.is_system:
        return
    if business_id not in by.memberships:
        raise NotFound
    if not by.may(Permission.MEMBERS, business_id):  # type: ignore[arg-type]  # a UUID, since it is a key of memberships
        raise NotAllowed


def tidy(text: str, most: int) -> str:
    """Text of one line without blanks around or doubled, no longer than its column; NUL, which the database cannot keep, goes."""
    return " ".join(text.replace("\0", " ").split())[:most]


def check_business(values: dict[str, str]) -> None:
    """Raises Malformed naming each field that a legal entity in the United States cannot do without."""
    wrong = [FieldError(name, NEEDED) for name in ("legal_name", "street", "city") if not values[name]]
    if values["country"] != "US":
        wrong.append(FieldError("country", _("Only businesses in the United States can join at first.")))
    if values["region"] not in places.american():
        wrong.append(FieldError("region", LISTED))
    if not _ZIP.fullmatch(values["postal_code"]):
        wrong.append(FieldError("postal_code", _("A ZIP code has 5 digits.")))
    if wrong:
        raise Malformed(fields=wrong)
