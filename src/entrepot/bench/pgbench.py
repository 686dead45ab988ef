"""The machine's own measure: what PostgreSQL's pgbench reaches in the same server, in a database of its own."""

import re
import shutil
import subprocess
from collections.abc import Callable
from urllib.parse import urlsplit

import psycopg

CLIENTS = 16
#: More branches than clients, so that they wait for the disk and not for each other's rows; a trial of a few seconds has one.
_SCALE, _TRIAL_SECONDS = 32, 5
_DATABASE = "entrepot_pgbench"


def tps(owner_url: str, *, seconds: int, tell: Callable[[str], None]) -> float | None:
    """Transactions a second of the TPC-B-like script; None where there is no pgbench, which is then said."""
    binary = shutil.which("pgbench")
    if binary is None:
        tell("pgbench is missing (apt-get install postgresql-15): nothing to compare with")
        return None
    url = urlsplit(owner_url)._replace(path=f"/{_DATABASE}").geturl()
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {_DATABASE}")
        connection.execute(f"CREATE DATABASE {_DATABASE}")
        scale = _SCALE if seconds > _TRIAL_SECONDS else 1
        try:
            _run([binary, "--initialize", "--quiet", f"--scale={scale}", url])
            said = _run([binary, f"--client={CLIENTS}", "--jobs=2", f"--time={seconds}", url])
        finally:
            connection.execute(f"DROP DATABASE {_DATABASE} WITH (FORCE)")
    found = re.search(r"^tps = ([0-9.]+)", said, re.MULTILINE)
    return round(float(found[1]), 1) if found else None


def _run(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
