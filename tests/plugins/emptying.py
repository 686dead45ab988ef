"""Between tests with real transactions Django empties every table by TRUNCATE, which the ledger refuses whoever asks.

Only here, where the tests own the database and its rows mean nothing, the triggers sleep for that one statement.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations

_sql_flush = DatabaseOperations.sql_flush


def _sql_flush_of_the_ledger_too(
    self: DatabaseOperations, style: Any, tables: Any, **options: Any
) -> list[str]:
    statements = _sql_flush(self, style, tables, **options)
    if "ledger_transfer" not in tables:
        return statements
    return [
        "ALTER TABLE ledger_transfer DISABLE TRIGGER USER;",
        *statements,
        "ALTER TABLE ledger_transfer ENABLE ALWAYS TRIGGER ledger_transfer_kept;",
        "ALTER TABLE ledger_transfer ENABLE ALWAYS TRIGGER ledger_transfer_not_emptied;",
    ]


def pytest_configure() -> None:
    DatabaseOperations.sql_flush = _sql_flush_of_the_ledger_too  # type: ignore[assignment,method-assign]


@pytest.fixture(autouse=True)
def _house_accounts_forgotten() -> Iterator[None]:
    """What one test's transaction made is not there for the next."""
    yield
    from entrepot.ledger import posting

    posting.forget_house_accounts()
