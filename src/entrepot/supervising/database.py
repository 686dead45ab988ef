"""The database of a marketplace: the one of DATABASE_URL, or the one in the data folder, ours to start or running."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from entrepot.embedded import DatabaseInUse, EmbeddedPostgres, running
from entrepot.supervising.surroundings import Surroundings


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
    (DatabaseInUse), because two trees in one folder would both be its keeper.
    """
    if url := surroundings["DATABASE_URL"]:
        yield Database(url, surroundings["DATABASE_APP_URL"] or url, _described(url))
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


def _described(url: str) -> str:
    parts = urlsplit(url)
    return f"PostgreSQL at {parts.hostname or 'a socket'}, {unquote(parts.path.lstrip('/'))} (DATABASE_URL)"
