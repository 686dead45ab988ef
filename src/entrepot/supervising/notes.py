"""What the last start left in the database about itself, so that the next can be quick.

Kept as the comment of Django's own table of migrations: it goes where the database goes, and is gone when that is.
"""

import json

import psycopg
from psycopg import sql

_TABLE = "django_migrations"


def read(owner_url: str) -> dict[str, str]:
    """The notes, empty for a database that has none."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT obj_description(to_regclass(%s), 'pg_class')", [f"public.{_TABLE}"]
        ).fetchone()
    try:
        notes = json.loads(row[0]) if row and row[0] else {}
    except ValueError:
        return {}
    return notes if isinstance(notes, dict) else {}


def write(owner_url: str, **changes: str) -> None:
    """Add to the notes."""
    notes = json.dumps(read(owner_url) | changes, sort_keys=True)
    statement = sql.SQL("COMMENT ON TABLE public.{} IS {}").format(sql.Identifier(_TABLE), sql.Literal(notes))
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(statement)
