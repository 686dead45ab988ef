"""The one form that every product file is brought to. Only what the file has a column for is in `values`."""

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any


@dataclass(frozen=True, slots=True)
class Remark:
    """Something said about one row: why it is refused, or what is left to do. `code` is a key of reporting.SENTENCES."""

    row: int
    code: str
    column: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VariantForm:
    """One variant. key: what the next file will call it. values: options, sku, barcode, price_minor, was_minor, weight_grams,
    quantity (the stock), each only where the file has a column for it."""

    row: int
    key: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PictureForm:
    """A picture at somebody else's address; `variant` is the key of the variant it shows."""

    url: str
    alt: str = ""
    variant: str = ""


@dataclass
class ProductForm:
    """One product with everything that its rows say. With refusals in it, it changes nothing."""

    key: str
    rows: list[int]
    title: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    variants: list[VariantForm] = field(default_factory=list)
    pictures: list[PictureForm] = field(default_factory=list)
    refusals: list[Remark] = field(default_factory=list)
    todos: list[Remark] = field(default_factory=list)

    @cached_property
    def copy(self) -> dict[str, Any]:
        """What the file says, as FileCopy keeps it."""
        return {
            "product": self.values,
            "variants": {variant.key: variant.values for variant in self.variants},
            "pictures": [[picture.url, picture.alt, picture.variant] for picture in self.pictures],
        }

    @cached_property
    def digest(self) -> bytes:
        """By which a product that says the same again is known."""
        text = json.dumps(self.copy, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.blake2b(text.encode(), digest_size=16).digest()
