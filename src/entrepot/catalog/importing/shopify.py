"""Shopify's product export, under its column names of before 2024 and of today.

A product is the rows of one handle, which stand together; its first row says what the product is, each row with a price or an
option value is a variant, and a row with neither only adds a picture. Identity is the handle, and a variant's its option values.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from entrepot.catalog import categories
from entrepot.catalog.cleaning import TEXT_MAX, clean_text
from entrepot.catalog.importing import cells
from entrepot.catalog.importing.normal import PictureForm, ProductForm, Remark, VariantForm

SOURCE = "shopify"
KEY, KEY_NAME = "handle", "Handle"
#: Beside the handle, one of these says that this is a file of products.
TELLING = frozenset(
    [
        "title",
        "body (html)",
        "description",
        "variant price",
        "price",
        "variant sku",
        "option1 name",
        "option1 value",
        "variant inventory qty",
        "inventory quantity",
        "image src",
        "product image url",
    ]
)
_FIELDS = {
    "handle": "handle",
    "url handle": "handle",
    "title": "title",
    "body (html)": "text",
    "description": "text",
    "vendor": "brand",
    "type": "type",
    "product category": "category",
    "standardized product type": "category",
    "custom product type": "type",
    "tags": "tags",
    "variant sku": "sku",
    "sku": "sku",
    "variant barcode": "barcode",
    "barcode": "barcode",
    "variant grams": "grams",
    "weight value (grams)": "grams",
    "variant inventory qty": "quantity",
    "inventory quantity": "quantity",
    "variant price": "price",
    "price": "price",
    "variant compare at price": "was",
    "compare-at price": "was",
    "variant requires shipping": "shipping",
    "requires shipping": "shipping",
    "image src": "image",
    "product image url": "image",
    "image alt text": "alt",
    "variant image": "variant_image",
    "variant image url": "variant_image",
    "gift card": "gift",
} | {f"option{n} {part}": f"option{n}_{part}" for n in (1, 2, 3) for part in ("name", "value")}
#: Columns that are known and left aside: how the other shop sells, taxes and advertises is not what the goods are.
_ASIDE = frozenset(
    [
        "published",
        "published on online store",
        "status",
        "variant inventory tracker",
        "inventory tracker",
        "variant inventory policy",
        "continue selling when out of stock",
        "variant fulfillment service",
        "fulfillment service",
        "variant taxable",
        "charge tax",
        "variant tax code",
        "tax code",
        "image position",
        "seo title",
        "seo description",
        "variant weight unit",
        "weight unit for display",
        "cost per item",
        "unit price total measure",
        "unit price total measure unit",
        "unit price base measure",
        "unit price base measure unit",
        "option1 linked to",
        "option2 linked to",
        "option3 linked to",
        "collection",
    ]
)
_ASIDE_BEGINS = (
    "google shopping / ",
    "price / ",
    "compare-at price / ",
    "compare at price / ",
    "included / ",
    "variant price / ",
    "variant compare at price / ",
    "published / ",
)
_ONLY = "Default Title"


def field(name: str) -> tuple[str | None, str]:
    """Which field a column is, "" for one left aside, None for an unknown one; weights are always in grams."""
    low = name.lower()
    if low in _FIELDS:
        return _FIELDS[low], ""
    aside = low in _ASIDE or low.startswith(_ASIDE_BEGINS) or "metafields." in low
    return ("" if aside else None), ""


def products(
    read: Callable[[], Iterator[tuple[int, dict[str, str]]]],
    *,
    names: dict[str, str],
    currency: str,
    unit: str,
) -> Iterator[ProductForm]:
    """The products of the file, in its order. names: each field's column, for naming it. `unit` is not asked: it is grams."""
    seen: set[str] = set()
    group: list[tuple[int, dict[str, str]]] = []
    for number, row in read():
        if group and row["handle"] == group[0][1]["handle"] and row["handle"]:
            group.append((number, row))
            continue
        if group:
            yield _product(group, names, currency, seen)
        group = [(number, row)]
    if group:
        yield _product(group, names, currency, seen)


def _product(
    group: list[tuple[int, dict[str, str]]], names: dict[str, str], currency: str, seen: set[str]
) -> ProductForm:
    first_row, first = group[0]
    handle = first["handle"]
    form = ProductForm(handle, [number for number, _row in group], title=first.get("title", "")[:255])
    if not handle or len(handle) > 255:
        form.refusals.append(Remark(first_row, "key.missing", names["handle"]))
        return form
    if handle in seen:
        form.refusals.append(Remark(first_row, "key.again", names["handle"], {"key": handle}))
        return form
    seen.add(handle)
    if cells.yes(first.get("gift", "")):
        form.refusals.append(Remark(first_row, "type.gift_card", names["gift"]))
        return form
    form.values = _values(form, first, names)
    option_names = form.values.get("option_names", [])
    for number, row in group:
        if number == first_row or row.get("price") or row.get("option1_value"):
            _variant(form, number, row, option_names, names, currency)
        if url := row.get("image"):
            form.pictures.append(PictureForm(url[:1000], row.get("alt", "")[:255]))
    return form


