"""Finding a tariff heading by words, for the merchant's form, in the codes of the Harmonized System."""

import csv
import gzip
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_CODES = Path(__file__).parent / "seeds" / "hs.csv.gz"
_WORD = re.compile(r"[a-z0-9]+")
#: Words that are in every other description and tell nothing apart.
_EMPTY = frozenset(_WORD.findall("a an and for in not of on or other than the to with whether"))


@dataclass(frozen=True, slots=True)
class Heading:
    """A code of 2, 4 or 6 digits. `within` is the heading above it, for reading it in its place."""

    code: str
    description: str
    within: str


@dataclass(frozen=True, slots=True)
class _Entry:
    heading: Heading
    own: frozenset[str]
    above: frozenset[str]


def _words(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in _WORD.findall(text.lower()) if word not in _EMPTY)


def _stem(word: str) -> str:
    """Enough of a word for candle and candles, knife and knives, berry and berries to meet."""
    for ending, instead in (
        ("ves", "f"),
        ("ies", "y"),
        ("sses", "ss"),
        ("shes", "sh"),
        ("ches", "ch"),
        ("xes", "x"),
    ):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + instead
    if word.endswith("fe"):
        return word[:-1]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


@cache
def _table() -> dict[str, _Entry]:
    with gzip.open(_CODES, "rt", encoding="utf-8", newline="") as file:
        texts = {row["hscode"]: row["description"] for row in csv.DictReader(file)}
    entries = {}
    for code, text in texts.items():
        above = [texts[code[:length]] for length in (2, 4) if length < len(code) and code[:length] in texts]
        entries[code] = _Entry(
            Heading(code, text, above[-1] if above else ""),
            _words(text),
            frozenset().union(*map(_words, above)),
        )
    return entries


def find_hs(text: str, *, limit: int = 20) -> list[Heading]:
    """The 6-digit headings that fit `text` best: by words, or by the first digits of a code.

    A word counts where the heading's own description has it, less where only the chapter's or heading's above
    has it. What has every word comes first, the shorter description before the longer.
    """
    digits = text.strip().replace(".", "").replace(" ", "")
    if digits.isascii() and digits.isdigit():
        return [
            entry.heading
            for code, entry in _table().items()
            if len(code) == 6 and code.startswith(digits[:6])
        ][:limit]
    wanted = _words(text)
    scored = []
    for code, entry in _table().items():
        if len(code) == 6 and (score := sum(_score(word, entry) for word in wanted)):
            scored.append((-score, len(entry.own), code, entry.heading))
    return [heading for *_order, heading in sorted(scored, key=lambda row: row[:3])[:limit]]


def _score(word: str, entry: _Entry) -> int:
    if word in entry.own:
        return 6
    if word in entry.above:
        return 4
    if len(word) > 3 and any(own.startswith(word) for own in entry.own):
        return 3
    return 0


def describe(hs: str) -> Heading | None:
    """The heading that a code of 6 digits or more stands under, or that of 4 or 2 digits itself; else None."""
    entry = _table().get(hs[:6])
    return entry.heading if entry else None
