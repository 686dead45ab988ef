"""The same key again: the same input gets the stored answer, another input is refused by the name of the field that differs."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from entrepot.kit.sql import fetch
from entrepot.merchants import queries as merchants
from entrepot.trade.answers import Placed, PlacedOrder, Refused
from entrepot.trade.errors import KeyMismatch
from entrepot.trade.models import Purchase
from entrepot.trade.requests import PurchaseRequest

_STORED = """
SELECT purchase.id FROM trade_purchase AS purchase
  JOIN unnest(%s::bytea[], %s::text[]) AS asked (scope, key) ON purchase.scope = asked.scope AND purchase.key = asked.key
"""


def stored(requests: Sequence[PurchaseRequest]) -> dict[int, Placed | Refused]:
    """The answers of those requests whose key was used before, by their place in the list."""
    found = fetch(_STORED, [[request.scope for request in requests], [request.key for request in requests]])
    if not found:
        return {}
    purchases = Purchase.objects.filter(pk__in=[row[0] for row in found]).prefetch_related("orders")
    by_key = {(bytes(purchase.scope), purchase.key): purchase for purchase in purchases}
    answers: dict[int, Placed | Refused] = {}
    for i, request in enumerate(requests):
        if purchase := by_key.get((request.scope, request.key)):
            answers[i] = _mismatch(request.fingerprint, purchase.fingerprint) or as_placed(purchase)
    return answers


def as_placed(purchase: Purchase) -> Placed:
    """A stored purchase as the answer to a repeated request. Reads its orders, prefetched or not."""
    orders = sorted(purchase.orders.all(), key=lambda order: order.pk)
    shops = merchants.slugs([order.merchant_id for order in orders])
    return Placed(
        purchase_id=purchase.pk,
        state=purchase.state,
        total=purchase.total,
        orders=tuple(
            PlacedOrder(order.pk, order.merchant_id, shops[order.merchant_id], order.state, order.total)
            for order in orders
        ),
        is_replay=True,
    )


def _mismatch(asked: Mapping[str, str], kept: Mapping[str, str]) -> Refused | None:
    for field in sorted(asked.keys() | kept.keys()):
        if asked.get(field) != kept.get(field):
            return Refused(KeyMismatch(field))
    return None


def twins(requests: Sequence[PurchaseRequest], answers: Mapping[int, object]) -> dict[int, int]:
    """Requests of one list that have the key of an earlier one: their place, and the earlier one's."""
    first: dict[tuple[bytes, str], int] = {}
    later: dict[int, int] = {}
    for i, request in enumerate(requests):
        if i in answers:
            continue
        if (earlier := first.setdefault((request.scope, request.key), i)) != i:
            later[i] = earlier
    return later


def as_twin(request: PurchaseRequest, first: PurchaseRequest, answer: Placed | Refused) -> Placed | Refused:
    """The answer for a request whose twin in the same list was answered with `answer`."""
    if refused := _mismatch(request.fingerprint, first.fingerprint):
        return refused
    return replace(answer, is_replay=True) if isinstance(answer, Placed) else answer
