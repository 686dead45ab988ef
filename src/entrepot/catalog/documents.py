"""A product as a program reads it."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from entrepot.catalog.models import Product, Variant
from entrepot.kit.actor import Actor
from entrepot.kit.errors import NotFound


def product(product_id: UUID, *, by: Actor) -> dict[str, Any]:
    """The product's document without what is in stock: `variants` have ids, to be completed. Raises NotFound."""
    variants = Variant.objects.filter(withdrawn_at__isnull=True).prefetch_related("tiers")
    found = (
        Product.objects.visible_to(by)
        .filter(pk=product_id)
        .select_related("merchant", "category")
        .prefetch_related(Prefetch("variants", variants), "pictures", "publications")
        .first()
    )
    if found is None:
        raise NotFound
    return {
        "id": str(found.pk),
        "title": found.title,
        "title_zh": found.title_zh,
        "text": found.text,
        "text_zh": found.text_zh,
        "category": found.category_id,
        "tags": found.tags,
        "options": found.option_names,
        "merchant": {"slug": found.merchant.slug, "name": found.merchant.name},
        "is_published": found.is_published,
        "hs8": found.hs8,
        "origin": found.origin,
        "net_content": str(found.net_content or ""),
        "net_unit": found.net_unit,
        "pictures": [{"path": picture.path, "alt": picture.alt} for picture in found.pictures.all()],
        "variants": [
            {
                "id": str(variant.pk),
                "sku": variant.sku,
                "options": variant.options,
                "price": variant.price_minor,
                "currency": variant.currency,
                "weight_grams": variant.weight_grams,
                "tiers": [
                    {"quantity_min": tier.quantity_min, "price": tier.price_minor}
                    for tier in variant.tiers.all()
                ],
            }
            for variant in found.variants.all()
        ],
    }
