"""Where a page of results begins: after the last product that the page before looked at, never at a count of skipped ones.

By relevance the best CANDIDATES are put in one order, by score and then newest first, and pages lie within them; every other
order is that of one column and goes to any depth. A token says the last place; it is signed, so nobody makes one up.
"""

import base64
import binascii
import struct
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from django.core.signing import BadSignature, Signer

from entrepot.search.errors import PageUnknown

#: How many of the most relevant are put in order.
CANDIDATES = 1000

_LAYOUT = struct.Struct(">Bdq")
#: The score of every product in an order that asks for none.
UNSCORED = 0.0


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
    """A product's place in the results. `at`: its value in the column of the order, which no other product has."""

    sort: Sort
    score: float
    at: int

    def token(self) -> str:
        """The place as `after` of the next page."""
        packed = _LAYOUT.pack(_SORTS.index(self.sort), self.score, self.at)
        return _signer().sign(base64.urlsafe_b64encode(packed).decode().rstrip("="))

    @classmethod
    def of(cls, token: str, *, sort: Sort) -> Self | None:
        """The place a token names, None for the first page. Raises PageUnknown, also for a token of another order."""
        if not token:
            return None
        try:
            packed = base64.urlsafe_b64decode(_signer().unsign(token) + "==")
            number, score, at = _LAYOUT.unpack(packed)
            place = cls(_SORTS[number], score, at)
        except (BadSignature, binascii.Error, struct.error, ValueError, IndexError):
            raise PageUnknown from None
        if place.sort is not sort:
            raise PageUnknown
        return place

    @property
    def key(self) -> tuple[float, int]:
        """Sorts places by relevance."""
        return -self.score, -self.at


def _signer() -> Signer:
    return Signer(salt="search.page")
