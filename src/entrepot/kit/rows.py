"""Many new rows of a model at once, by COPY: a quarter of the time of building an INSERT of as many parameters."""

import json
from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import models

from entrepot.kit.sql import insert_rows


def insert(objects: Sequence[models.Model]) -> None:
    """Insert these objects of one model, which have their keys, or get them from the database. Raises as `insert_rows` does."""
    if not objects:
        return
    table, columns, read = _shape(type(objects[0]))
    insert_rows(table, columns, [read(each) for each in objects])
    for each in objects:
        each._state.adding = False


@cache
def _shape(model: type[models.Model]) -> tuple[str, tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """A model's table, the columns that are ours to fill, and what reads their values from an object."""
    fields = [each for each in model._meta.concrete_fields if not isinstance(each, models.AutoField)]
    written = [isinstance(each, models.JSONField) for each in fields]
    get = attrgetter(*(each.attname for each in fields))

    def read(row: Any) -> tuple[Any, ...]:
        return tuple(
            json.dumps(value, ensure_ascii=False) if is_json else value
            for value, is_json in zip(get(row), written, strict=True)
        )

    return model._meta.db_table, tuple(f'"{each.column}"' for each in fields), read
