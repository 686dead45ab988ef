"""Between tests with real transactions Django empties every table by TRUNCATE: a new file for each of them and each of their
indexes. Here the few tables that a test has filled are emptied row by row, which takes a tenth of the time.

The ledger refuses that whoever asks. Only here, where the tests own the database and its rows mean nothing, the triggers that
refuse TRUNCATE sleep for that statement.
"""

from typing import Any

from django.db.backends.postgresql.operations import DatabaseOperations

_sql_flush = DatabaseOperations.sql_flush


def _sql_flush_of_what_has_rows(
    self: DatabaseOperations, style: Any, tables: Any, **options: Any
) -> list[str]:
    if "ledger_transfer" not in tables:
        return _sql_flush(self, style, tables, **options)
    filled, kept = _filled(self, tables), {table for (table,) in _named(self, _KEPT)}
    guarded = [self.quote_name(table) for table in filled if table in kept]
    guards = [
        (self.quote_name(table), self.quote_name(guard))
        for table, guard in _named(self, _NOT_EMPTIED)
        if table in filled
    ]
    statements = [
        *(f"ALTER TABLE {table} DISABLE TRIGGER {guard};" for table, guard in guards),
        *([f"TRUNCATE {', '.join(guarded)};"] if guarded else []),
        *(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {guard};" for table, guard in guards),
    ]
    # Most foreign keys are checked at the end of the transaction; what one that is not refers to goes last.
    first = {table for (table,) in _named(self, _REFERRING)}
    others = sorted((table for table in filled if table not in kept), key=lambda table: table not in first)
    return [*statements, *(f"DELETE FROM {self.quote_name(table)};" for table in others)]


def _filled(operations: DatabaseOperations, tables: Any) -> list[str]:
    """The tables that a test has left rows in, found by one question."""
    asked = (
        f"SELECT '{table}' WHERE EXISTS (SELECT FROM {operations.quote_name(table)})" for table in tables
    )
    with operations.connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [table for (table,) in cursor.fetchall()]


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


def _named(operations: DatabaseOperations, question: str) -> list[tuple[str, ...]]:
    """What the catalogue names; asked once."""
    if question not in _found:
        with operations.connection.cursor() as cursor:
            cursor.execute(question)
            _found[question] = cursor.fetchall()
    return _found[question]


def pytest_configure() -> None:
    DatabaseOperations.sql_flush = _sql_flush_of_what_has_rows  # type: ignore[assignment,method-assign]
