"""Queries that Django builds and compiles once in the life of a process, and PostgreSQL plans once a connection.

For what a page reads on every request: building and compiling a QuerySet with subqueries costs more than running it does
(bench/README.md). The rules of who sees what stay where they are, in the scopes of the models.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.db.models import QuerySet

from entrepot.kit.sql import fetch


def rows_of(queryset: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """The rows of a `values_list`, as the driver reads them: JSON comes as text."""
    statement, parameters = queryset.query.sql_with_params()
    return fetch(statement, parameters)


class Compiled:
    """`Compiled(lambda key: Thing.objects.public().filter(pk=key).values_list(…))`, asked by `fetch(key)`.

    `build` is called once, with marks in the place of ids; nothing else may vary, neither the caller nor the time.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *, ids: int = 1) -> None:
        self._build = build
        self._marks = [uuid4() for _ in range(ids)]

    def fetch(self, *ids: UUID) -> list[tuple[Any, ...]]:
        """The rows, as the driver reads them: JSON comes as text."""
        statement, parameters = self._statement
        given = dict(zip(self._marks, ids, strict=True))
        return fetch(statement, [given.get(value, value) for value in parameters])

    @cached_property
    def _statement(self) -> tuple[str, tuple[Any, ...]]:
        statement, parameters = self._build(*self._marks).query.sql_with_params()
        return statement, tuple(parameters)
