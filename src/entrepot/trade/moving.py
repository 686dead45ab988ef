"""The only writer of states: many purchases or orders at once, along the flow, with a step for each order moved."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from entrepot.kit.actor import Actor
from entrepot.kit.ids import new_ids
from entrepot.kit.money import Money
from entrepot.kit.sql import arrays_of, columns, fetch, insert_rows, run
from entrepot.trade.flow import PURCHASE_FLOW, Move, OrderState, PurchaseState
from entrepot.trade.rules import fee_returned

# In the order of ids where rows are contended by people; a batch of settlements never meets another's purchases.
_PURCHASES = """
UPDATE trade_purchase SET state = %s WHERE id = ANY(%s) AND state = ANY(%s)
RETURNING id, currency, total_minor
"""

_ORDERS = """
UPDATE trade_order SET state = %s, changed_at = %s WHERE {key} = ANY(%s) AND state = ANY(%s)
RETURNING id, purchase_id, merchant_id, currency, goods_minor,
          CASE WHEN released_minor > 0 THEN 0 ELSE goods_minor + freight_minor - (refunded_minor - refunded_tax_minor) END,
          duty_minor + import_vat_minor + consumption_tax_minor, commission_minor, fee_tax_minor,
          refunded_minor - refunded_tax_minor, refunded_tax_minor
"""
# The database refuses, by its CHECKs, to release or to give back more than there is.
_MONEY = """
UPDATE trade_order AS orders
   SET released_minor = released_minor + told.released, refunded_minor = refunded_minor + told.refunded + told.tax,
       refunded_tax_minor = refunded_tax_minor + told.tax
  FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[], %s::bigint[]) AS told (id, released, refunded, tax)
 WHERE orders.id = told.id
"""

_BY_ORDER, _BY_PURCHASE = _ORDERS.format(key="id"), _ORDERS.format(key="purchase_id")

_STEP = columns("id order_id state by_kind by_id reason created_at")


class MovedPurchase(Struct, frozen=True):
    """A purchase that took the step."""

    id: UUID
    total: Money


class MovedOrder(Struct, frozen=True):
    """An order that took the step, with what its money is made of, less what has been given back of it."""

    id: UUID
    purchase_id: UUID
    merchant_id: UUID
    escrow: Money  # what is held of goods and freight: the merchant's, once received
    tax: Money  # duty, import VAT and consumption tax: the customs'
    commission: Money  # of what is left of the goods
    fee_tax: Money  # on the commission: the merchant bears it, its country gets it


class MovedMoney(Struct, frozen=True):
    """What was released of an order, or given back of its goods and freight, or of its taxes."""

    order_id: UUID
    released: Money | None = None
    refunded: Money | None = None
    tax: Money | None = None


def _moved(row: tuple[Any, ...]) -> MovedOrder:
    key, purchase, merchant, currency, *minors = row
    goods, escrow, tax, *fees, refunded, refunded_tax = (Money(minor, currency) for minor in minors)
    due = (fee - fee_returned(fee, goods=goods, refunded=refunded) for fee in fees)
    return MovedOrder(key, purchase, merchant, escrow, tax - refunded_tax, *due)


def _before(wanted: PurchaseState) -> list[str]:
    return [state.value for state, after in PURCHASE_FLOW.steps.items() if wanted in after]


def move_purchases(ids: Iterable[UUID], to: PurchaseState) -> list[MovedPurchase]:
    """Move those of the purchases that can go to `to` from where they are; answers them."""
    rows = fetch(_PURCHASES, [to.value, list(ids), _before(to)])
    return [MovedPurchase(key, Money(minor, currency)) for key, currency, minor in rows]


def move_orders(
    move: Move,
    *,
    by: Actor,
    at: datetime,
    ids: Iterable[UUID] = (),
    purchases: Iterable[UUID] = (),
    reason: str = "",
    back_to: OrderState | None = None,
) -> list[MovedOrder]:
    """Make this move with those of the orders (by their ids, or by their purchases') that stand where it begins; answers them.

    back_to: which of its states, for a move that goes back to one of several.
    """
    [to] = (state for state in move.to if back_to in (None, state))
    statement, keys = (_BY_PURCHASE, list(purchases)) if purchases else (_BY_ORDER, list(ids))
    if not keys:
        return []
    sources = [state.value for state in move.sources]
    moved = [_moved(row) for row in sorted(fetch(statement, [to.value, at, keys, sources]))]
    note_steps(to, [(order.id, by) for order in moved], at=at, reason=reason)
    return moved


def note_money(moved: Sequence[MovedMoney]) -> None:
    """Add what was released or given back to what the orders say of it; the ledger is told by whoever calls."""
    rows = [
        (each.order_id, *(part.minor if part else 0 for part in (each.released, each.refunded, each.tax)))
        for each in moved
    ]
    if rows:
        run(_MONEY, arrays_of(sorted(rows), 4))


def note_steps(
    state: OrderState, orders: Sequence[tuple[UUID, Actor]], *, at: datetime, reason: str = ""
) -> None:
    """Write the step that brought each of these orders to `state`, with who made it."""
    rows = [
        (step_id, order_id, state.value, by.kind, by.id, str(reason), at)
        for step_id, (order_id, by) in zip(new_ids(len(orders)), orders, strict=True)
    ]
    insert_rows("trade_step", _STEP, rows)
