"""Small differences between pictures of one object: chosen by the variant's number, always the same way."""

from collections.abc import Sequence
from zlib import crc32


class Variation:
    """What one variant number decides about one object."""

    def __init__(self, object_: str, number: int) -> None:
        self.object = object_
        self.number = number

    def pick[T](self, choices: Sequence[T], what: str = "") -> T:
        """One of the choices; without a name neighbours in number get neighbours in choice."""
        if not what:
            return choices[self.number % len(choices)]
        return choices[self._mark(what) % len(choices)]

    def between(self, low: float, high: float, what: str) -> float:
        return low + (high - low) * (self._mark(what) % 1000) / 999

    def chance(self, share: float, what: str) -> bool:
        return self.between(0, 1, what) < share

    def _mark(self, what: str) -> int:
        return crc32(f"{self.object}/{what}/{self.number}".encode()) >> 4
