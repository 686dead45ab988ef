"""Set-based inserts: one statement and one round trip, whatever the number of rows.

Arrays through `unnest` rather than VALUES lists: the statement's text stays the same, so PostgreSQL plans it once, and the
statement runs unchanged on a cluster that shards by merchant (architecture, section 8).
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connection


@cache
def _statement(table: str, columns: tuple[tuple[str, str], ...]) -> str:
    names = ", ".join(name for name, _ in columns)
    arrays = ", ".join(f"%s::{type_}[]" for _, type_ in columns)
    return f"INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays})"


def insert_rows(table: str, columns: tuple[tuple[str, str], ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert `rows` into `table`; `columns` are (name, PostgreSQL type) pairs of our own code, never a caller's text."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(_statement(table, columns), [list(column) for column in zip(*rows, strict=True)])


def fetch(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Every row that `statement` answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(parameters))
        return cursor.fetchall()


def run(statement: str, parameters: Sequence[Any]) -> int:
    """Run a statement that answers no rows; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(parameters))
        return int(cursor.rowcount)


def columns(spec: str) -> tuple[tuple[str, str], ...]:
    """`"id:uuid state:text"` as the pairs that `insert_rows` takes."""
    return tuple((name, type_) for name, type_ in (word.split(":") for word in spec.split()))


def arrays_of[R](rows: Iterable[tuple[R, ...]], width: int) -> list[list[R]]:
    """The columns of `rows` as lists, also when there are no rows."""
    listed = list(rows)
    return [list(column) for column in zip(*listed, strict=True)] if listed else [[] for _ in range(width)]
