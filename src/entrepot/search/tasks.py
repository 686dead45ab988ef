"""What search does after commit, told by the dispatcher: it notes which products the index must take in anew."""

from collections.abc import Iterable
from uuid import UUID

from entrepot.catalog import indexing
from entrepot.kit import clock
from entrepot.kit.events import listen
from entrepot.kit.ids import new_id
from entrepot.kit.models import Event
from entrepot.kit.sql import run

_ASK = """
INSERT INTO search_pending (product_id, ask_id, asked_at, written_into)
SELECT product, ask, %s, '' FROM unnest(%s::uuid[], %s::uuid[]) AS asked (product, ask) ORDER BY product
ON CONFLICT (product_id) DO UPDATE
   SET ask_id = excluded.ask_id, asked_at = excluded.asked_at, written_into = ''
"""


def ask(product_ids: Iterable[UUID]) -> int:
    """Have these products taken into the index as they are then, or out of it; how many there were."""
    ids = sorted(set(product_ids))
    if ids:
        run(_ASK, [clock.now(), ids, [new_id() for _ in ids]])
    return len(ids)


@listen("product.published", "product.changed", "product.withdrawn")
def products_changed(events: list[Event]) -> None:
    """Note the products themselves."""
    ask(event.subject_id for event in events)


@listen("variant.priced", "stock.counted")
def variants_changed(events: list[Event]) -> None:
    """Note the products of the variants."""
    ask(indexing.products_of_variants(event.subject_id for event in events))


@listen("merchant.suspended", "merchant.lifted", "freight.priced", "freight.removed", "merchant.performed")
def merchants_changed(events: list[Event]) -> None:
    """Note everything of the merchants: it may be found no more, or again, or be sold to other countries, or stand elsewhere."""
    for merchant_id in {event.merchant_id or event.subject_id for event in events}:
        for products in indexing.products_of_merchant(merchant_id):
            ask(products)
