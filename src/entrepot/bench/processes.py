"""What each process of a marketplace under load costs: CPU seconds from /proc, by what the process is for."""

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")

#: Who a process is, by what its command line holds; the first that fits.
_NAMES = (
    ("granian", "web"),
    ("workers.main", "worker"),
    ("search.writing", "index writer"),
    ("postgres: checkpointer", "checkpointer"),
    ("postgres: walwriter", "wal writer"),
    ("postgres: autovacuum", "autovacuum"),
    ("postgres: background writer", "background writer"),
    ("postgres: io worker", "io workers"),
    ("postgres: entrepot_", "backends"),
    ("postgres:", "other postgres"),
    ("bin/postgres", "postmaster and ended backends"),
)


def cpu_seconds(root: int) -> dict[str, float]:
    """CPU seconds used so far by `root` and all processes under it, summed by name.

    What a server's ended children used is counted with their parent: the backends of closed connections, autovacuum's workers.
    """
    used: dict[str, float] = defaultdict(float)
    for pid in _family(root):
        try:
            command = (
                (_PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            )
            own, ended = _ticks(pid)
        except OSError:
            continue  # it has ended meanwhile
        name = next((name for mark, name in _NAMES if mark in command), "supervisor")
        used[name] += (own + (ended if name.startswith("postmaster") else 0)) / _TICK
    return used


def _family(root: int) -> Iterator[int]:
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        yield pid
        try:
            for task in (_PROC / str(pid) / "task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except OSError:
            continue


def _ticks(pid: int) -> tuple[int, int]:
    """(own, of ended children) in clock ticks: fields 14 to 17 of /proc/PID/stat, counted behind the name in brackets."""
    fields = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    user, system, ended_user, ended_system = map(int, fields[11:15])
    return user + system, ended_user + ended_system
