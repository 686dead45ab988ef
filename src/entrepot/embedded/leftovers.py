"""A server that an earlier start left behind: waited for, and its stale `postmaster.pid` taken away."""

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path

from entrepot.embedded.errors import DatabaseInUse


def wait_for_leftovers(cluster: Path, *, until: float, tell: Callable[[str], None]) -> None:
    """Return when no process works in `cluster` any more; DatabaseInUse when one still does at `until` (monotonic).

    When our process is killed, PostgreSQL shuts down by itself a moment later, and its pid may be another program's by
    the time we look. So we ask who works in the folder, and trust neither the pid nor the file that holds it. Where
    there is no /proc, PostgreSQL's own checks remain.
    """
    if not Path("/proc/self/cwd").exists():
        return
    told = False
    while pids := _servers_in(cluster):
        if time.monotonic() > until:
            raise DatabaseInUse(f"PostgreSQL process {pids[0]} still works in {cluster}: stop it first.")
        if not told:
            tell("Waiting for an earlier PostgreSQL to end.")
            told = True
        time.sleep(0.05)
    (cluster / "postmaster.pid").unlink(missing_ok=True)


def _servers_in(cluster: Path) -> list[int]:
    """The PostgreSQL processes whose working folder is `cluster`; the server and each of its children go there."""
    found = []
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            if os.readlink(f"{entry.path}/cwd") != str(cluster):
                continue
            name = Path(entry.path, "comm").read_text(encoding="utf-8", errors="replace").strip()
            if name == "postgres":
                found.append(int(entry.name))
    return sorted(found)
