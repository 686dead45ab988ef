"""WooCommerce's product export.

A row is a product, or a variation that names its parent by SKU or as `id:N`, before or after it. Identity is the ID. What has no
parcel (virtual, downloadable), is sold elsewhere (external) or is only a list of others (grouped) is refused with the reason.
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from entrepot.catalog import categories
from entrepot.catalog.cleaning import TEXT_MAX, clean_text
from entrepot.catalog.importing.normal import PictureForm, ProductForm, Remark, VariantForm
from entrepot.catalog.importing.shopify import read_numbers
from entrepot.kit import clock

SOURCE = "woocommerce"
KEY, KEY_NAME = "id", "ID"
_FIELDS = {
    "id": "id",
    "type": "type",
    "sku": "sku",
    "gtin, upc, ean, or isbn": "barcode",
    "name": "title",
    "short description": "short",
    "description": "text",
    "date sale price starts": "sale_from",
    "date sale price ends": "sale_to",
    "stock": "quantity",
    "sale price": "sale",
    "regular price": "regular",
    "categories": "categories",
    "tags": "tags",
    "brands": "brand",
    "images": "images",
    "parent": "parent",
    "position": "position",
}
#: Columns that are known and left aside: how the other shop shows, taxes, packs and lends is not what the goods are.
_ASIDE = frozenset(
    [
        "published",
        "is featured?",
        "visibility in catalog",
        "tax status",
        "tax class",
        "in stock?",
        "low stock amount",
        "backorders allowed?",
        "sold individually?",
        "allow customer reviews?",
        "purchase note",
        "shipping class",
        "download limit",
        "download expiry days",
        "grouped products",
        "upsells",
        "cross-sells",
        "external url",
        "button text",
        "cost of goods",
        "catalog visibility",
    ]
)
_ATTRIBUTE = re.compile(r"attribute ([0-9]{1,2}) (name|value\(s\)|visible|global|default)")
_ASIDE_PATTERN = re.compile(r"meta: .*|download [0-9]+ (name|url|id)|(length|width|height) \(.*\)")
_WEIGHT = re.compile(r"weight(?: \((.*)\))?")
_REFUSED = ("grouped", "external", "downloadable", "virtual")
_OPTIONS_MAX = 3
#: What a variation says too, and nobody reads.
_LONG = frozenset({"text", "short", "tags", "categories", "brand"})


def field(name: str) -> tuple[str | None, str]:
    """Which field a column is, "" for one left aside, None for an unknown one; and the unit in a weight's header."""
    low = name.lower()
    if low in _FIELDS:
        return _FIELDS[low], ""
    if found := _ATTRIBUTE.fullmatch(low):
        number, part = found.groups()
        return {"name": f"attribute{number}_name", "value(s)": f"attribute{number}_values"}.get(part, ""), ""
    if found := _WEIGHT.fullmatch(low):
        return "grams", found.group(1) or "kg"
    return ("" if low in _ASIDE or _ASIDE_PATTERN.fullmatch(low) else None), ""


def products(
    read: Callable[[], Iterator[tuple[int, dict[str, str]]]],
    *,
    names: dict[str, str],
    currency: str,
    unit: str,
) -> Iterator[ProductForm]:
    """The products of the file, each with its variations, then the variations that have no parent in it.

    A variation may stand anywhere, so the file is read twice and only variations are held, without their texts.
    """
    variations: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for number, row in read():
        if "variation" in _kinds(row):
            kept = {name: _unescaped(text) for name, text in row.items() if name not in _LONG}
            variations.setdefault(kept.get("parent", ""), []).append((number, kept))
    seen: set[str] = set()
    for number, row in read():
        if "variation" in _kinds(row):
            continue
        row = {name: _unescaped(text) for name, text in row.items()}
        own = variations.pop(f"id:{row['id']}", [])
        own += variations.pop(row["sku"], []) if row.get("sku") else []
        own.sort(key=lambda entry: (_position(entry[1]), entry[0]))
        yield _Reader(number, row, own, names, currency, unit).product(seen)
    for ref, lost in variations.items():
        for number, row in lost:
            form = ProductForm(row["id"], [number], title=row.get("title", "")[:255])
            form.refusals.append(
                Remark(number, "parent.missing", names.get("parent", ""), {"parent": ref or "—"})
            )
            yield form


