"""Where a page of results begins: after the last product that the page before looked at, never at a count of skipped ones.

With words typed the best CANDIDATES are put in one order, by score and then newest first, and pages lie within them; without
words pages go to any depth, by the order of publication. A token says the last place; it is signed, so nobody makes one up.
"""

import base64
import binascii
import struct
from dataclasses import dataclass
from typing import Self

from django.core.signing import BadSignature, Signer

from entrepot.search.errors import PageUnknown

#: How many of the most relevant are put in order.
CANDIDATES = 1000

_LAYOUT = struct.Struct(">?dq")
#: The score of every product while nothing is typed.
UNSCORED = 0.0


@dataclass(frozen=True, slots=True)
class Place:
    """A product's place in the results: the higher score first, of equal ones the later published."""

    is_open: bool
    score: float
    published: int

    def token(self) -> str:
        """The place as `after` of the next page."""
        packed = _LAYOUT.pack(self.is_open, self.score, self.published)
        return _signer().sign(base64.urlsafe_b64encode(packed).decode().rstrip("="))

    @classmethod
    def of(cls, token: str, *, is_open: bool) -> Self | None:
        """The place a token names, None for the first page. Raises PageUnknown, also for a token of the other kind of search."""
        if not token:
            return None
        try:
            place = cls(*_LAYOUT.unpack(base64.urlsafe_b64decode(_signer().unsign(token) + "==")))
        except (BadSignature, binascii.Error, struct.error, ValueError):
            raise PageUnknown from None
        if place.is_open != is_open:
            raise PageUnknown
        return place

    @property
    def key(self) -> tuple[float, int]:
        """Sorts places in the order of the results."""
        return -self.score, -self.published


def _signer() -> Signer:
    return Signer(salt="search.page")
