"""Putting products on sale and taking them off again."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from entrepot.catalog.errors import NotReady
from entrepot.catalog.models import Product, Publication
from entrepot.catalog.readiness import blocks_sale, readiness
from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import FieldError, NotFound
from entrepot.kit.events import Fact, record, record_all
from entrepot.kit.verb import verb

#: How many ready drafts one deed puts on sale.
PUBLISH_MAX = 1000


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def publish(product_id: UUID, *, by: Actor) -> Product:
    """Put a product on sale. One that is on sale already stays as it is.

    It needs what every sale needs (readiness.Scope.SALE); what only China asks for keeps it from being sold there, no more.
    Raises NotFound, NotReady.
    """
    product = _editable(product_id, by)
    if missing := blocks_sale(readiness(product)):
        raise NotReady(
            fields=[FieldError(todo.field, todo.sentence) for todo in missing],
            extra={"missing": [todo.code for todo in missing]},
        )
    if not product.publications.filter(withdrawn_at__isnull=True).exists():
        Publication.objects.create(product=product, by_id=by.id, created_at=clock.now())
        record("product.published", product.pk, by=by, merchant_id=product.merchant_id)
    return product


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def publish_ready(merchant_id: UUID, *, products: Collection[UUID] | None = None, by: Actor) -> int:
    """Put every draft (of these products, where they are named) on sale that has what a sale needs; how many those were.

    At most PUBLISH_MAX at once.
    """
    found = Product.objects.editable_by(by).filter(merchant_id=merchant_id)
    if products is not None:
        found = found.filter(pk__in=products)
    drafts = found.drafts().locked().prefetch_related("variants", "pictures", "wanted_pictures")[:PUBLISH_MAX]
    ready = [product for product in drafts if not blocks_sale(readiness(product))]
    Publication.objects.bulk_create(
        Publication(product=product, by_id=by.id, created_at=clock.now()) for product in ready
    )
    record_all(Fact("product.published", product.pk, by, product.merchant_id) for product in ready)
    return len(ready)


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def withdraw_all(merchant_id: UUID, *, products: Collection[UUID], by: Actor) -> int:
    """Take these products of one merchant off sale; how many were on it."""
    found = Product.objects.editable_by(by).filter(merchant_id=merchant_id, pk__in=products)
    return take_off(found.locked(), by=by)


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def withdraw(product_id: UUID, *, by: Actor) -> Product:
    """Take a product off sale; open orders are not touched. Raises NotFound."""
    product = _editable(product_id, by)
    take_off([product], by=by)
    return product


def take_off(products: Iterable[Product], *, by: Actor) -> int:
    """End the live publications of these products, inside the caller's transaction; how many there were."""
    merchants = {product.pk: product.merchant_id for product in products}
    live = Publication.objects.filter(product__in=list(merchants), withdrawn_at__isnull=True)
    ended = list(live.values_list("product_id", flat=True))
    live.update(withdrawn_at=clock.now())
    record_all(Fact("product.withdrawn", pk, by, merchants[pk]) for pk in ended)
    return len(ended)


def take_off_unready(product: Product, *, by: Actor) -> bool:
    """After a change: a product that no longer has what every sale needs leaves the sale; whether it did."""
    if not product.publications.filter(withdrawn_at__isnull=True).exists():
        return False
    fresh = Product.objects.prefetch_related("variants", "pictures", "wanted_pictures").get(pk=product.pk)
    return bool(blocks_sale(readiness(fresh))) and bool(take_off([product], by=by))


def _editable(product_id: UUID, by: Actor) -> Product:
    product = Product.objects.editable_by(by).locked().filter(pk=product_id).first()
    if product is None:
        raise NotFound(_("There is no such product in your catalogue."))
    return product
