"""Whether the cost of a purchase grows: few merchants, many merchants, and millions of orders in the tables."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from entrepot.bench import purchase


def measure(
    data: Path,
    *,
    few: int,
    many: int,
    variants: int,
    orders: int,
    connections: int,
    seconds: int,
    port: int,
    tell: Callable[[str], None],
) -> dict[str, Any]:
    """The same run on three markets; each beside the first, in purchases a second and in CPU of a purchase."""
    markets = (
        (f"{few:,} merchants", data / "few", few, 0),
        (f"{many:,} merchants", data / "many", many, 0),
        (f"{few:,} merchants, {orders:,} orders", data / "few", few, orders),
    )
    runs = []
    for name, folder, merchants, before in markets:
        tell(f"{name}:")
        figures = purchase.measure(
            folder,
            merchants=merchants,
            variants=variants,
            orders=before,
            connections=connections,
            seconds=seconds,
            latencies=(0,),
            port=port,
            tell=tell,
        )
        kept = ("purchases_per_second", "p50_ms", "p99_ms", "errors", "pgbench_tps", "audit")
        cpu = sum(figures["cpu_us_per_purchase"].values())
        runs.append({"market": name, **{each: figures[each] for each in kept}, "cpu_us": cpu})
    first = runs[0]
    for run in runs:
        run["speed_to_first"] = round(run["purchases_per_second"] / first["purchases_per_second"], 3)
        run["cpu_to_first"] = round(run["cpu_us"] / first["cpu_us"], 3)
        tell(
            f"{run['market']}: {run['speed_to_first']:.0%} of the speed, {run['cpu_to_first']:.0%} of the CPU"
        )
    return {"runs": runs}
