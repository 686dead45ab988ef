"""A pool sees at once that its database went away."""

from typing import Any

import psycopg
import pytest
from django.db import connection

from entrepot.kit import pooling

pytestmark = [pytest.mark.django_db, pytest.mark.faults]


@pytest.fixture
def pooled() -> "psycopg.Connection[Any]":
    return psycopg.connect(**connection.get_connection_params(), autocommit=True)


class TestCheck:
    def test_passes_a_connection_that_is_idle(self, pooled: "psycopg.Connection[Any]") -> None:
        pooling.check(pooled)
        assert pooled.execute("SELECT 1").fetchone() is not None

    def test_refuses_one_whose_server_is_gone(self, pooled: "psycopg.Connection[Any]") -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pooled.info.backend_pid])
        with pytest.raises(psycopg.OperationalError):
            pooling.check(pooled)
