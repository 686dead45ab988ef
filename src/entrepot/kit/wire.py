"""Values as PostgreSQL reads them: parameters in its binary format by the type it gave them, rows of a COPY in its text format.

The driver can do all of this; a purchase binds some two hundred values, and asking each for its type and its dumper was a
quarter of what it cost in Python (bench/README.md).
"""

import re
import struct
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

type Encode = Callable[[Any], bytes]

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_NULL = b"\xff\xff\xff\xff"
_LENGTH = struct.Struct("!i").pack
_INT2, _INT4, _INT8 = (struct.Struct(f"!{letter}").pack for letter in "hiq")
_ARRAY, _EMPTY = struct.Struct("!iiIii").pack, struct.Struct("!iiI").pack


def _micros(moment: datetime) -> int:
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _moment(moment: datetime) -> bytes:
    return _INT8(_micros(moment))


def _uuid(key: UUID) -> bytes:
    return key.int.to_bytes(16)


def _truth(value: bool) -> bytes:
    return b"\x01" if value else b"\x00"


def _array(oid: int, encode: Encode) -> Encode:
    def encoded(values: Sequence[Any]) -> bytes:
        if not values:
            return _EMPTY(0, 0, oid)
        parts = [_ARRAY(1, int(None in values), oid, len(values), 1)]
        for value in values:
            if value is None:
                parts.append(_NULL)
            else:
                data = encode(value)
                parts += (_LENGTH(len(data)), data)
        return b"".join(parts)

    return encoded


def _ints(oid: int, letter: str, size: int, encode: Encode) -> Encode:
    """An array of integers is packed at one stroke, unless there are nulls in it."""
    slowly = _array(oid, encode)

    def encoded(values: Sequence[Any]) -> bytes:
        if not values or None in values:
            return slowly(values)
        parts = [part for value in values for part in (size, value)]
        return _ARRAY(1, 0, oid, len(values), 1) + struct.pack(f"!{f'i{letter}' * len(values)}", *parts)

    return encoded


def _uuids(values: Sequence[Any]) -> bytes:
    try:
        parts = [b"\0\0\0\x10" + key.int.to_bytes(16) for key in values]
    except AttributeError:  # a null among them; to look for one first would compare each id
        return _array(2950, _uuid)(values)
    return (_ARRAY(1, 0, 2950, len(parts), 1) if parts else _EMPTY(0, 0, 2950)) + b"".join(parts)


def in_words(value: Any) -> bytes:
    """Of a type that is not among ENCODERS, for which PostgreSQL is sent the text."""
    return str(value).encode()


#: By the type's number in PostgreSQL's catalogue (pg_type.dat), which is fixed for these.
ENCODERS: dict[int, Encode] = {
    16: _truth,
    17: bytes,
    20: _INT8,
    21: _INT2,
    23: _INT4,
    25: str.encode,
    1043: str.encode,
    1184: _moment,
    2950: _uuid,
    1000: _array(16, _truth),
    1001: _array(17, bytes),
    1016: _ints(20, "q", 8, _INT8),
    1005: _ints(21, "h", 2, _INT2),
    1007: _ints(23, "i", 4, _INT4),
    1009: _array(25, str.encode),
    1015: _array(1043, str.encode),
    1185: _array(1184, _moment),
    2951: _uuids,
}

_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPED = {"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"}


def _text(value: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPED[found[0]], value)


def _texts(values: Sequence[str]) -> Sequence[str]:
    return list(map(_text, values)) if _SPECIAL.search("".join(values)) else values


def _moments(values: Sequence[datetime]) -> list[str]:
    """Most rows of a batch have the same moment."""
    written = {moment: moment.isoformat() for moment in set(values)}
    return [written[moment] for moment in values]


#: A column of one class, written; what is none of these (an enumeration, a Decimal) is written as its text.
_COLUMNS: dict[type, Callable[[Sequence[Any]], Iterable[str]]] = {
    UUID: lambda keys: [f"{key.int:032x}" for key in keys],
    str: _texts,
    int: lambda numbers: map(str, numbers),
    bool: lambda truths: ["t" if truth else "f" for truth in truths],
    datetime: _moments,
    bytes: lambda values: [rf"\\x{value.hex()}" for value in values],
    type(None): lambda nulls: [r"\N"] * len(nulls),
}


def _column(values: Sequence[Any]) -> Iterable[str]:
    kinds = set(map(type, values))
    if len(kinds) == 1:
        write = _COLUMNS.get(kinds.pop())
        return write(values) if write else [_text(str(value)) for value in values]
    return [text for value in values for text in _column([value])]


def copied(rows: Iterable[tuple[Any, ...]]) -> bytes:
    """`rows` as COPY reads them in its text format."""
    lines = map("\t".join, zip(*map(_column, zip(*rows, strict=True)), strict=True))
    return ("\n".join(lines) + "\n").encode()
