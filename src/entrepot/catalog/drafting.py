"""Beginning a product: as little as it can be, in one step."""

from uuid import UUID

from entrepot.catalog.editing import create_product
from entrepot.catalog.models import Product
from entrepot.catalog.varying import add_variant
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.verb import verb


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def draft(
    merchant_id: UUID, *, title: str, price: str, weight_grams: str = "", quantity: str = "", by: Actor
) -> Product:
    """A product with one variant and its count, all of it or nothing. Raises NotAllowed, Malformed naming each field."""
    product = create_product(merchant_id, title=title, by=by)
    add_variant(product.pk, price=price, weight_grams=weight_grams, quantity=quantity, by=by)
    return product
