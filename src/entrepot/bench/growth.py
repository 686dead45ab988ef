"""Whether the cost of a purchase grows: few merchants, many merchants, and millions of orders in the tables."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from entrepot.bench.driving import CannotMeasure


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
        (f"{few:,} merchants, {orders:,} orders", data / "full", few, orders),
    )
    runs = []
    for name, folder, merchants, before in markets:
        tell(f"{name}:")
        figures = _purchases(
            folder,
            merchants=merchants,
            variants=variants,
            orders=before,
            connections=connections,
            seconds=seconds,
            port=port,
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


def _purchases(folder: Path, **options: int) -> dict[str, Any]:
    """The figures of `entrepot bench purchase`, in a process of its own: Django's settings name one database for good."""
    command = [sys.executable, "-m", "entrepot.cli", "bench", "purchase", "--json", "--latency", "0"]
    command += ["--data", str(folder)]
    for name, value in options.items():
        command += [f"--{name}", str(value)]
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if answer.returncode:
        raise CannotMeasure(f"the run in {folder} ended with {answer.returncode}")
    return dict(json.loads(answer.stdout.splitlines()[-1]))
