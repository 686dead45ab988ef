"""What a pool of database connections does when the database went away: it notices unasked, and looks for it each second."""

import select
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool

#: After so long an attempt to connect is given up for a fresh one: left alone, its pauses double for minutes, and a database
#: that is back would not be found.
RECONNECT_SECONDS = 1.0


def check(connection: "psycopg.Connection[Any]") -> None:
    """Raise OperationalError for a connection whose server is gone.

    A server that ends closes its side, and the socket can be read, which that of an idle connection cannot: so a look at the
    socket is enough for almost every connection, and only one that has something to say is asked. A question to the server
    each time would cost every request a round trip.

    Where one is dead, others are: left to itself the pool finds them one by one, and pauses before each twice as long as
    before the last. A purchase waited for nine seconds so.
    """
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        try:
            ConnectionPool.check_connection(connection)
        except psycopg.Error:
            if pool := getattr(connection, "_pool", None):
                pool.check()
            raise


def look_again(pool: "ConnectionPool[Any]") -> None:
    """An attempt was given up: begin another, for those who wait in this pool and may be the only ones who ever ask."""
    pool.check()
