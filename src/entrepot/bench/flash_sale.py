"""One thing that ten thousand people want in the same moment: what there is of it is sold, and the rest are told so."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from entrepot.bench import driving
from entrepot.supervising.visiting import marketplace

#: Of the sale before the one that is measured, which opens connections and has code and plans ready.
_WARM_UNITS, _WARM_BUYERS = 1, 1_000
#: Nobody waits longer than this for a whole sale.
_SECONDS_MAX = 300


def measure(
    data: Path,
    *,
    units: int,
    buyers: int,
    merchants: int,
    variants: int,
    connections: int,
    port: int,
    tell: Callable[[str], None],
) -> dict[str, Any]:
    """Seed `data` if it is new, and hold the sale: what was sold, what the others were told, how fast, and the audit after it."""
    os.environ["ENTREPOT_DATA"] = str(data)
    os.environ.pop("DATABASE_URL", None)
    with marketplace(as_owner=True, tell=tell):
        from entrepot.bench import direct, stalls  # noqa: PLC0415 - needs Django, which is ready only in here

        direct.seeded(data, merchants=merchants, variants=variants, tell=tell)
        direct.settle_in(tell)
        stalls.list_buyers(data, max(buyers, _WARM_BUYERS))
        before, variant = stalls.limited(data, _WARM_UNITS), stalls.limited(data, units)
    with driving.serving(data, port=port, latency_ms=0) as (address, _process):
        _sale(address, before, data, buyers=min(buyers, _WARM_BUYERS), connections=connections)
        load, sold, short = _sale(address, variant, data, buyers=buyers, connections=connections)
        faults = driving.audit(data)
    return {
        "units": units,
        "buyers": buyers,
        "connections": connections,
        "answers_per_second": round(load.per_second, 1),
        "sold": sold,
        "told_short": short,
        "errors": buyers - sold - short,
        "p50_ms": load.p50_ms,
        "p99_ms": load.p99_ms,
        "audit": faults or "clean",
    }


def _sale(
    address: str, variant: UUID, data: Path, *, buyers: int, connections: int
) -> tuple[driving.Load, int, int]:
    """All buyers answered, each once: the load, how many bought, how many were told that it is sold out."""
    said = driving.run(
        address,
        "flash_sale.lua",
        folder=data,
        connections=min(connections, buyers),
        seconds=_SECONDS_MAX,
        threads=1,
        BENCH_BUYERS=str(buyers),
        BENCH_VARIANT=str(variant),
    )
    sold, short = driving.numbers(said, "TOLD")
    return driving.load(said), sold, short


def is_right(figures: dict[str, Any]) -> bool:
    """Whether exactly what there was is sold, everybody else was told so, and the books agree."""
    sold = min(figures["units"], figures["buyers"])
    told = figures["sold"] == sold and figures["sold"] + figures["told_short"] == figures["buyers"]
    return told and figures["audit"] == "clean"
