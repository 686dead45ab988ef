"""A pool sees at once that its database went away."""

from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg_pool import ConnectionPool

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

    def test_finds_all_that_are_gone_with_the_first(self) -> None:
        parameters = connection.get_connection_params() | {"autocommit": True}
        with ConnectionPool(
            kwargs=parameters, min_size=4, max_size=4, check=pooling.check, open=True
        ) as pool:
            pool.wait(10)
            held = [pool.getconn() for _ in range(4)]
            backends = [one.info.backend_pid for one in held]
            for one in held:
                pool.putconn(one)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM unnest(%s::int[]) AS pid", [backends]
                )
            with pool.connection(timeout=5) as fresh:
                assert fresh.info.backend_pid not in backends
            # One by one would have taken seven seconds: the pool pauses twice as long before each next one.
            assert pool.get_stats()["connections_lost"] >= 4
