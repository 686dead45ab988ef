"""How many purchases a second: through the front door with wrk, `place()` and `settle()` called directly, and bare pgbench."""

import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from entrepot.bench import driving, pgbench, processes
from entrepot.supervising.visiting import marketplace

type Tell = Callable[[str], None]

_WARM_SECONDS = 10
#: What the measures beside the front door get at the most, each.
_BESIDE_SECONDS = 15


def measure(
    data: Path,
    *,
    merchants: int,
    variants: int,
    orders: int,
    connections: int,
    seconds: int,
    latencies: Sequence[int],
    port: int,
    tell: Tell,
) -> dict[str, Any]:
    """Fill `data` if it is new, then measure; a document of figures, those of the first latency on top."""
    os.environ["ENTREPOT_DATA"] = str(data)
    os.environ.pop("DATABASE_URL", None)
    beside = _beside(
        data,
        merchants=merchants,
        variants=variants,
        orders=orders,
        seconds=min(seconds, _BESIDE_SECONDS),
        tell=tell,
    )
    runs = [
        _through_the_door(
            data, port=port, latency_ms=latency, connections=connections, seconds=seconds, tell=tell
        )
        for latency in latencies
    ]
    tell("The audit runs.")
    first = runs[0]
    tps = beside["pgbench_tps"]
    return {
        **{name: first[name] for name in ("purchases_per_second", "p50_ms", "p95_ms", "p99_ms", "errors")},
        **beside,
        "purchases_per_pgbench_transaction": round(first["purchases_per_second"] / tps, 2) if tps else None,
        "cpu_us_per_purchase": first["cpu_us_per_purchase"],
        "market": {"merchants": merchants, "variants": variants, "orders_before": orders},
        "connections": connections,
        "runs": runs,
        "audit": driving.audit(data) or "clean",
    }


def _beside(
    data: Path, *, merchants: int, variants: int, orders: int, seconds: int, tell: Tell
) -> dict[str, Any]:
    """What is measured without the front door, on the server that it will use."""
    with marketplace(as_owner=True, tell=tell) as found:
        from entrepot.bench import direct, filling  # noqa: PLC0415 - needs Django, which is ready only in here

        direct.seeded(data, merchants=merchants, variants=variants, tell=tell)
        filling.fill(data, orders=orders, tell=tell)
        direct.settle_in(tell)
        tps = pgbench.tps(found.owner_url, seconds=seconds, tell=tell)
        tell(f"pgbench: {tps or 0:,.0f} transactions a second")
        figures = direct.measure(data, seconds=seconds)
        tell(f"place() and settle() directly: {figures['direct_per_second']:,.0f} purchases a second")
        return figures | {"pgbench_tps": tps}


def _through_the_door(
    data: Path, *, port: int, latency_ms: int, connections: int, seconds: int, tell: Tell
) -> dict[str, Any]:
    with driving.serving(data, port=port, latency_ms=latency_ms) as (address, process):
        driving.wrk(
            address,
            "purchases.lua",
            folder=data,
            connections=connections,
            seconds=min(_WARM_SECONDS, seconds),
        )
        with processes.counted(process.pid) as used:
            load = driving.wrk(
                address, "purchases.lua", folder=data, connections=connections, seconds=seconds
            )
    per_purchase = {name: round(cpu * 1e6 / max(load.requests, 1)) for name, cpu in used.items()}
    if latency_ms:
        most = connections * 1000 / latency_ms
        tell(
            f"{connections} connections that wait {latency_ms} ms each can buy {most:,.0f} a second at the most."
        )
    tell(
        f"{latency_ms} ms of provider latency: {load.per_second:,.0f} purchases a second, p50 {load.p50_ms} ms,"
        f" p95 {load.p95_ms} ms, p99 {load.p99_ms} ms, {load.errors} errors;"
        f" CPU of a purchase in µs: {processes.listed(per_purchase)}"
    )
    return {
        "latency_ms": latency_ms,
        "purchases_per_second": round(load.per_second, 1),
        **asdict(load),
        "cpu_us_per_purchase": per_purchase,
    }