def _unescaped(text: str) -> str:
    """A cell as it was before the export guarded it against spreadsheets that calculate."""
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@" else text


def _kinds(row: dict[str, str]) -> set[str]:
    return {kind.strip().lower() for kind in row.get("type", "").split(",")} - {""} or {"simple"}


def _position(row: dict[str, str]) -> int:
    text = row.get("position", "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _listed(text: str) -> list[str]:
    """A list of Woo's: parted by commas, a comma that belongs to a part written as `\\,`."""
    parts = re.split(r"(?<!\\),", text)
    return [part.strip().replace("\\,", ",") for part in parts if part.strip()]


class _Reader:
    """One product of the file with its variations."""

    def __init__(
        self,
        number: int,
        row: dict[str, str],
        variations: list[tuple[int, dict[str, str]]],
        names: dict[str, str],
        currency: str,
        unit: str,
    ) -> None:
        self.number, self.row, self.variations = number, row, variations
        self.names, self.currency, self.unit = names, currency, unit
        rows = [number, *(each for each, _row in variations)]
        self.form = ProductForm(row["id"], rows, title=row.get("title", "")[:255])

    def product(self, seen: set[str]) -> ProductForm:
        """The normal form; refusals are in it."""
        if not self._admitted(seen):
            return self.form
        self._values()
        for url in _listed(self.row.get("images", "")):
            self.form.pictures.append(PictureForm(url[:1000]))
        if "variable" in _kinds(self.row) or self.variations:
            self._variations()
        else:
            self._variant(self.number, self.row, [])
        return self.form

    def _admitted(self, seen: set[str]) -> bool:
        kinds = _kinds(self.row)
        if not self.row["id"].isascii() or not self.row["id"].isdigit() or len(self.row["id"]) > 20:
            self._refuse(self.number, "key.missing", "id")
        elif self.row["id"] in seen:
            self._refuse(self.number, "key.again", "id", key=self.row["id"])
        elif refused := [kind for kind in _REFUSED if kind in kinds]:
            self._refuse(self.number, f"type.{refused[0]}", "type")
        elif not kinds <= {"simple", "variable"}:
            self._refuse(self.number, "type.unknown", "type", type=self.row.get("type", "")[:60])
        seen.add(self.row["id"])
        return not self.form.refusals

    def _refuse(self, row: int, code: str, field: str, **facts: Any) -> None:
        self.form.refusals.append(Remark(row, code, self.names.get(field, ""), facts))

    def _values(self) -> None:
        row, values = self.row, self.form.values
        for name, most in (("title", 255), ("brand", 120)):
            if name in row:
                values[name] = " ".join(row[name].split())
                if len(values[name]) > most:
                    self._refuse(self.number, "text.too_long", name, most=most)
        if {"text", "short"} & set(row):
            parts = [row.get(name, "").replace("\\n", "\n") for name in ("short", "text")]
            values["text"] = "".join(clean_text(part) for part in parts if part)
            if len(values["text"]) > TEXT_MAX:
                self._refuse(self.number, "text.too_long", "text", most=TEXT_MAX)
        if {"categories", "tags"} & set(row):
            spoken = _listed(row.get("categories", ""))
            words = [part.strip() for text in spoken for part in text.split(">")]
            words += _listed(row.get("tags", "")) + self._attribute_words()
            values["tags"] = list(dict.fromkeys(word[:80] for word in words if word))[:50]
            values["category"] = categories.place(spoken, title=row.get("title", ""))
            if not values["category"]:
                self.form.todos.append(Remark(self.number, "todo.category"))

    def _attributes(self) -> list[tuple[int, str, list[str]]]:
        found = []
        for number in range(1, 100):
            name = self.row.get(f"attribute{number}_name")
            if name is None:
                break
            if name:
                found.append((number, name[:80], _listed(self.row.get(f"attribute{number}_values", ""))))
        return found

    def _attribute_words(self) -> list[str]:
        """What a product without variations says of itself (Color: Blue) is kept as words, for there is nothing to choose."""
        if self.variations:
            return []
        return [value for _number, _name, values in self._attributes() for value in values]

    def _variations(self) -> None:
        """A variant for each variation. An attribute that no variation sets is not one that can be chosen here."""
        if not self.variations:
            self.form.values["option_names"] = []
            self.form.todos.append(Remark(self.number, "todo.variations", self.names.get("type", "")))
            return
        chosen = []
        for number, name, _values in self._attributes():
            given = [row.get(f"attribute{number}_values", "") for _row, row in self.variations]
            if any(given):
                chosen.append((number, name))
            else:
                column = self.names.get(f"attribute{number}_values", "")
                self.form.todos.append(Remark(self.number, "todo.any", column, {"option": name}))
        if len(chosen) > _OPTIONS_MAX:
            self._refuse(self.number, "option.too_many", f"attribute{chosen[3][0]}_name", most=_OPTIONS_MAX)
            return
        self.form.values["option_names"] = [name for _number, name in chosen]
        for number, row in self.variations:
            options = [row.get(f"attribute{n}_values", "")[:80] for n, _name in chosen]
            if "" in options:
                n, name = chosen[options.index("")]
                self._refuse(number, "option.blank", f"attribute{n}_values", option=name)
            elif any(variant.values["options"] == options for variant in self.form.variants):
                self._refuse(number, "variant.twice", "id", options=" / ".join(options))
            elif refused := [kind for kind in _REFUSED if kind in _kinds(row)]:
                self._refuse(number, f"type.{refused[0]}", "type")
            else:
                self._variant(number, {"grams": "", **row, **self._inherited(row)}, options)

    def _inherited(self, row: dict[str, str]) -> dict[str, str]:
        """A variation without a weight has its parent's."""
        return {"grams": self.row["grams"]} if "grams" in self.row and not row.get("grams") else {}

    def _variant(self, number: int, row: dict[str, str], options: list[str]) -> None:
        if "grams" not in self.names:
            row = {name: text for name, text in row.items() if name != "grams"}
        values: dict[str, Any] = {"options": options}
        for name, most in (("sku", 80), ("barcode", 32)):
            if name in row:
                values[name] = row[name]
                if len(row[name]) > most:
                    self._refuse(number, "text.too_long", name, most=most)
        row, names = self._priced(number, row)
        read_numbers(self.form, number, row, values, names, self.currency, unit=self.unit)
        key = json.dumps(options) if row["id"] == self.row["id"] else row["id"]
        if options:
            for url in _listed(row.get("images", "")):
                self.form.pictures.append(PictureForm(url[:1000], "", key))
        self.form.variants.append(VariantForm(number, key, values))

    def _priced(self, number: int, row: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """The row with `price` and `was`: a sale price without dates is the price, and the regular one the price before.

        A sale price with dates is left aside: a price that should end would not end here.
        """
        if "regular" not in row:
            return row, self.names
        names = self.names | {"price": self.names["regular"], "was": self.names["regular"]}
        sale = row.get("sale", "")
        if sale and (row.get("sale_from") or row.get("sale_to")):
            if not _is_over(row.get("sale_to", "")):
                self.form.todos.append(
                    Remark(number, "todo.dated_sale", self.names["sale"], {"price": sale[:40]})
                )
            sale = ""
        if not sale:
            return row | {"price": row["regular"], "was": ""}, names
        return row | {"price": sale, "was": row["regular"]}, names | {"price": self.names["sale"]}


def _is_over(text: str) -> bool:
    """Whether a sale's last day has passed; then its price is nothing to do about."""
    try:
        return date.fromisoformat(text[:10]) < clock.now().date()
    except ValueError:
        return False
