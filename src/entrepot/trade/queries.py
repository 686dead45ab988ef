"""Reads of purchases and orders, for pages and programs: everything one screen shows, in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from entrepot.identity import addresses, records
from entrepot.kit.actor import Actor, Permission
from entrepot.kit.errors import NotFound
from entrepot.kit.money import Money
from entrepot.merchants import queries as merchants
from entrepot.payments import queries as payments
from entrepot.payments.queries import Refund
from entrepot.shipping import queries as shipping
from entrepot.shipping.queries import Parcel
from entrepot.trade.claims import Claims, claims, document
from entrepot.trade.flow import (
    ASKABLE,
    CANCEL,
    CANCEL_REST,
    CANCEL_UNPAID,
    DISPUTE,
    RECEIVE,
    REFUND_PART,
    SHIP,
    TAKE_BACK,
    OrderState,
    PurchaseState,
)
from entrepot.trade.following import follow_token
from entrepot.trade.models import Order, OrderLine, Purchase, Step
from entrepot.trade.numbers import id_range

PAGE = 25


@dataclass(frozen=True, slots=True)
class Seller:
    """Whose an order is."""

    id: UUID
    slug: str
    name: str
    name_zh: str
    legal_name: str


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order with all that a page shows of it. `order` carries the amounts as Money (goods, freight, duty, ... total)."""

    order: Order
    seller: Seller
    lines: Sequence[OrderLine]
    steps: Sequence[Step]
    parcels: Sequence[Parcel]
    refunds: Sequence[Refund]
    claims: Claims = field(default_factory=Claims)

    @property
    def number(self) -> str:
        return self.order.number

    @property
    def state(self) -> OrderState:
        return OrderState(self.order.state)

    @property
    def payable(self) -> Money:
        """What the merchant gets of it: nothing where it was cancelled."""
        if self.state == OrderState.CANCELLED:
            return Money(0, self.order.currency)
        return self.order.payable

    @property
    def escrow(self) -> Money:
        """What is held for the merchant until the buyer has the goods; the taxes are the customs'."""
        return self.order.goods + self.order.freight

    @property
    def can_cancel(self) -> bool:
        return any(self.state in move.sources for move in (CANCEL_UNPAID, CANCEL, CANCEL_REST))

    @property
    def can_ship(self) -> bool:
        return self.state in SHIP.sources

    @property
    def can_receive(self) -> bool:
        return self.state in RECEIVE.sources and not self.order.released_minor

    @property
    def is_under_way(self) -> bool:
        """Whether a parcel of it may still be travelling to its buyer."""
        return self.state in (OrderState.PART_SHIPPED, OrderState.SHIPPED, OrderState.DELIVERED)

    @property
    def can_ask(self) -> bool:
        """Whether its buyer can ask for a refund now."""
        return self.state in ASKABLE and bool(self.order.refundable) and self.claims.request is None

    @property
    def can_dispute(self) -> bool:
        """Whether it is in a state that can be objected to; for how long, the verb knows."""
        return self.state in DISPUTE.sources

    @property
    def can_refund(self) -> bool:
        return self.state in REFUND_PART.sources and bool(self.order.refundable)

    @property
    def can_take_back(self) -> bool:
        return self.state in TAKE_BACK.sources and bool(self.with_buyer)

    @property
    def unsent(self) -> dict[UUID, int]:
        """How many of each line have not left, while they are still to."""
        if not self.can_ship:
            return {}
        sent = self._sent()
        left = {line.pk: line.quantity - sent.get(line.pk, 0) for line in self.lines}
        return {line: count for line, count in left.items() if count}

    @property
    def with_buyer(self) -> dict[UUID, int]:
        """How many of each line were sent and have not come back."""
        sent = self._sent()
        for each in self.claims.returns:
            for line in each.lines.all():
                sent[line.line_id] -= line.quantity
        return {line: count for line, count in sent.items() if count > 0}

    def _sent(self) -> dict[UUID, int]:
        sent: dict[UUID, int] = {}
        for parcel in self.parcels:
            for line in parcel.lines.all():
                sent[line.line_id] = sent.get(line.line_id, 0) + line.quantity
        return sent


@dataclass(frozen=True, slots=True)
class PurchaseView:
    """A purchase with its orders and its address (empty once erased)."""

    purchase: Purchase
    orders: Sequence[OrderView]
    address: Sequence[str]
    contact: dict[str, Any]
    next_url: str
    follow_token: str


def purchase(purchase_id: UUID, *, by: Actor) -> PurchaseView:
    """One purchase of this buyer. Raises NotFound."""
    found = Purchase.objects.visible_to(by).filter(pk=purchase_id).first()
    if found is None:
        raise NotFound
    orders = order_views(Order.objects.filter(purchase_id=found.pk).order_by("pk"), with_claims=True)
    content = records.content_of(found.record_id)
    return PurchaseView(
        purchase=found,
        orders=orders,
        address=addresses.written(content),
        contact=content,
        next_url=payments.next_url(found.pk) if found.state == PurchaseState.NEEDS_ACTION else "",
        follow_token=follow_token(found.pk),
    )


def record_of(purchase_id: UUID, *, by: Actor) -> UUID:
    """The personal record that a purchase of this buyer carries. Raises NotFound."""
    found = Purchase.objects.visible_to(by).filter(pk=purchase_id).values_list("record_id", flat=True).first()
    if found is None:
        raise NotFound
    return found


def order(number: str, *, by: Actor) -> OrderView:
    """One order by its number. Raises NotFound."""
    views = order_views(Order.objects.visible_to(by).numbered(number)[:1], with_claims=True)
    if not views:
        raise NotFound
    return views[0]


