"""Between tests with real transactions Django empties every table by TRUNCATE: a new file for each of them and each of their
indexes. Then it writes anew what no test changes (the types of content and their permissions), and opens a new connection. Here
the few tables that a test has filled are emptied row by row, and the rest is left, which takes a twentieth of the time.

The ledger refuses that whoever asks. Only here, where the tests own the database and its rows mean nothing, the triggers that
refuse TRUNCATE sleep for that statement.
"""

from typing import Any

from django.db import connection
from django.test import TransactionTestCase


def empty(test: TransactionTestCase) -> None:
    """What `flush` would do: no table has rows but those that the migrations filled."""
    with connection.cursor() as cursor:
        filled = _filled(cursor)
        if not filled:
            return
        cursor.execute("".join(_statements(cursor, filled)))


def _statements(cursor: Any, filled: list[str]) -> list[str]:
    kept = {table for (table,) in _named(cursor, _KEPT)}
    guarded = [_quoted(table) for table in filled if table in kept]
    guards = [
        (_quoted(table), _quoted(guard)) for table, guard in _named(cursor, _NOT_EMPTIED) if table in filled
    ]
    # Most foreign keys are checked at the end of the transaction; what one that is not refers to goes last.
    first = {table for (table,) in _named(cursor, _REFERRING)}
    others = sorted((table for table in filled if table not in kept), key=lambda table: table not in first)
    return [
        "BEGIN;",
        *(f"ALTER TABLE {table} DISABLE TRIGGER {guard};" for table, guard in guards),
        *([f"TRUNCATE {', '.join(guarded)};"] if guarded else []),
        *(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {guard};" for table, guard in guards),
        *(f"DELETE FROM {_quoted(table)};" for table in others),
        "COMMIT;",
    ]


def _filled(cursor: Any) -> list[str]:
    """The tables that a test has left rows in, found by one question."""
    if "tables" not in _found:
        there = connection.introspection.django_table_names(only_existing=True, include_views=False)
        _found["tables"] = [(table,) for table in there if table not in _LEFT]
    asked = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM {_quoted(table)})" for (table,) in _found["tables"])
    cursor.execute(" UNION ALL ".join(asked))
    return [table for (table,) in cursor.fetchall()]


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


#: What a migration writes and no test changes.
_LEFT = ("django_content_type", "auth_permission")
#: Tables whose rows a trigger keeps, which can only be emptied whole; the triggers that refuse even that; and tables with a
#: foreign key that is checked at once.
_KEPT = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
_NOT_EMPTIED = """
SELECT tgrelid::regclass::text, tgname::text FROM pg_trigger
 WHERE NOT tgisinternal AND tgenabled = 'A' AND tgtype & 32 <> 0 ORDER BY 1, 2
"""
_REFERRING = """
SELECT DISTINCT conrelid::regclass::text FROM pg_constraint
 WHERE contype = 'f' AND NOT condeferrable AND conrelid <> confrelid
"""
_found: dict[str, list[tuple[str, ...]]] = {}


def _named(cursor: Any, question: str) -> list[tuple[str, ...]]:
    """What the catalogue names; asked once."""
    if question not in _found:
        cursor.execute(question)
        _found[question] = cursor.fetchall()
    return _found[question]


def pytest_configure() -> None:
    TransactionTestCase._fixture_teardown = empty  # type: ignore[attr-defined]
    TransactionTestCase._should_reload_connections = lambda test: False  # type: ignore[attr-defined]
