"""What migrations make of books that were there before."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from entrepot.ledger import audit
from tests.ledger.test_journals import J1, J2

_KEYS = "SELECT conname FROM pg_constraint WHERE confrelid = 'ledger_account'::regclass ORDER BY conname"


def keys() -> list[str]:
    """The foreign keys to an account."""
    with connection.cursor() as cursor:
        cursor.execute(_KEYS)
        return [name for (name,) in cursor.fetchall()]


class TestAccountsWithoutForeignKeys:
    def test_can_be_taken_back_and_made_again_with_books_that_are_kept(self, post):
        post(J1)
        assert keys() == []
        call_command("migrate", "ledger", "0004", verbosity=0)
        assert keys() == ["ledger_transfer_credit", "ledger_transfer_debit"]
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            with pytest.raises(IntegrityError, match="foreign key"), transaction.atomic():
                cursor.execute("DELETE FROM ledger_account")
        call_command("migrate", "ledger", verbosity=0)
        assert keys() == []
        post(J2)
        assert all(result.ok for result in audit.run([1, 2, 4]))
