"""Order numbers people can read out: derived from the id, looked up by it, so there is no sequence and no second unique key.

100 bits of the UUIDv7, without its version and variant bits (48 of time, 12 of count, 40 of chance) in Crockford's
base 32: 20 letters and digits in four groups. The id is found as a range of the primary key.
"""

import re
from uuid import UUID

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)} | {"I": 1, "L": 1, "O": 0}
_SHAPE = re.compile(r"[0-9A-Z]{20}")


def number_of(identity: UUID) -> str:
    """`01K9X-3M7QA-...` for an order's id."""
    bits = identity.int
    value = (bits >> 80) << 52 | ((bits >> 64) & 0xFFF) << 40 | ((bits >> 22) & 0xFF_FFFF_FFFF)
    letters = "".join(_ALPHABET[(value >> shift) & 31] for shift in range(95, -1, -5))
    return "-".join(letters[i : i + 5] for i in range(0, 20, 5))


def id_range(number: str) -> tuple[UUID, UUID] | None:
    """The least and the greatest id with this number; None if it is not an order number."""
    letters = number.upper().replace("-", "").replace(" ", "")
    if not _SHAPE.fullmatch(letters) or "U" in letters:
        return None
    value = 0
    for letter in letters:
        value = value << 5 | _VALUES[letter]
    high = (value >> 52) << 16 | 0x7000 | (value >> 40) & 0xFFF
    low = 1 << 63 | (value & 0xFF_FFFF_FFFF) << 22
    return UUID(int=high << 64 | low), UUID(int=high << 64 | low | 0x3F_FFFF)
