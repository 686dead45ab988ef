"""How the first telling rows of a file read in each encoding that they can be read in: a person sees which is right.

Encodings of one byte a letter cannot be told apart safely by a program: nearly every byte is a letter in each of them.
"""

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from entrepot.catalog.importing.reading import ENCODINGS, NOT_TEXT

#: How many rows are shown, how much of each, and how far into the file they are looked for.
ROWS = 3
LETTERS = 160
_BYTES = 8 << 20
_AROUND = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """The same rows as one encoding has them. name: what people call it."""

    encoding: str
    name: str
    rows: Sequence[str]


def readings(path: Path) -> list[Reading]:
    """The encodings in which the first rows with other than plain letters can be read, those that read alike named once."""
    try:
        with path.open("rb") as file:
            data = file.read(_BYTES)
    except FileNotFoundError:
        return []
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data[: 1 << 16].decode("utf-16", errors="replace")
        return [Reading("utf-16", ENCODINGS["utf-16"], [line[:LETTERS] for line in text.splitlines()[:ROWS]])]
    lines = list(_telling(data))
    found: dict[tuple[str, ...], Reading] = {}
    for encoding, name in ENCODINGS.items():
        if encoding in ("utf-8", "utf-16"):
            continue
        try:
            rows = tuple(_cut(line.decode(encoding)) for line in lines)
        except UnicodeDecodeError:
            continue
        if rows and not any(NOT_TEXT.search(row) for row in rows):
            found.setdefault(rows, Reading(encoding, name, rows))
    return list(found.values())


def _telling(data: bytes) -> Iterator[bytes]:
    """The first lines that are not plain ASCII."""
    count = 0
    for line in data.splitlines():
        if not line.isascii():
            yield line
            count += 1
            if count == ROWS:
                return


def _cut(line: str) -> str:
    """The part of a line about its first letter that is not plain."""
    first = next((at for at, letter in enumerate(line) if not letter.isascii()), 0)
    start = max(0, first - _AROUND)
    return ("…" if start else "") + line[start : start + LETTERS].strip()
