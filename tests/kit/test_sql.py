"""The driver's own cursor: bound in binary, planned once a connection."""

import pytest
from django.db import connection

from entrepot.kit.sql import fetch

pytestmark = pytest.mark.django_db


class TestFetch:
    def test_has_a_statement_planned_once_a_connection(self) -> None:
        for number in range(3):
            assert fetch("SELECT %s::int + 40", [number]) == [(number + 40,)]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT _1::int + 40'"
            )
            assert cursor.fetchone() == (1,)
