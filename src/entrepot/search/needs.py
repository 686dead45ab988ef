"""What people need when they name no thing: "my hands are dry" asks for hand cream. A list of ours, read once a process."""

import csv
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from entrepot.search import words

OURS = Path(__file__).parent / "needs.csv"


@dataclass(frozen=True, slots=True)
class Need:
    """en: the words, without endings, that tell it, any of these sets whole; zh: parts of a text likewise. things: in English."""

    en: tuple[frozenset[str], ...]
    zh: tuple[tuple[str, ...], ...]
    things: tuple[str, ...]

    def is_told(self, text: str, stems: Collection[str]) -> bool:
        """Whether a text, which is `normal` and has these English words, tells of it."""
        return any(told.issubset(stems) for told in self.en) or any(
            all(part in text for part in told) for told in self.zh
        )


@cache
def ours() -> tuple[Need, ...]:
    """All needs that are known."""
    with OURS.open(encoding="utf-8", newline="") as file:
        return tuple(
            Need(
                tuple(frozenset(words.words(told).split()) for told in row["en"].split("|")),
                tuple(tuple(told.split()) for told in row["zh"].split("|")),
                tuple(row["things"].split("|")),
            )
            for row in csv.DictReader(file)
        )


#: Who types less than so many words, or so many Chinese characters, names a thing and tells no need.
_WORDS_MIN, _CHARACTERS_MIN = 3, 5


def things(text: str, stems: Collection[str]) -> tuple[str, ...]:
    """What would serve the needs that a text tells of, each once."""
    if len(stems) < _WORDS_MIN and len(words.han(text)) < _CHARACTERS_MIN:
        return ()
    found = (thing for need in ours() if need.is_told(text, stems) for thing in need.things)
    return tuple(dict.fromkeys(found))
