"""Making a cluster: where it lives, `initdb`, two roles and the database, all or nothing."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from entrepot.embedded.account import Account
from entrepot.embedded.errors import DatabaseUnavailable
from entrepot.embedded.records import APP, OWNER, SUPERUSER, Credentials, write_credentials

DATABASE = "entrepot"
VERSION = "18"
_ELSEWHERE = Path("/var/lib/entrepot")


def make_cluster(
    data_folder: Path,
    *,
    programs: Path,
    account: Account | None,
    for_tests: bool,
    tell: Callable[[str], None],
) -> Credentials:
    """Make the cluster of `data_folder` and return its credentials.

    Everything happens in a folder beside the final one, which is renamed when it is whole: a start that is cut short
    leaves nothing that looks like a database.
    """
    place = _place(data_folder, account=account, tell=tell)
    fresh = place.with_name(place.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if account:
        os.chown(fresh, account.uid, account.gid)
    elsewhere = None if place == data_folder / "postgres" else str(place)
    credentials = Credentials.generate(cluster=elsewhere)
    initdb: list[str | Path] = [
        programs / "initdb",
        "--pgdata",
        fresh,
        "--username",
        SUPERUSER,
        "--auth",
        "reject",
    ]
    initdb += [
        "--encoding",
        "UTF8",
        "--no-locale",
        "--locale-provider",
        "builtin",
        "--builtin-locale",
        "C.UTF-8",
    ]
    initdb += ["--no-instructions", *(["--no-sync", "--wal-segsize", "1"] if for_tests else [])]
    _run(initdb, account=account)
    _run(
        [
            programs / "postgres",
            "--single",
            "-D",
            fresh,
            "-c",
            f"fsync={'off' if for_tests else 'on'}",
            "postgres",
        ],
        account=account,
        feed=_first_statements(credentials),
    )
    write_credentials(data_folder, credentials)
    fresh.rename(place)
    return credentials


def clean_environment() -> Mapping[str, str]:
    """Our environment without what would bend the server: PGDATA, PGOPTIONS and the like, the language, the zone."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG", "TZ"))
    }
    return kept | {"LC_ALL": "C", "HOME": "/"}


def _place(data_folder: Path, *, account: Account | None, tell: Callable[[str], None]) -> Path:
    """The folder for a new cluster: in the data folder, unless the server's account cannot get there."""
    if account is None or account.can_enter(data_folder):
        return data_folder / "postgres"
    _ELSEWHERE.mkdir(mode=0o755, parents=True, exist_ok=True)
    place = _ELSEWHERE / f"{data_folder.name}-{secrets.token_hex(4)}"
    if not account.can_enter(_ELSEWHERE):
        raise DatabaseUnavailable(
            f"PostgreSQL does not run as root, and the account {account.name} can enter neither {data_folder}"
            f" nor {_ELSEWHERE}: choose another folder with ENTREPOT_DATA, or start as an ordinary user."
        )
    tell(
        f"PostgreSQL runs as {account.name}, which cannot enter {data_folder}: the database lives in {place},"
        " everything else stays in the data folder."
    )
    return place


def _first_statements(credentials: Credentials) -> str:
    """One statement a line, as single-user mode reads them. The owner may create databases, for the tests."""
    return "".join(
        f"{statement};\n"
        for statement in (
            f"ALTER ROLE {SUPERUSER} PASSWORD '{credentials.admin}'",
            f"CREATE ROLE {OWNER} LOGIN CREATEDB PASSWORD '{credentials.owner}'",
            f"CREATE ROLE {APP} LOGIN PASSWORD '{credentials.app}'",
            f"CREATE DATABASE {DATABASE} OWNER {OWNER}",
        )
    )


def _run(command: list[str | Path], *, account: Account | None, feed: str = "") -> None:
    done = subprocess.run(
        [str(part) for part in command],
        input=feed,
        cwd="/",
        env=dict(clean_environment()),
        capture_output=True,
        text=True,
        **(account.as_popen() if account else {}),
    )
    # Single-user mode ends with success even when a statement failed.
    if done.returncode or "ERROR:" in done.stderr or "FATAL:" in done.stderr:
        said = "\n".join((done.stderr or done.stdout).strip().splitlines()[-8:])
        raise DatabaseUnavailable(f"{Path(command[0]).name} failed:\n{said}")
