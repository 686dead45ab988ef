"""What must be true after whatever happened, asked of the database in one snapshot and of the front door by asking again."""

import json
import random
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg

from tests.faults.buying import Asked, Market
from tests.faults.standing import Marketplace, command

#: What a purchase may have become since it was told.
_LATER = {
    "pending": {"pending", "needs_action", "paid", "declined", "expired", "cancelled"},
    "needs_action": {"needs_action", "paid", "declined", "expired", "cancelled"},
    "paid": {"paid", "cancelled"},
    "declined": {"declined"},
}
_REPEATED = 25
_ASKING = 8

_PURCHASES = """
SELECT purchase.key, count(*), min(purchase.id::text), min(purchase.state), min(purchase.total_minor)
  FROM trade_purchase AS purchase WHERE purchase.key = ANY(%s) GROUP BY purchase.key
"""

# Every cent of a purchase that is paid came once, out of one charge; of one that is not, none is here.
_MONEY = """
SELECT purchase.id::text, purchase.state, purchase.total_minor, coalesce(posted.minor, 0), coalesce(charged.minor, 0)
  FROM trade_purchase AS purchase
  LEFT JOIN (SELECT orders.purchase_id, sum(transfer.amount_minor) AS minor
               FROM trade_order AS orders
               JOIN ledger_transfer AS transfer ON transfer.subject_id = orders.id AND transfer.code = 'capture'
              GROUP BY orders.purchase_id) AS posted ON posted.purchase_id = purchase.id
  LEFT JOIN (SELECT key, sum(amount_minor) AS minor FROM sandbox_charge WHERE state = 'captured' GROUP BY key) AS charged
         ON charged.key = purchase.id
 WHERE coalesce(posted.minor, 0) <> CASE WHEN purchase.state = 'paid' THEN purchase.total_minor ELSE 0 END
    OR (purchase.state = 'paid' AND charged.minor IS DISTINCT FROM purchase.total_minor)
"""

_STOCK = """
SELECT level.variant_id::text, level.on_hand, level.reserved, coalesce(promised.quantity, 0)
  FROM stock_level AS level
  LEFT JOIN (SELECT line.variant_id, sum(line.quantity) AS quantity
               FROM trade_orderline AS line
               JOIN trade_order AS orders ON orders.id = line.order_id AND orders.state IN ('placed', 'paid')
              GROUP BY line.variant_id) AS promised ON promised.variant_id = level.variant_id
"""


class Proof:
    """Holds what the marketplace was seeded with against what it says later."""

    def __init__(self, marketplace: Marketplace, market: Market) -> None:
        self.marketplace, self.market = marketplace, market
        with psycopg.connect(marketplace.owner_url) as connection:
            self.seeded = {row[0]: row[1] for row in connection.execute(_STOCK).fetchall()}

    def broken(self, asked: Sequence[Asked]) -> list[str]:
        """What is not as the buyers were told, or as it must be whatever they were told; empty when all is well."""
        with psycopg.connect(self.marketplace.owner_url) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            found = [
                *self._acknowledged(connection, asked),
                *self._money(connection),
                *self._stock(connection),
            ]
        return [*found, *self._audit()]

    def repeated(self, asked: Sequence[Asked]) -> list[str]:
        """Ask again for some of what was acknowledged and for all of which nothing is known: which get another answer."""
        known = [one for one in asked if one.is_acknowledged]
        chosen = random.sample(known, min(_REPEATED, len(known)))
        unknown = [one for one in asked if one.is_unknown]
        with ThreadPoolExecutor(_ASKING) as threads:
            told = list(threads.map(self.market.ask, [Asked(one.key, one.document) for one in chosen]))
            unanswered = [one for one in threads.map(self.market.ask, unknown) if one.is_unknown]
        found = [f"{one.key}: no answer, and again none ({one.status} {one.answer})" for one in unanswered]
        for before, again in zip(chosen, told, strict=True):
            if (
                _essence(again) != _essence(before)
                or again.answer["state"] not in _LATER[before.answer["state"]]
            ):
                found.append(f"{before.key}: told {before.answer}, and then {again.status} {again.answer}")
        return found

    def _acknowledged(self, connection: psycopg.Connection[Any], asked: Iterable[Asked]) -> list[str]:
        told = {one.key: one for one in asked if one.answer.get("id") and not one.is_unknown}
        rows = {row[0]: row[1:] for row in connection.execute(_PURCHASES, [list(told)]).fetchall()}
        found = []
        for key, one in told.items():
            count, purchase_id, state, total = rows.get(key, (0, "", "", 0))
            said = str(one.answer.get("state") or "declined")
            if count != 1 or purchase_id != one.answer["id"] or state not in _LATER[said]:
                found.append(
                    f"{key}: told {one.status} {one.answer}, there {count} times, {purchase_id} {state}"
                )
            elif one.is_acknowledged and total != one.answer["total"]:
                found.append(f"{key}: told {one.answer['total']}, it is {total}")
        return found

    def _money(self, connection: psycopg.Connection[Any]) -> list[str]:
        return [
            f"{key} is {state}: of {total} there are {posted} posted and {charged} charged"
            for key, state, total, posted, charged in connection.execute(_MONEY).fetchall()
        ]

    def _stock(self, connection: psycopg.Connection[Any]) -> list[str]:
        return [
            f"{variant}: {on_hand} on hand of {self.seeded[variant]}, {reserved} reserved and {promised} promised"
            for variant, on_hand, reserved, promised in connection.execute(_STOCK).fetchall()
            if on_hand != self.seeded[variant] or reserved != promised or reserved > on_hand
        ]

    def _audit(self) -> list[str]:
        done = command(self.marketplace.folder, "audit", "--json")
        if done.returncode == 0:
            return []
        try:
            promises = json.loads(done.stdout)["promises"]
        except ValueError:
            return [f"entrepot audit: {done.stderr[-500:]}"]
        return [
            f"entrepot audit: {check}"
            for promise in promises
            for check in promise["checks"]
            if not check["ok"]
        ]


def _essence(asked: Asked) -> tuple[object, ...]:
    """What a repeated request must be told again, to the letter; only the state may be a later one."""
    numbers = [order["number"] for order in asked.answer.get("orders", ())]
    return asked.is_acknowledged, *(asked.answer.get(name) for name in ("id", "total", "currency")), numbers
