"""Bringing a database and a data folder up to what the code expects, and knowing cheaply that they are.

Run as a program (`python -m entrepot.supervising.preparing`) it does the work, as the owner; `up` asks `fingerprint`
first, because a second start has better things to do than to load Django for nothing.
"""

import hashlib
import importlib
import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import entrepot

_PACKAGE = Path(entrepot.__file__).resolve().parent
#: What changes the database or the collected files when it changes.
_PATTERNS = ("**/migrations/*.py", "**/sql/*.sql", "**/grants.py", "**/glossary.csv", "config/settings.py")
_STATIC = ("web/static/**/*", "web/*/static/**/*", "sandbox/static/**/*")
#: One run at a time in one database, whichever machine it comes from.
_LOCK = 0x656E7472


def fingerprint(*, app_role: str | None) -> str:
    """What a prepared database was prepared with: migrations, grants, the pages' files, the packages installed."""
    digest = hashlib.sha256(f"{app_role}\0".encode())
    for pattern in (*_PATTERNS, *_STATIC):
        for path in sorted(_PACKAGE.glob(pattern)):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(_PACKAGE)}\0".encode())
                digest.update(path.read_bytes())
    packages = Path(importlib.util.find_spec("psycopg").origin).parents[1]  # type: ignore[union-attr,arg-type]  # it is installed
    digest.update("\0".join(sorted(path.name for path in packages.glob("*.dist-info"))).encode())
    return digest.hexdigest()[:32]


def migrations() -> set[str]:
    """The migrations of ours that this code knows, as `app.name`; without Django."""
    return {
        f"{path.parents[1].name}.{path.stem}"
        for path in _PACKAGE.glob("**/migrations/*.py")
        if path.stem != "__init__"
    }


def prepare(*, app_role: str | None) -> None:
    """Apply migrations, give `app_role` its rights, load first rows, collect the pages' files. Django is set up, as the owner."""
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        # A migration that cannot have a table soon gives up, before everyone else queues behind it.
        cursor.execute("SET lock_timeout = '60s'")
        call_command("migrate", interactive=False, verbosity=1)
        if app_role:
            for statement in grants(app_role):
                cursor.execute(statement)
        for load in first_rows():
            load()
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    call_command("collectstatic", interactive=False, verbosity=0)


def first_rows() -> Iterator[Callable[[], object]]:
    """What each domain fills its tables with before anybody uses them (its `first_rows.load`); a second time changes nothing."""
    from django.apps import apps

    for app in apps.get_app_configs():
        if importlib.util.find_spec(f"{app.name}.first_rows"):
            yield importlib.import_module(f"{app.name}.first_rows").load


def grants(role: str) -> Iterator[str]:
    """The rights of a role that owns nothing: the rows, and then what each domain takes back (its `grants.SQL`)."""
    from django.apps import apps
    from django.db import connection

    name = connection.ops.quote_name(role)
    yield f"GRANT USAGE ON SCHEMA public TO {name}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {name}"
    for app in apps.get_app_configs():
        if importlib.util.find_spec(f"{app.name}.grants"):
            module = importlib.import_module(f"{app.name}.grants")
            yield module.SQL.replace(module.ROLE, name)


def main() -> None:
    """Prepare the database of the environment; the role to give rights to is the only argument, "" for none."""
    import django

    django.setup()
    prepare(app_role=sys.argv[1] or None)


if __name__ == "__main__":
    main()
