"""Set-based SQL: one statement and one round trip, whatever the number of rows.

Inserts go by COPY, the rest by statements with arrays that PostgreSQL parses and plans once a connection, over libpq itself:
the driver's cursors and adapters put the same on the wire, in a third of a purchase's time in Python (bench/README.md).
Each statement changes one table and takes its batch as arrays, so it runs unchanged on a cluster that shards by merchant.
"""

import re
import select
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import abc
from psycopg.adapt import Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg.types.numeric import Int2, Int4, Int8

from entrepot.kit.wire import ENCODERS, Encode, copied, in_words

_DONE = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)


@dataclass(slots=True)
class _Plan:
    """A statement as one connection has it planned: its name there, how each parameter is sent, how its rows are read."""

    name: bytes
    encoders: list[Encode]
    formats: list[int]
    rows: abc.Transformer
    knows_columns: bool = False


_plans: WeakKeyDictionary[psycopg.Connection, dict[str, _Plan]] = WeakKeyDictionary()
_numbers = count()
#: Plans that a connection keeps; a statement that has a list written into it is another one for each length.
_PLANS_MAX = 200
#: Classes by which Django says of which type a number in its own statements is; all other types PostgreSQL finds out.
_TYPES: dict[type, int] = {Int2: 21, Int4: 23, Int8: 20}


@cache
def _numbered(statement: str) -> bytes:
    """`statement` with `$1`, `$2`, ... where it has `%s`, as the protocol wants it."""
    places = count(1)
    return re.sub(r"%[s%]", lambda found: "%" if found[0] == "%%" else f"${next(places)}", statement).encode()


def _begun(django: BaseDatabaseWrapper) -> psycopg.Connection:
    """Django's connection, in a transaction where Django wants one: psycopg begins it with its first statement, and so do we."""
    django.ensure_connection()
    raw: psycopg.Connection = django.connection
    if not raw.autocommit and raw.pgconn.transaction_status == TransactionStatus.IDLE:
        _checked(raw, raw.pgconn.exec_(b"BEGIN"))
    return raw


def _checked(raw: psycopg.Connection, result: PGresult, *fine: int) -> PGresult:
    if result.status in (fine or _DONE):
        return result
    error = error_from_result(result, raw.info.encoding)
    if raw.pgconn.status == ConnStatus.BAD:
        raise psycopg.OperationalError(str(error) or "the connection is lost")
    raise error


def _planned(raw: psycopg.Connection, statement: str, parameters: Sequence[Any]) -> _Plan:
    plans = _plans.setdefault(raw, {})
    plan = plans.get(statement)
    if plan is None:
        if len(plans) >= _PLANS_MAX:
            oldest = plans.pop(next(iter(plans)))
            _checked(raw, raw.pgconn.exec_(b"DEALLOCATE " + oldest.name))
        name = b"entrepot_%d" % next(_numbers)
        types = [_TYPES.get(type(value), 0) for value in parameters]
        _checked(raw, raw.pgconn.prepare(name, _numbered(statement), types))
        told = _checked(raw, raw.pgconn.describe_prepared(name))
        encoders = [ENCODERS.get(told.param_type(place), in_words) for place in range(told.nparams)]
        formats = [int(encode is not in_words) for encode in encoders]
        plan = plans[statement] = _Plan(name, encoders, formats, Transformer(raw))
    return plan


def _seen(django: BaseDatabaseWrapper, statement: str) -> None:
    """Let those who count statements (tests of a page's queries, the bench) see ours beside Django's."""
    if django.queries_logged:
        django.queries_log.append({"sql": statement, "time": "0"})


def _executed(
    django: BaseDatabaseWrapper, statement: str, parameters: Sequence[Any]
) -> tuple[_Plan, PGresult]:
    _seen(django, statement)
    raw = _begun(django)
    plan = _planned(raw, statement, parameters)
    try:
        values: list[Any] = [
            None if value is None else encode(value)
            for encode, value in zip(plan.encoders, parameters, strict=True)
        ]
    except struct.error as why:  # a number that the parameter's type does not hold
        raise psycopg.DataError(str(why)) from None
    return plan, _checked(raw, raw.pgconn.exec_prepared(plan.name, values, plan.formats))


def fetch(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Every row that `statement` answers. Parameters are positional, and every array has its cast in the statement.

    Raises Django's database errors, as `run` and `insert_rows` do.
    """
    django = connections[DEFAULT_DB_ALIAS]
    with django.wrap_database_errors:
        plan, result = _executed(django, statement, parameters)
        plan.rows.set_pgresult(result, set_loaders=not plan.knows_columns)
        plan.knows_columns = True
        return plan.rows.load_rows(0, result.ntuples, tuple)


def run(statement: str, parameters: Sequence[Any]) -> int:
    """Run a statement that answers no rows; how many rows it touched."""
    django = connections[DEFAULT_DB_ALIAS]
    with django.wrap_database_errors:
        _plan, result = _executed(django, statement, parameters)
        return result.command_tuples or 0


@cache
def _copy(table: str, columns: tuple[str, ...]) -> bytes:
    return f"COPY {table} ({', '.join(columns)}) FROM STDIN".encode()


def insert_rows(table: str, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert `rows` into `table` by COPY; `table` and `columns` are of our own code, never a caller's text.

    Columns that are not named get the database's default, not the model's.
    """
    if not rows:
        return
    statement = _copy(table, columns)
    django = connections[DEFAULT_DB_ALIAS]
    _seen(django, statement.decode())
    data = copied(rows)
    with django.wrap_database_errors:
        raw = _begun(django)
        _checked(raw, raw.pgconn.exec_(statement), ExecStatus.COPY_IN)
        raw.pgconn.put_copy_data(data)
        raw.pgconn.put_copy_end()
        results = list(_until_idle(raw.pgconn))
        for result in results:
            _checked(raw, result)


def _until_idle(pgconn: PGconn) -> Iterable[PGresult]:
    """The results that are still to come, waited for: the driver's `get_result` would wait with the interpreter's lock held.

    What is larger than the socket's buffer has not all been sent when it was handed over: the rest goes as the server reads.
    """
    while True:
        if (unsent := pgconn.flush()) or pgconn.is_busy():
            waiting = select.poll()
            waiting.register(pgconn.socket, select.POLLIN | select.POLLOUT if unsent else select.POLLIN)
            while unsent or pgconn.is_busy():
                waiting.poll()
                pgconn.consume_input()
                if unsent and not (unsent := pgconn.flush()):
                    waiting.modify(pgconn.socket, select.POLLIN)
        result = pgconn.get_result()
        if result is None:
            return
        yield result


def columns(spec: str) -> tuple[str, ...]:
    """`"id state created_at"` as the names that `insert_rows` takes."""
    return tuple(spec.split())


def arrays_of[R](rows: Iterable[tuple[R, ...]], width: int) -> list[list[R]]:
    """The columns of `rows` as lists, also when there are no rows."""
    listed = list(rows)
    return [list(column) for column in zip(*listed, strict=True)] if listed else [[] for _ in range(width)]
