"""The only writer of states: many purchases or orders at once, along the flow, with a step for each order moved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from entrepot.kit.actor import Actor
from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.kit.sql import columns, fetch, insert_rows
from entrepot.trade.flow import ORDER_FLOW, PURCHASE_FLOW, OrderState, PurchaseState

# In the order of ids where rows are contended by people; a batch of settlements never meets another's purchases.
_PURCHASES = """
UPDATE trade_purchase SET state = %s WHERE id = ANY(%s) AND state = ANY(%s)
RETURNING id, currency, total_minor
"""

_ORDERS = """
UPDATE trade_order SET state = %s, changed_at = %s WHERE {key} = ANY(%s) AND state = ANY(%s)
RETURNING id, purchase_id, merchant_id, currency, goods_minor + freight_minor,
          duty_minor + import_vat_minor + consumption_tax_minor, commission_minor, fee_tax_minor
"""
_BY_ORDER, _BY_PURCHASE = _ORDERS.format(key="id"), _ORDERS.format(key="purchase_id")

_STEP = columns("id order_id state by_kind by_id reason created_at")


@dataclass(frozen=True, slots=True)
class MovedPurchase:
    """A purchase that took the step."""

    id: UUID
    total: Money


@dataclass(frozen=True, slots=True)
class MovedOrder:
    """An order that took the step, with what its money is made of."""

    id: UUID
    purchase_id: UUID
    merchant_id: UUID
    escrow: Money  # goods and freight: the merchant's, once received
    tax: Money  # duty, import VAT and consumption tax: the customs'
    commission: Money
    fee_tax: Money  # on the commission: the merchant bears it, its country gets it


def _sources(flow: object, wanted: object) -> list[str]:
    return [str(state) for state, after in flow.steps.items() if wanted in after]  # type: ignore[attr-defined]  # a Flow


def move_purchases(ids: Iterable[UUID], to: PurchaseState) -> list[MovedPurchase]:
    """Move those of the purchases that can go to `to` from where they are; answers them."""
    rows = fetch(_PURCHASES, [to.value, list(ids), _sources(PURCHASE_FLOW, to)])
    return [MovedPurchase(key, Money(minor, currency)) for key, currency, minor in rows]


def move_orders(
    to: OrderState,
    *,
    by: Actor,
    at: datetime,
    ids: Iterable[UUID] = (),
    purchases: Iterable[UUID] = (),
    reason: str = "",
) -> list[MovedOrder]:
    """Move those of the orders (by their ids, or by their purchases') that can go to `to`; answers them, by id."""
    statement, keys = (_BY_PURCHASE, list(purchases)) if purchases else (_BY_ORDER, list(ids))
    if not keys:
        return []
    rows = sorted(fetch(statement, [to.value, at, keys, _sources(ORDER_FLOW, to)]))
    moved = [
        MovedOrder(key, purchase, merchant, *(Money(minor, cur) for minor in amounts))
        for key, purchase, merchant, cur, *amounts in rows
    ]
    note_steps(to, [(order.id, by) for order in moved], at=at, reason=reason)
    return moved


def note_steps(
    state: OrderState, orders: Sequence[tuple[UUID, Actor]], *, at: datetime, reason: str = ""
) -> None:
    """Write the step that brought each of these orders to `state`, with who made it."""
    rows = [(new_id(), order_id, state.value, by.kind, by.id, reason, at) for order_id, by in orders]
    insert_rows("trade_step", _STEP, rows)
