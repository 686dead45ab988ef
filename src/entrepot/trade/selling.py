"""Reads of orders for those who sell: what to ship, and one order with what of it is the merchant's."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, TextChoices
from django.utils.translation import pgettext_lazy

from entrepot.kit.actor import Actor, Permission
from entrepot.kit.errors import NotFound
from entrepot.trade import queries
from entrepot.trade.aftersale import RefundRequest, RequestState
from entrepot.trade.flow import OrderState
from entrepot.trade.models import Order
from entrepot.trade.queries import OrderView

PAGE = 25


class Shelf(TextChoices):
    """What a merchant has to do with its orders, most urgent first."""

    TO_SHIP = "to-ship", pgettext_lazy("orders", "To ship")
    ON_THE_WAY = "on-the-way", pgettext_lazy("orders", "On the way")
    OBJECTED = "objected", pgettext_lazy("orders", "To settle")
    DONE = "done", pgettext_lazy("orders", "Completed")
    UNPAID = "unpaid", pgettext_lazy("orders", "Not paid yet")
    ENDED = "ended", pgettext_lazy("orders", "Cancelled and refunded")
    ALL = "all", pgettext_lazy("orders", "All")


STATES: dict[Shelf, Sequence[OrderState]] = {
    Shelf.TO_SHIP: (OrderState.PAID, OrderState.PART_SHIPPED),
    Shelf.ON_THE_WAY: (OrderState.SHIPPED, OrderState.DELIVERED),
    Shelf.OBJECTED: (OrderState.DISPUTED, OrderState.RETURNED),
    Shelf.DONE: (OrderState.RECEIVED, OrderState.COMPLETED),
    Shelf.UNPAID: (OrderState.PLACED,),
    Shelf.ENDED: (OrderState.CANCELLED, OrderState.REFUNDED),
    Shelf.ALL: tuple(OrderState),
}


@dataclass(frozen=True, slots=True)
class OrderShelf:
    """A page of orders by keyset: `next` is the cursor of the following page, None on the last."""

    orders: Sequence[OrderView]
    next: UUID | None
    counts: dict[Shelf, int]


def shelf(
    merchant_id: UUID, which: Shelf, *, by: Actor, after: UUID | None = None, limit: int = PAGE
) -> OrderShelf:
    """A merchant's orders of one kind; to settle are also those of which a refund is asked for.

    To ship: the longest waiting first; else the newest first. Raises NotFound.
    """
    _must_see(merchant_id, by)
    mine = Order.objects.filter(merchant_id=merchant_id)
    by_state = dict(mine.values_list("state").annotate(Count("pk")))
    counts = {each: sum(by_state.get(state, 0) for state in states) for each, states in STATES.items()}
    asked = RefundRequest.objects.filter(merchant_id=merchant_id, state=RequestState.OPEN)
    counts[Shelf.OBJECTED] += asked.exclude(order__state__in=STATES[Shelf.OBJECTED]).count()
    wanted = Q(state__in=STATES[which])
    if which is Shelf.OBJECTED:
        wanted |= Q(pk__in=asked.values("order_id"))
    found = mine.filter(wanted)
    oldest_first = which is Shelf.TO_SHIP
    if after is not None:
        found = found.filter(pk__gt=after) if oldest_first else found.filter(pk__lt=after)
    rows = list(found.order_by("pk" if oldest_first else "-pk")[: limit + 1])
    return OrderShelf(
        queries.order_views(rows[:limit]), rows[limit - 1].pk if len(rows) > limit else None, counts
    )


def order(merchant_id: UUID, number: str, *, by: Actor) -> OrderView:
    """One order of this merchant, for its people who ship or account. Raises NotFound."""
    _must_see(merchant_id, by)
    views = queries.order_views(
        Order.objects.filter(merchant_id=merchant_id).numbered(number)[:1], with_claims=True
    )
    if not views:
        raise NotFound
    return views[0]


def _must_see(merchant_id: UUID, by: Actor) -> None:
    if not (by.may(Permission.FULFIL, merchant_id) or by.may(Permission.MONEY, merchant_id)):
        raise NotFound
