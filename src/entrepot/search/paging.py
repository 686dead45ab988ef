"""Where a page of results begins: after the last product that the page before looked at, never at a count of skipped ones.

By relevance the best candidates are put in one order (ranking.py), and pages lie within them; every other order is that of one
column and goes to any depth. A token says the last place; it is signed, so nobody makes one up.
"""

import base64
import binascii
import struct
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from django.core.signing import BadSignature, Signer

from entrepot.search.errors import PageUnknown

_LAYOUT = struct.Struct(">BqIH")


class Sort(StrEnum):
    """In which order goods are shown."""

    #: By how well they match what was typed; the newest first while nothing is.
    RELEVANCE = ""
    NEWEST = "newest"
    #: By the lowest price of their variants.
    CHEAPEST = "cheapest"
    DEAREST = "dearest"


_SORTS = tuple(Sort)


@dataclass(frozen=True, slots=True)
class Place:
    """A product's place in the results. `at`: its value in the column of the order, which no other product has.

    By relevance also the day of the draw (as an ordinal), so that the pages of one evening are of one order, and the number of
    places up to here, for when the product itself is gone.
    """

    sort: Sort
    at: int
    day: int = 0
    number: int = 0

    def token(self) -> str:
        """The place as `after` of the next page."""
        packed = _LAYOUT.pack(_SORTS.index(self.sort), self.at, self.day, self.number)
        return _signer().sign(base64.urlsafe_b64encode(packed).decode().rstrip("="))

    @classmethod
    def of(cls, token: str, *, sort: Sort) -> Self | None:
        """The place a token names, None for the first page. Raises PageUnknown, also for a token of another order."""
        if not token:
            return None
        try:
            packed = base64.urlsafe_b64decode(_signer().unsign(token) + "==")
            order, at, day, number = _LAYOUT.unpack(packed)
            place = cls(_SORTS[order], at, day, number)
        except (BadSignature, binascii.Error, struct.error, ValueError, IndexError):
            raise PageUnknown from None
        if place.sort is not sort:
            raise PageUnknown
        return place


def _signer() -> Signer:
    return Signer(salt="search.page")
