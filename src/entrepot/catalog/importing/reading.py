"""Reading a file as what it is: its encoding, its delimiter, its columns, every row whole, before anything is believed.

Nothing is guessed: UTF-8 with or without a byte order mark, or the encoding that was named; comma, semicolon or tab, by which
of them the first row is a known shop's. The file is read twice from the disk and never held whole.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from entrepot.catalog.errors import FileRefused
from entrepot.catalog.importing import shopify, woocommerce
from entrepot.catalog.importing.cells import GRAMS

MEGABYTES_MAX = 500
ROWS_MAX = 2_000_000
#: The encodings that a merchant can name, by Python's name for each.
ENCODINGS = {
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252",
    "iso8859-1": "ISO-8859-1",
    "iso8859-15": "ISO-8859-15",
    "mac-roman": "Mac Roman",
    "gb18030": "GB 18030",
    "big5": "Big5",
    "shift_jis": "Shift JIS",
    "utf-16": "UTF-16",
}
_DELIMITERS = ",;\t"
_CHUNK = 1 << 20
#: Signs that no text has: the C0 and C1 controls but tab, line feed, carriage return and the next-line sign.
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_MEDUSA = frozenset({"product id", "product handle", "variant id", "product title"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that can be taken: how to read it, which shop's it is, what each column is, how many rows there are."""

    path: Path
    encoding: str
    delimiter: str
    shop: ModuleType
    fields: tuple[str, ...]
    names: dict[str, str]
    unit: str
    rows: int


type Row = tuple[int, dict[str, str]]


def inspect(path: Path, *, encoding: str = "") -> Sheet:
    """Read the whole file once and refuse it, naming the place, if any of it is damaged. Raises FileRefused."""
    codec = _codec(encoding)
    _check_bytes(path, codec, named=bool(encoding))
    delimiter, header = _header(path, codec)
    shop = _shop(header)
    assert shop is not None  # _header found the delimiter by it
    fields, unit = _fields(shop, header)
    sheet = Sheet(
        path,
        codec,
        delimiter,
        shop,
        tuple(fields),
        {field: name for field, name in zip(fields, header, strict=True) if field},
        unit,
        0,
    )
    count = sum(1 for _row in rows(sheet))
    if not count:
        raise FileRefused("file.no_rows")
    return Sheet(path, codec, delimiter, shop, sheet.fields, sheet.names, unit, count)


def rows(sheet: Sheet) -> Iterator[Row]:
    """Each row with its number as a spreadsheet has it (the header is 1) and its cells by field. Raises FileRefused."""
    for number, cells in _records(sheet.path, sheet.encoding, sheet.delimiter):
        if number == 1 or not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(sheet.fields):
            raise FileRefused("file.ragged", row=number, cells=len(cells), columns=len(sheet.fields))
        if number > ROWS_MAX:
            raise FileRefused("file.too_many_rows", most=ROWS_MAX)
        yield number, {field: cell.strip() for field, cell in zip(sheet.fields, cells, strict=True) if field}


def check_encoding(encoding: str) -> None:
    """Raises FileRefused for an encoding that is not one of ENCODINGS; none at all is UTF-8."""
    _codec(encoding)


def _codec(encoding: str) -> str:
    """Python's name of the encoding; UTF-8, mark or not, when none is named."""
    if not encoding:
        return "utf-8-sig"
    try:
        name = codecs.lookup(encoding.strip()).name
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        name = ""
    if name == "utf-8-sig" or name == "utf-8":
        return "utf-8-sig"
    if name not in ENCODINGS:
        known = ", ".join(ENCODINGS.values())
        raise FileRefused("file.encoding_unknown", encoding=encoding[:40], known=known)
    return name


def _check_bytes(path: Path, codec: str, *, named: bool) -> None:
    """FileRefused unless every byte is text in this encoding."""
    if not path.exists():
        raise FileRefused("file.gone")
    size = path.stat().st_size
    if not size:
        raise FileRefused("file.empty")
    if size > MEGABYTES_MAX * 1024 * 1024:
        raise FileRefused("file.too_large", megabytes=MEGABYTES_MAX)
    decoder = codecs.getincrementaldecoder(codec)()
    line = 1
    with path.open("rb") as file:
        while True:
            data = file.read(_CHUNK)
            try:
                text = decoder.decode(data, final=not data)
            except UnicodeDecodeError as error:
                line += error.object[: error.start].count(b"\n")
                if named:
                    raise FileRefused(
                        "file.not_encoding", encoding=ENCODINGS.get(codec, "UTF-8"), row=line
                    ) from None
                raise FileRefused("file.encoding", row=line) from None
            if found := NOT_TEXT.search(text):
                raise FileRefused("file.damaged", row=line + text[: found.start()].count("\n"))
            line += text.count("\n")
            if not data:
                return


def _records(path: Path, codec: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    number = 0
    with path.open(encoding=codec, newline="") as file:
        lines = csv.reader(file, delimiter=delimiter, strict=True)
        try:
            for cells in lines:
                number += 1
                yield number, cells
        except csv.Error:
            raise FileRefused("file.quote", row=number + 1) from None


def _header(path: Path, codec: str) -> tuple[str, list[str]]:
    """The delimiter under which the first row is a known shop's, and that row."""
    for delimiter in _DELIMITERS:
        try:
            cells = next(_records(path, codec, delimiter), (0, []))[1]
        except FileRefused:
            continue
        names = [cell.strip() for cell in cells]
        if len(_MEDUSA & {name.lower() for name in names}) >= 2:
            raise FileRefused("file.medusa")
        if _shop(names) is not None:
            return delimiter, names
    raise FileRefused("file.not_products")


def _shop(names: list[str]) -> ModuleType | None:
    known = {name.lower() for name in names}
    if {"id", "type", "name"} <= known or {"id", "sku", "regular price"} <= known:
        return woocommerce
    if known & {"handle", "url handle"} and known & shopify.TELLING:
        return shopify
    return None


def _fields(shop: ModuleType, header: list[str]) -> tuple[list[str], str]:
    """What each column is ("" for one that is knowingly left aside), and the unit that the weights' header names."""
    fields: list[str] = []
    unknown: list[str] = []
    unit = ""
    seen: set[str] = set()
    for position, name in enumerate(header, start=1):
        if not name:
            raise FileRefused("file.column_nameless", position=position)
        if name.lower() in seen:
            raise FileRefused("file.column_twice", column=name)
        seen.add(name.lower())
        field, found = shop.field(name)
        if field is None:
            unknown.append(name)
            continue
        if field and field in fields:
            raise FileRefused("file.column_twice", column=name)
        if found and found not in GRAMS:
            raise FileRefused("file.unit_unknown", unit=found, column=name)
        fields.append(field)
        unit = found or unit
    if unknown:
        raise FileRefused("file.column_unknown", columns=", ".join(unknown[:10]))
    if shop.KEY not in fields:
        raise FileRefused("file.column_missing", column=shop.KEY_NAME)
    return fields, unit
