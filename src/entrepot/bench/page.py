"""How quickly a guest with goods in the cart gets a page, and what that costs: product, search and cart, in both languages."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from entrepot.bench import driving, processes
from entrepot.supervising.visiting import marketplace

#: Where a page's time is spent.
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
    """Seed `data` if it is new, then open each page for so many seconds, warm; a document of figures."""
    os.environ["ENTREPOT_DATA"] = str(data)
    os.environ.pop("DATABASE_URL", None)
    with marketplace(as_owner=True, tell=tell):
        from entrepot.bench import browsing, direct  # noqa: PLC0415 - needs Django, which is ready only in here

        direct.seeded(data, merchants=merchants, variants=variants, tell=tell)
        direct.settle_in(tell)
        cookie, opened = browsing.guest(data), browsing.pages(data)
        counted = {name: browsing.statements(paths[:3], cookie) for name, paths in opened.items()}
    pages = []
    with driving.serving(data, port=port, latency_ms=0) as (address, _process):
        for name, paths in opened.items():
            (data / "pages.txt").write_text("\n".join(paths) + "\n")
            pages.append(
                {"page": name, "queries": counted[name]}
                | _load(address, data, cookie, connections=connections, seconds=seconds)
            )
            tell(_sentence(pages[-1]))
    return {
        "merchants": merchants,
        "variants": variants,
        "connections": connections,
        "queries_max": max(counted.values()),
        "errors": sum(page["errors"] for page in pages),
        "pages": pages,
    }


def _load(address: str, data: Path, cookie: str, *, connections: int, seconds: int) -> dict[str, Any]:
    """The paths of pages.txt opened for so long, after a moment to warm up."""

    def drive(length: int) -> driving.Load:
        said = driving.run(
            address,
            "pages.lua",
            folder=data,
            connections=connections,
            seconds=length,
            threads=1,
            BENCH_COOKIE=cookie,
        )
        return driving.load(said)

    drive(min(3, seconds))
    before = processes.cpu_seconds(os.getpid())
    load = drive(seconds)
    after = processes.cpu_seconds(os.getpid())
    return {
        "pages_per_second": round(load.per_second, 1),
        "p50_ms": load.p50_ms,
        "p99_ms": load.p99_ms,
        "errors": load.errors,
        "cpu_ms_a_page": {
            name: round((after[name] - before[name]) * 1000 / load.requests, 2) for name in _SERVING
        },
    }


def _sentence(page: dict[str, Any]) -> str:
    return (
        f"{page['page']}: {page['queries']} queries, {page['pages_per_second']:,.0f} a second,"
        f" p50 {page['p50_ms']} ms, p99 {page['p99_ms']} ms, {page['errors']} errors"
    )
