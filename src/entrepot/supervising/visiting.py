"""The way into a marketplace for a command that ends: its database is found or started, then Django is ready."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator

from entrepot.supervising import starting
from entrepot.supervising.database import Database, database
from entrepot.supervising.surroundings import Surroundings


def to_stderr(sentence: str) -> None:
    """Where a command's progress goes: its result alone is on standard output."""
    sys.stderr.write(sentence + "\n")


@contextlib.contextmanager
def marketplace(*, as_owner: bool = False, tell: Callable[[str], None] = to_stderr) -> Iterator[Database]:
    """For the length of the block the database answers, is current, and Django is set up to use it.

    It connects as the role that owns nothing, as web and worker do; `as_owner` is for what changes tables. Import what
    needs Django inside the block, never before: settings are read once.
    """
    surroundings = Surroundings()
    surroundings.keep_secrets()
    with database(surroundings, tell=tell, share=True) as found:
        starting.prepare(surroundings, found, tell=tell)
        url = found.owner_url if as_owner else found.app_url
        os.environ.update(surroundings.environ(DATABASE_URL=url, DATABASE_APP_URL=url))
        # The worker and the pages keep pools; a command makes one connection.
        os.environ.pop("ENTREPOT_POOL", None)
        import django

        django.setup()
        try:
            yield found
        finally:
            from django.db import connections

            connections.close_all()