def _values(form: ProductForm, first: dict[str, str], names: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    row = form.rows[0]
    for name, most in (("title", 255), ("brand", 120)):
        if name in first:
            values[name] = " ".join(first[name].split())
            if len(values[name]) > most:
                form.refusals.append(Remark(row, "text.too_long", names[name], {"most": most}))
    if "text" in first:
        values["text"] = clean_text(first["text"])
        if len(values["text"]) > TEXT_MAX:
            form.refusals.append(Remark(row, "text.too_long", names["text"], {"most": TEXT_MAX}))
    if {"type", "tags", "category"} & set(first):
        tags = [tag.strip()[:80] for tag in first.get("tags", "").split(",")]
        spoken = [first.get("type", ""), first.get("category", ""), *tags]
        values["tags"] = list(dict.fromkeys(word for word in [first.get("type", "")[:80], *tags] if word))[
            :50
        ]
        values["category"] = categories.place(spoken, title=first.get("title", ""))
        if not values["category"]:
            form.todos.append(Remark(row, "todo.category"))
    if "option1_name" in first:
        values["option_names"] = _option_names(first)
    return values


def _option_names(first: dict[str, str]) -> list[str]:
    if first.get("option1_value") == _ONLY and not first.get("option2_value"):
        return []  # how Shopify writes a product without options
    found = [first.get(f"option{n}_name", "")[:80] for n in (1, 2, 3)]
    return [name for name in found if name]


def _variant(
    form: ProductForm,
    number: int,
    row: dict[str, str],
    option_names: list[str],
    names: dict[str, str],
    currency: str,
) -> None:
    options = [row.get(f"option{n + 1}_value", "")[:80] for n in range(len(option_names))]
    if not all(options):
        missing = options.index("") + 1
        form.refusals.append(
            Remark(
                number,
                "option.blank",
                names.get(f"option{missing}_value", ""),
                {"option": option_names[missing - 1]},
            )
        )
        return
    key = json.dumps(options, ensure_ascii=False)
    if any(variant.values.get("options") == options for variant in form.variants):
        form.refusals.append(
            Remark(number, "variant.twice", names.get("option1_value", ""), {"options": " / ".join(options)})
        )
        return
    if row.get("shipping") and not cells.yes(row["shipping"]):
        form.refusals.append(Remark(number, "type.virtual", names["shipping"]))
        return
    values: dict[str, Any] = {"options": options}
    for name, most in (("sku", 80), ("barcode", 32)):
        if name in row:
            values[name] = row[name].removeprefix("'")
            if len(values[name]) > most:
                form.refusals.append(Remark(number, "text.too_long", names[name], {"most": most}))
    read_numbers(form, number, row, values, names, currency, unit="g")
    if row.get("variant_image"):
        form.pictures.append(PictureForm(row["variant_image"][:1000], "", key[:255]))
    form.variants.append(VariantForm(number, key[:255], values))


def read_numbers(
    form: ProductForm,
    number: int,
    row: dict[str, str],
    values: dict[str, Any],
    names: dict[str, str],
    currency: str,
    *,
    unit: str,
) -> None:
    """Price, price before, weight and stock of a row into `values`; what cannot be read is a refusal, what is missing a to-do."""

    def read(name: str, parse: Any) -> Any:
        try:
            return parse(row[name])
        except cells.Unreadable as wrong:
            form.refusals.append(Remark(number, wrong.code, names[name], wrong.facts))
            return None

    if "price" in row:
        values["price_minor"] = read("price", lambda text: cells.price(text, currency)) if row["price"] else 0
        if not row["price"]:
            form.todos.append(Remark(number, "todo.price", names["price"]))
    if "was" in row:
        was = read("was", lambda text: cells.price(text, currency)) if row["was"] else None
        # Some shops keep a price before that is no higher; shown to a buyer it would be a lie.
        values["was_minor"] = was if was is not None and was > (values.get("price_minor") or 0) else None
    if "grams" in row:
        values["weight_grams"] = read("grams", lambda text: cells.grams(text, unit))
    if "quantity" in row:
        values["quantity"] = read("quantity", cells.quantity)
        if not row["quantity"]:
            form.todos.append(Remark(number, "todo.stock", names["quantity"]))
    if "grams" not in row or values["weight_grams"] is None:
        form.todos.append(Remark(number, "todo.weight", names.get("grams", "")))
