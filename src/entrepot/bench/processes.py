"""What each process of a marketplace under load costs: CPU seconds from /proc, by what the process is for."""

import contextlib
import os
import resource
from collections import defaultdict
from collections.abc import Iterator, Mapping
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


@contextlib.contextmanager
def counted(root: int) -> Iterator[dict[str, float]]:
    """CPU seconds of what happened in the block: of `root` and all under it by name, and of `wrk`, which this process runs.

    The dictionary is filled when the block ends; what used nothing is left out.
    """
    used: dict[str, float] = {}
    before, driven = cpu_seconds(root), _of_our_children()
    yield used
    after = cpu_seconds(root) | {"wrk": _of_our_children()}
    before["wrk"] = driven
    grown = {name: seconds - before.get(name, 0.0) for name, seconds in after.items()}
    used |= {name: grown[name] for name in sorted(grown, key=lambda name: -grown[name]) if grown[name] > 0}


def listed(figures: Mapping[str, float]) -> str:
    """`3,000 (web 2,000, backends 900, worker 100)`."""
    parts = ", ".join(f"{name} {figure:,.0f}" for name, figure in figures.items())
    return f"{sum(figures.values()):,.0f} ({parts})"


def _of_our_children() -> float:
    """CPU seconds of the children that this process has waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


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
