"""Millions of orders that were there before the measurement: real ones, bought through the verbs, and copied set-wise.

A copy is an order of its own in every table: ids moved back in time by one span a copy (so that steps and events keep their
order and no two ids meet), people of its own, accounts of its own with the ids that the ledger insists on, reservations that the
stock knows. The audit finds nothing to say of it. Columns are read from the catalogue, so a new one is copied too. Needs Django,
as the owner.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

from entrepot.bench import direct
from entrepot.kit import clock
from entrepot.kit.ids import first_id_at
from entrepot.kit.sql import fetch

#: Purchases that are copied, of two orders each, at the most.
_TEMPLATES = 2_000
#: Purchases written in one transaction.
_CHUNK = 50_000

_FUNCTIONS = """
CREATE OR REPLACE FUNCTION pg_temp.moved(id uuid, back bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex(('x' || left(hex, 12))::bit(48)::bigint - back), 12, '0') || substr(hex, 13))::uuid
      FROM (SELECT replace(id::text, '-', '') AS hex) AS written
$$;
CREATE OR REPLACE FUNCTION pg_temp.other(person bytea, copy int) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT decode(md5(person || int4send(copy)), 'hex')
$$;
"""

_MOVED = "pg_temp.moved({}, copy.back)"
_OTHER = "pg_temp.other({}, copy.number)"


@dataclass(frozen=True, slots=True)
class _Table:
    """How the rows of one table are copied: which columns are ids of the purchase's own, which are something else again."""

    ids: str
    chosen_by: str
    others: Mapping[str, str] = field(default_factory=dict)
    source: str = ""


_HASH = {"id_hash": _OTHER.format("t.id_hash")}
_OWNED = "md5({0}.number || ':' || pg_temp.moved({0}.owner_id, copy.back) || ':' || t.currency)::uuid"
_HOUSE = "'00000000-0000-0000-0000-000000000000'"
_SIDE = f"CASE WHEN {{0}}.owner_id = {_HOUSE} THEN {{0}}.id ELSE {_OWNED} END"

_TABLES = {
    "identity_personalrecord": _Table("id", "id", _HASH),
    "trade_purchase": _Table("id record_id", "id", {"key": "t.key || '-' || copy.number"}),
    "trade_order": _Table("id purchase_id record_id", "id"),
    "trade_orderline": _Table("id order_id", "id"),
    "trade_step": _Table("id order_id", "id"),
    "payments_payment": _Table("id", "id"),
    "kit_event": _Table("id subject_id", "id", {"told_at": "coalesce(t.told_at, t.created_at)"}),
    "stock_reservation": _Table("id order_id", "order_id"),
    "customs_allowancehold": _Table("order_id", "order_id", _HASH),
    "ledger_account": _Table("owner_id", "owner_id", {"id": _OWNED.format("t")}),
    "ledger_transfer": _Table(
        "id journal_id subject_id",
        "id",
        {"debit_id": _SIDE.format("debit"), "credit_id": _SIDE.format("credit")},
        " JOIN ledger_account AS debit ON debit.id = t.debit_id AND debit.currency = t.currency"
        " JOIN ledger_account AS credit ON credit.id = t.credit_id AND credit.currency = t.currency",
    ),
}

_COPIES = """
CREATE TEMPORARY TABLE copies (number int, back bigint) ON COMMIT DROP;
INSERT INTO copies SELECT number, number::bigint * %(span)s FROM generate_series(%(start)s, %(end)s) AS number
"""

# What the copies reserve and use, counted once for the whole chunk: the sums that the audit compares.
_SUMS = """
UPDATE stock_level AS level SET reserved = level.reserved + held.quantity
  FROM (SELECT level_id, sum(quantity) * %(copies)s AS quantity FROM stock_reservation
         WHERE order_id BETWEEN %(first)s AND %(last)s GROUP BY level_id) AS held
 WHERE level.id = held.level_id;
INSERT INTO customs_allowance (id_hash, year, used_minor)
SELECT pg_temp.other(t.id_hash, copy.number), t.year, sum(t.minor)
  FROM customs_allowancehold AS t CROSS JOIN pg_temp.copies AS copy
 WHERE t.order_id BETWEEN %(first)s AND %(last)s GROUP BY 1, 2
"""


def fill(data: Path, *, orders: int, tell: Callable[[str], None]) -> None:
    """See to it that at least so many orders are in the database of `data`; once it has them, nothing is done."""
    [(there,)] = fetch("SELECT count(*) FROM trade_order", [])
    wanted = (orders - there) // 2
    if wanted <= 0:
        return
    tell(f"{orders - there:,} orders are written before the measurement.")
    first = first_id_at(clock.now())
    began = time.time()
    made = direct.buy(data, purchases=max(min(_TEMPLATES, wanted // 20), 1))
    span = int((time.time() - began) * 1000) + 1_000
    bounds: dict[str, Any] = {"first": first, "last": first_id_at(clock.now())}
    batch, copies = max(_CHUNK // made, 1), -(-(wanted - made) // made)
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTIONS)
        # One text of many statements is one transaction.
        script = ";\n".join([_COPIES, *(_statement(name, table) for name, table in _TABLES.items()), _SUMS])
        for start in range(1, copies + 1, batch):
            end = min(start + batch - 1, copies)
            chunk = {"start": start, "end": end, "copies": end - start + 1, "span": span}
            cursor.execute(script, bounds | chunk)
            tell(f"{there + 2 * made * (1 + end):,} orders")
        cursor.execute("VACUUM ANALYZE")


def _statement(name: str, table: _Table) -> str:
    columns = [row[0] for row in fetch(_COLUMNS, [name])]
    ids = table.ids.split()
    values = [
        table.others.get(column) or (_MOVED.format(f"t.{column}") if column in ids else f"t.{column}")
        for column in columns
    ]
    return (
        f"INSERT INTO {name} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {name} AS t{table.source}"
        f" CROSS JOIN pg_temp.copies AS copy WHERE t.{table.chosen_by} BETWEEN %(first)s AND %(last)s"
    )


_COLUMNS = """
SELECT attname::text FROM pg_attribute
 WHERE attrelid = %s::text::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
"""
