"""How quickly a million variants are found, over HTTP, with facets; how long their index takes to build, and how large it is."""

import os
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from entrepot.bench import driving, processes
from entrepot.supervising.visiting import marketplace

_QUESTIONS = 2_000
_SERVING = ("web", "backends")


def measure(
    data: Path,
    *,
    merchants: int,
    variants: int,
    connections: int,
    seconds: int,
    port: int,
    tell: Callable[[str], None],
) -> dict[str, Any]:
    """Seed `data` if it is new, build its index, then search at 2 connections and at `connections`; a document of figures."""
    os.environ["ENTREPOT_DATA"] = str(data)
    os.environ.pop("DATABASE_URL", None)
    with marketplace(as_owner=True, tell=tell):
        from entrepot.bench import direct, wares  # noqa: PLC0415 - needs Django, which is ready only in here
        from entrepot.catalog.models import Product  # noqa: PLC0415 - needs Django, which is ready only in here
        from entrepot.search import rebuilding  # noqa: PLC0415 - needs Django, which is ready only in here

        if not Product.objects.exists():
            wares.fill(merchants=merchants, variants=variants, tell=tell)
        direct.settle_in(tell)
        built = rebuilding.rebuild()
        tell(
            f"{built.products:,} products indexed in {built.seconds:.0f} s, {built.size_bytes / 1e6:,.0f} MB"
        )
        asked = wares.questions(_QUESTIONS)
    paths = {
        "api": [_api(each, number) for number, each in enumerate(asked)],
        "page": [f"/{lang}/search/?{urlencode({'q': q})}" for q, lang in asked],
        "suggestions": [f"/{lang}/search/suggestions/?{urlencode({'q': q})}" for q, lang in _typing(asked)],
    }
    with driving.serving(data, port=port, latency_ms=0) as (address, _process):
        few = {name: _load(address, data, each, 2, seconds) for name, each in paths.items()}
        many = _load(address, data, paths["api"], connections, seconds)
    for name, load in (*few.items(), (f"api at {connections}", many)):
        tell(
            f"{name}: {load['per_second']} a second, p50 {load['p50_ms']} ms, p99 {load['p99_ms']} ms, {load['errors']} errors"
        )
    return {
        "variants": variants,
        "merchants": merchants,
        "products": built.products,
        "searches_per_second": many["per_second"],
        "p50_ms": few["api"]["p50_ms"],
        "p99_ms": few["api"]["p99_ms"],
        "p99_ms_at_many": many["p99_ms"],
        "connections": connections,
        "suggestions_p99_ms": few["suggestions"]["p99_ms"],
        "index_seconds": round(built.seconds, 1),
        "index_bytes": built.size_bytes,
        "errors": many["errors"] + sum(load["errors"] for load in few.values()),
        "loads": few | {"many": many},
    }


def _api(asked: tuple[str, str], number: int) -> str:
    """A search with facets; each fourth one narrowed or in another order, as people do who look on."""
    typed, lang = asked
    values = {"q": typed, "lang": lang, "to": "CN", "currency": "CNY", "facets": "true"}
    more: list[dict[str, str]] = [
        {},
        {},
        {},
        ({"price_max": "50000"}, {"choice": "Color=Black"}, {"sort": "cheapest"})[number % 3],
    ]
    return f"/api/v1/search?{urlencode(values | more[number % 4])}"


def _typing(asked: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What is in the box while somebody types."""
    chance = random.Random(1)
    return [(q[: chance.randint(1, len(q))], lang) for q, lang in asked]


def _load(address: str, data: Path, paths: Sequence[str], connections: int, seconds: int) -> dict[str, Any]:
    (data / "pages.txt").write_text("\n".join(paths) + "\n")

    def drive(length: int) -> driving.Load:
        said = driving.run(
            address,
            "pages.lua",
            folder=data,
            connections=connections,
            seconds=length,
            threads=1,
            BENCH_COOKIE="",
        )
        return driving.load(said)

    drive(min(5, seconds))
    before = processes.cpu_seconds(os.getpid())
    load = drive(seconds)
    after = processes.cpu_seconds(os.getpid())
    return {
        "per_second": round(load.per_second, 1),
        "p50_ms": load.p50_ms,
        "p95_ms": load.p95_ms,
        "p99_ms": load.p99_ms,
        "errors": load.errors,
        "cpu_ms": {name: round((after[name] - before[name]) * 1000 / load.requests, 2) for name in _SERVING},
    }
