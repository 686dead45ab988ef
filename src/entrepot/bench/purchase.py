"""How many purchases a second: through the front door with wrk, and `place()` and `settle()` called directly."""

import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from entrepot.bench import driving
from entrepot.supervising.visiting import marketplace


def measure(
    data: Path,
    *,
    merchants: int,
    variants: int,
    connections: int,
    seconds: int,
    latencies: Sequence[int],
    port: int,
    tell: Callable[[str], None],
) -> dict[str, Any]:
    """Seed `data` if it is new, then measure; a document of figures."""
    os.environ["ENTREPOT_DATA"] = str(data)
    os.environ.pop("DATABASE_URL", None)
    direct = _directly(data, merchants=merchants, variants=variants, seconds=min(seconds, 15), tell=tell)
    runs = []
    for latency in latencies:
        with driving.serving(data, port=port, latency_ms=latency) as address:
            driving.wrk(
                address, "purchases.lua", folder=data, connections=connections, seconds=min(5, seconds)
            )
            load = driving.wrk(
                address, "purchases.lua", folder=data, connections=connections, seconds=seconds
            )
        runs.append(
            {"latency_ms": latency, "purchases_per_second": round(load.per_second, 1), **asdict(load)}
        )
        tell(
            f"{latency} ms of provider latency: {load.per_second:,.0f} purchases a second,"
            f" p99 {load.p99_ms} ms, {load.errors} errors"
        )
    return {"merchants": merchants, "variants": variants, "connections": connections, "runs": runs, **direct}


def _directly(
    data: Path, *, merchants: int, variants: int, seconds: int, tell: Callable[[str], None]
) -> dict[str, Any]:
    with marketplace(as_owner=True, tell=tell):
        from entrepot.bench import direct  # noqa: PLC0415 - needs Django, which is ready only in here

        direct.seeded(data, merchants=merchants, variants=variants, tell=tell)
        return direct.measure(data, seconds=seconds)
