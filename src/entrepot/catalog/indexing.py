"""Reads for the search index: what is on sale as it is found, and as it is shown among what was found.

Each is one statement over a batch. Whether the merchant may sell now is the merchants' to say (merchants.queries.terms).
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from msgspec import Struct

from entrepot.kit.sql import fetch

_LISTINGS = """
SELECT product.id, product.merchant_id, publication.id, product.title, product.title_zh, product.text, product.text_zh,
       product.brand, product.tags, coalesce(product.category_id, ''),
       coalesce(category.name, ''), coalesce(category.name_zh, ''), coalesce(parent.name, ''), coalesce(parent.name_zh, ''),
       (SELECT jsonb_agg(jsonb_build_array(variant.price_minor, variant.currency, variant.sku, variant.barcode,
                                           variant.options, variant.options_zh, variant.id))
          FROM catalog_variant AS variant WHERE variant.product_id = product.id AND variant.withdrawn_at IS NULL),
       product.option_names, product.option_names_zh, product.hs8,
       EXISTS (SELECT FROM catalog_picture AS picture WHERE picture.product_id = product.id)
  FROM catalog_product AS product
  JOIN catalog_publication AS publication ON publication.product_id = product.id AND publication.withdrawn_at IS NULL
  LEFT JOIN catalog_category AS category ON category.slug = product.category_id
  LEFT JOIN catalog_category AS parent ON parent.slug = category.parent_id
 WHERE {condition}
   AND EXISTS (SELECT FROM catalog_variant AS variant WHERE variant.product_id = product.id AND variant.withdrawn_at IS NULL)
"""
_THESE = _LISTINGS.format(condition="product.id = ANY(%s)")
_NEXT = _LISTINGS.format(condition="product.id > %s") + " ORDER BY product.id LIMIT %s"

_FOUND = """
SELECT product.id, product.merchant_id, product.title, product.title_zh, coalesce(product.category_id, ''),
       coalesce((SELECT picture.path_small FROM catalog_picture AS picture
                  WHERE picture.product_id = product.id ORDER BY picture.position, picture.id LIMIT 1), ''),
       lowest.price_minor, lowest.currency, lowest.ids
  FROM catalog_product AS product
  JOIN LATERAL (SELECT (array_agg(variant.price_minor ORDER BY variant.price_minor))[1] AS price_minor,
                       (array_agg(variant.currency ORDER BY variant.price_minor))[1] AS currency,
                       array_agg(variant.id) AS ids
                  FROM catalog_variant AS variant
                 WHERE variant.product_id = product.id AND variant.withdrawn_at IS NULL) AS lowest ON lowest.ids IS NOT NULL
 WHERE product.id = ANY(%s)
   AND EXISTS (SELECT FROM catalog_publication AS publication
                WHERE publication.product_id = product.id AND publication.withdrawn_at IS NULL)
"""

_OF_VARIANTS = "SELECT DISTINCT product_id FROM catalog_variant WHERE id = ANY(%s)"
_OF_MERCHANT = """
SELECT id FROM catalog_product WHERE merchant_id = %s AND (%s::uuid IS NULL OR id < %s) ORDER BY id DESC LIMIT %s
"""
_CATEGORIES = "SELECT slug, name, name_zh FROM catalog_category WHERE slug = ANY(%s)"
_COUNT = "SELECT count(*) FROM catalog_publication WHERE withdrawn_at IS NULL"

#: Every id is greater.
_FIRST = UUID(int=0)


class Listing(Struct, frozen=True):
    """A published product with at least one variant, as a search index wants it."""

    product_id: UUID
    merchant_id: UUID
    publication_id: UUID
    title: str
    title_zh: str
    text: str
    text_zh: str
    brand: str
    tags: list[str]
    category: str
    #: Names of the category and of what it lies in, both languages.
    category_names: tuple[str, ...]
    #: Option values of the variants, both languages.
    options: tuple[str, ...]
    #: (name, value) of the variants' options, as far as they are written in that language.
    choices: tuple[tuple[str, str], ...]
    choices_zh: tuple[tuple[str, str], ...]
    #: SKUs and barcodes.
    codes: tuple[str, ...]
    #: What the variants cost: (minor units, currency), each once.
    prices: tuple[tuple[int, str], ...]
    variant_ids: tuple[UUID, ...]
    hs8: str
    has_picture: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A published product as it is shown among what was found; the price is the lowest of its variants."""

    product_id: UUID
    merchant_id: UUID
    title: str
    title_zh: str
    category: str
    picture: str
    price_minor: int
    currency: str
    variant_ids: list[UUID]


def listings(product_ids: Iterable[UUID]) -> list[Listing]:
    """Those of these products that are published."""
    return [_listing(row) for row in fetch(_THESE, [list(product_ids)])]


def all_listings(batch: int = 1000) -> Iterator[list[Listing]]:
    """Everything that is published, in batches by keyset."""
    after = _FIRST
    while rows := fetch(_NEXT, [after, batch]):
        after = rows[-1][0]
        yield [_listing(row) for row in rows]


def listings_count() -> int:
    """How many products are published, for a progress bar."""
    return int(fetch(_COUNT, [])[0][0])


def found(product_ids: Iterable[UUID]) -> dict[UUID, Found]:
    """Those of these products that are published now."""
    return {row[0]: Found(*row) for row in fetch(_FOUND, [list(product_ids)])}


def products_of_variants(variant_ids: Iterable[UUID]) -> list[UUID]:
    """The products that these variants belong to, each once; an id that is no variant's is passed over."""
    return [row[0] for row in fetch(_OF_VARIANTS, [list(variant_ids)])]


def products_of_merchant(merchant_id: UUID, batch: int = 5000) -> Iterator[list[UUID]]:
    """All products of a merchant, in batches by keyset, newest first."""
    before: UUID | None = None
    while rows := fetch(_OF_MERCHANT, [merchant_id, before, before, batch]):
        before = rows[-1][0]
        yield [row[0] for row in rows]


def category_names(slugs: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The names of categories: (English, Chinese)."""
    return {slug: (name, name_zh) for slug, name, name_zh in fetch(_CATEGORIES, [list(slugs)])}


def _listing(row: tuple[Any, ...]) -> Listing:
    variants = json.loads(row[14])
    codes = {code for variant in variants for code in variant[2:4] if code}
    options = {value for variant in variants for values in variant[4:6] for value in values if value}
    product_id, merchant_id, publication_id, title, title_zh, text, text_zh, brand = row[:8]
    return Listing(
        product_id=product_id,
        merchant_id=merchant_id,
        publication_id=publication_id,
        title=title,
        title_zh=title_zh,
        text=text,
        text_zh=text_zh,
        brand=brand,
        tags=[str(tag) for tag in json.loads(row[8])],
        category=row[9],
        category_names=tuple(name for name in row[10:14] if name),
        options=tuple(sorted(map(str, options))),
        codes=tuple(sorted(codes)),
        choices=_choices(json.loads(row[15]), [variant[4] for variant in variants]),
        choices_zh=_choices(json.loads(row[16]), [variant[5] for variant in variants]),
        prices=tuple(sorted({(variant[0], variant[1]) for variant in variants})),
        variant_ids=tuple(UUID(variant[6]) for variant in variants),
        hs8=row[17],
        has_picture=row[18],
    )


def _choices(names: list[str], values: list[list[str]]) -> tuple[tuple[str, str], ...]:
    """Each option with each of its values, once."""
    pairs = (pair for each in values for pair in zip(names, each, strict=False))
    return tuple(sorted({(name, value) for name, value in pairs if name and value}))
