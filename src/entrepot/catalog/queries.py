"""Reads of the catalogue for other domains and screens."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

import msgspec
from msgspec import Struct

from entrepot.kit.sql import fetch

_OFFERS = """
SELECT variant.id, variant.product_id, variant.merchant_id, variant.sku, variant.price_minor, variant.currency,
       variant.weight_grams, variant.pieces, variant.options, variant.options_zh,
       product.title, product.title_zh, product.hs8, product.origin, product.net_content, product.net_unit,
       coalesce(product.category_id, ''),
       coalesce((SELECT picture.path_small FROM catalog_picture AS picture
                  WHERE picture.product_id = product.id ORDER BY picture.position, picture.id LIMIT 1), ''),
       coalesce((SELECT jsonb_agg(jsonb_build_array(tier.quantity_min, tier.price_minor) ORDER BY tier.quantity_min)
                   FROM catalog_pricetier AS tier WHERE tier.variant_id = variant.id), '[]'),
       variant.withdrawn_at IS NULL
         AND EXISTS (SELECT FROM catalog_publication AS publication
                      WHERE publication.product_id = product.id AND publication.withdrawn_at IS NULL)
  FROM catalog_variant AS variant JOIN catalog_product AS product ON product.id = variant.product_id
 WHERE variant.id = ANY(%s)
"""


class Offer(Struct, frozen=True):
    """A variant as it is offered now, with what its price, its freight and its tax depend on."""

    variant_id: UUID
    product_id: UUID
    merchant_id: UUID
    sku: str
    price_minor: int
    currency: str
    weight_grams: int | None
    pieces: int
    options: list[str]
    options_zh: list[str]
    title: str
    title_zh: str
    hs8: str
    origin: str
    net_content: Decimal | None
    net_unit: str
    category: str
    picture: str
    tiers: list[list[int]]
    is_published: bool

    def unit_minor(self, quantity: int) -> int:
        """The price of one when so many are bought (trade rules 3.2: of the largest step that the quantity reaches)."""
        price = self.price_minor
        for least, tier_price in self.tiers:
            if quantity >= least:
                price = tier_price
        return price

    @property
    def quantity_min(self) -> int:
        """The least that can be ordered: the first step of the tiers."""
        return self.tiers[0][0] if self.tiers else 1


def offers(variant_ids: Iterable[UUID]) -> dict[UUID, Offer]:
    """The offers of these variants, published or not; an unknown variant is not in the answer."""
    return {row[0]: Offer(*row[:8], *_lists(row)) for row in fetch(_OFFERS, [list(variant_ids)])}


def _lists(row: tuple) -> tuple:
    """The columns from `options` on; Django has jsonb handed over as text."""
    return (*map(msgspec.json.decode, row[8:10]), *row[10:18], msgspec.json.decode(row[18]), row[19])