def recipient(view: OrderView, *, by: Actor) -> list[str]:
    """The address to write on the parcel: for those who ship it, its buyer and the operator; nobody else. Raises NotFound."""
    row = view.order
    if not (row.is_bought_by(by) or by.is_operator or by.may(Permission.FULFIL, row.merchant_id)):
        raise NotFound
    content = records.content_of(row.record_id)
    return [*addresses.written(content), content.get("phone", "")] if content else []


def order_views(orders: Iterable[Order], *, with_claims: bool = False) -> list[OrderView]:
    """Orders with all that is shown of them: six queries, however many they are."""
    rows = list(orders)
    ids = [row.pk for row in rows]
    lines = _by_order(OrderLine.objects.filter(order_id__in=ids).order_by("pk"))
    steps = _by_order(Step.objects.filter(order_id__in=ids).order_by("pk"))
    parcels, refunds = shipping.parcels(ids), payments.refunds(ids)
    asked = claims(ids) if with_claims else {}
    sellers = {
        merchant.pk: Seller(merchant.pk, merchant.slug, merchant.name, merchant.name_zh, merchant.legal_name)
        for merchant in merchants.names({row.merchant_id for row in rows}).values()
    }
    return [
        OrderView(
            order=row,
            seller=sellers[row.merchant_id],
            lines=lines.get(row.pk, []),
            steps=steps.get(row.pk, []),
            parcels=parcels.get(row.pk, []),
            refunds=refunds.get(row.pk, []),
            claims=asked.get(row.pk) or Claims(),
        )
        for row in rows
    ]


def _by_order(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    answer: dict[UUID, list[Any]] = {}
    for row in rows:
        answer.setdefault(row.order_id, []).append(row)
    return answer


@dataclass(frozen=True, slots=True)
class OrderPage:
    """A page of orders by keyset: `next` is where the following page begins, None on the last."""

    orders: Sequence[OrderView]
    next: UUID | None


def orders_of_merchant(
    merchant_id: UUID, *, by: Actor, states: Sequence[str] = (), before: UUID | None = None, limit: int = PAGE
) -> OrderPage:
    """A merchant's orders, newest first, for those of its people who ship or account."""
    found = Order.objects.visible_to(by).filter(merchant_id=merchant_id)
    if states:
        found = found.filter(state__in=list(states))
    return _page(found, before, limit)


def orders_of_buyer(*, by: Actor, before: UUID | None = None, limit: int = PAGE) -> OrderPage:
    """The caller's own orders as a buyer, newest first."""
    if by.buyer is None:
        return OrderPage([], None)
    return _page(Order.objects.filter(buyer_id=by.buyer), before, limit)


def _page(found: Any, before: UUID | None, limit: int) -> OrderPage:
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.order_by("-pk")[: limit + 1])
    return OrderPage(order_views(rows[:limit]), rows[limit - 1].pk if len(rows) > limit else None)


def order_document(view: OrderView) -> dict[str, Any]:
    """An order for a program: amounts in minor units of `currency`, moments in ISO 8601, UTC."""
    row = view.order
    return {
        "number": row.number,
        "purchase": str(row.purchase_id),
        "merchant": {"slug": view.seller.slug, "name": view.seller.name},
        "state": row.state,
        "currency": row.currency,
        **_amounts(row),
        "lines": [
            {
                "id": str(line.pk),
                "variant": str(line.variant_id),
                "title": line.frozen["title"],
                "title_zh": line.frozen["title_zh"],
                "quantity": line.quantity,
                "unit_price": line.unit_minor,
                **_amounts(line),
            }
            for line in view.lines
        ],
        "steps": [{"state": step.state, "at": _moment(step.created_at)} for step in view.steps],
        "parcels": [
            {
                "carrier": parcel.carrier,
                "tracking_number": parcel.tracking_number,
                "mode": parcel.mode,
                "lines": [
                    {"line": str(each.line_id), "quantity": each.quantity} for each in parcel.lines.all()
                ],
                "tracking": [
                    {
                        "status": event.status,
                        "place": event.place,
                        "note": event.note,
                        "at": _moment(event.at),
                    }
                    for event in parcel.tracking.all()
                ],
            }
            for parcel in view.parcels
        ],
        "refunds": [{"amount": refund.amount_minor, "state": refund.state} for refund in view.refunds],
        "refunded": row.refunded_minor,
        "received_by_itself_at": _moment(row.receipt_due_at)
        if row.receipt_due_at and view.can_receive
        else None,
        **document(view.claims),
    }


def _amounts(row: Any) -> dict[str, int]:
    return {
        "goods": row.goods_minor,
        "freight": row.freight_minor,
        "duty": row.duty_minor,
        "import_vat": row.import_vat_minor,
        "consumption_tax": row.consumption_tax_minor,
        "total": row.total_minor,
    }


def _moment(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def purchase_document(view: PurchaseView) -> dict[str, Any]:
    """A purchase for a program, with its orders."""
    row = view.purchase
    return {
        "id": str(row.pk),
        "state": row.state,
        "currency": row.currency,
        **_amounts(row),
        "created_at": _moment(row.created_at),
        "next_url": view.next_url,
        "orders": [order_document(each) for each in view.orders],
    }


def find_purchase(text: str, *, by: Actor) -> UUID | None:
    """The purchase that somebody means by its number or id, or by the number or id of one of its orders."""
    try:
        ids: tuple[UUID, UUID] | None = (UUID(text.strip()),) * 2
    except ValueError:
        ids = id_range(text.strip())
    if ids is None:
        return None
    found = Purchase.objects.visible_to(by).filter(pk__range=ids).values_list("pk", flat=True).first()
    orders = Order.objects.visible_to(by).filter(pk__range=ids)
    return found or orders.values_list("purchase_id", flat=True).first()
