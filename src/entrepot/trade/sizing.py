"""Counting what each merchant sold in the last year, and how well it did, a few merchants at a time, once a day."""

from datetime import datetime, timedelta
from uuid import UUID

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.kit.ids import first_id_at
from entrepot.kit.money import Money
from entrepot.kit.sql import fetch
from entrepot.merchants import performing, sizing
from entrepot.merchants import queries as merchants
from entrepot.merchants.parameters import SmallSeller, small_seller
from entrepot.merchants.performing import Performance
from entrepot.merchants.sizing import Size
from entrepot.payments import rates
from entrepot.payments.rates import RateMissing

#: Merchants counted in one turn.
BATCH = 200
#: How old a count may become.
EVERY = timedelta(days=1)

# By the merchants' index, from the first id that an order of the time that counts can have. The sum is of the listed prices: a
# merchant's size does not change with the exchange rates of its buyers.
_SALES = """
SELECT orders.merchant_id, line.listed_currency, sum(line.listed_minor * line.quantity)::bigint
  FROM trade_order AS orders JOIN trade_orderline AS line ON line.order_id = orders.id
 WHERE orders.merchant_id = ANY(%s::uuid[]) AND orders.id >= %s::uuid AND orders.state = 'completed'
 GROUP BY orders.merchant_id, line.listed_currency
"""

# In time is within the days that were named when it was bought; receipt by itself is nobody's word that it came. A cancellation
# counts against a merchant if it was neither the buyer's nor time's.
_PERFORMANCE = """
SELECT orders.merchant_id,
       count(*) FILTER (WHERE told.came_at IS NOT NULL),
       count(*) FILTER (WHERE told.came_at > orders.created_at + orders.days_max * interval '1 day'),
       count(*) FILTER (WHERE told.came_at IS NOT NULL OR told.is_troubled),
       count(*) FILTER (WHERE told.is_troubled)
  FROM trade_order AS orders
  CROSS JOIN LATERAL (
       SELECT min(step.created_at) FILTER (WHERE step.state = 'delivered'
                                              OR (step.state = 'received' AND step.by_kind <> 'system')) AS came_at,
              coalesce(bool_or(step.state IN ('returned', 'refunded', 'disputed')
                               OR (step.state = 'cancelled' AND step.by_kind <> 'system'
                                   AND step.by_id IS DISTINCT FROM orders.buyer_id)), false) AS is_troubled
         FROM trade_step AS step WHERE step.order_id = orders.id) AS told
 WHERE orders.merchant_id = ANY(%s::uuid[]) AND orders.id >= %s::uuid
 GROUP BY orders.merchant_id
"""


def size_due() -> int:
    """Count the merchants whose count is a day old; answers how many. Run by the worker, again and again."""
    at = clock.now()
    rule = small_seller(at.date())
    due = merchants.to_size(before=at - EVERY, limit=BATCH)
    if due:
        sales = _sales(list(due), since=at - timedelta(days=rule.days))
        sizes = [
            Size(key, sold.minor, _is_small(sold, rule))
            for key, currency in due.items()
            for sold in [Money(sales.get((key, currency), 0), currency)]
        ]
        sizing.note_sizes(sizes, by=SYSTEM)
        performing.note_performances(
            _performances(list(due), at - timedelta(days=performing.DAYS)), by=SYSTEM
        )
    return len(due)


def _sales(merchant_ids: list[UUID], *, since: datetime) -> dict[tuple[UUID, str], int]:
    rows = fetch(_SALES, [merchant_ids, first_id_at(since)])
    return {(merchant, currency): minor for merchant, currency, minor in rows}


def _performances(merchant_ids: list[UUID], since: datetime) -> list[Performance]:
    """Of each of these merchants, in the order of their ids."""
    counted = {row[0]: Performance(*row) for row in fetch(_PERFORMANCE, [merchant_ids, first_id_at(since)])}
    return [counted.get(key, Performance(key)) for key in sorted(merchant_ids)]


def _is_small(sold: Money, rule: SmallSeller) -> bool:
    """Below the rule's amount at today's rate; without a rate nobody is charged more than a small seller."""
    if sold.currency != rule.sales_below.currency:
        try:
            sold = rates.current(sold.currency, rule.sales_below.currency).rate.convert(sold)
        except RateMissing:
            return True
    return sold < rule.sales_below
