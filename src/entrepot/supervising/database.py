"""The database of a marketplace: the one of DATABASE_URL, or the one in the data folder, ours to start or running."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg

from entrepot.embedded import DatabaseInUse, DatabaseUnavailable, EmbeddedPostgres, running
from entrepot.supervising.surroundings import Surroundings

_VERSION_MIN = 150000


@dataclass(frozen=True, slots=True)
class Database:
    """Where the database is; `server` is there when this process keeps it."""

    owner_url: str
    app_url: str
    description: str
    server: EmbeddedPostgres | None = None

    @property
    def app_role(self) -> str | None:
        """The role that owns nothing, None where web and worker connect as the owner."""
        role = unquote(urlsplit(self.app_url).username or "")
        return role if role and role != unquote(urlsplit(self.owner_url).username or "") else None


@contextlib.contextmanager
def database(
    surroundings: Surroundings, *, tell: Callable[[str], None], share: bool = False
) -> Iterator[Database]:
    """The database for as long as the block runs.

    With `share` one that another process keeps for the same data folder will do; without it that is refused
    (DatabaseInUse), because two trees in one folder would both be its keeper. DatabaseUnavailable says why there is none.
    """
    if url := surroundings["DATABASE_URL"]:
        yield Database(url, surroundings["DATABASE_APP_URL"] or url, _reached(url))
        return
    folder = surroundings.data_folder
    if share and (found := running(folder)):
        yield Database(found.owner, found.app, _in_the_box(folder / "postgres"))
        return
    server = EmbeddedPostgres(folder, tell=tell)
    try:
        server.start()
    except DatabaseInUse:
        # Another process was a moment quicker: what it started will do where sharing is allowed.
        found = running(folder) if share else None
        if found is None:
            raise
        yield Database(found.owner, found.app, _in_the_box(folder / "postgres"))
        return
    try:
        yield Database(server.owner_url, server.app_url, _in_the_box(server.cluster), server)
    finally:
        server.stop()


def _in_the_box(cluster: Path) -> str:
    return f"PostgreSQL 18 in the box, in {cluster}"


def _reached(url: str) -> str:
    """Connect once and describe what answered; DatabaseUnavailable says what is wrong, without the password."""
    parts = urlsplit(url)
    where = f"{parts.hostname or 'a socket'}, {unquote(parts.path.lstrip('/'))} (DATABASE_URL)"
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version
    except psycopg.Error as why:
        reason = str(why).strip().splitlines()[-1]
        raise DatabaseUnavailable(f"The database at {where} cannot be reached: {reason}") from None
    if version < _VERSION_MIN:
        raise DatabaseUnavailable(
            f"The database at {where} is PostgreSQL {version // 10000}; 15 or newer is needed."
        )
    return f"PostgreSQL {version // 10000} at {where}"
