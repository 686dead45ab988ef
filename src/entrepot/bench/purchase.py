"""How many purchases a second: through the front door with wrk, and `place()` and `settle()` called directly."""

import os
import random
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

from entrepot.bench import driving
from entrepot.bench.seeding import identity_numbers, seed

PEOPLE = 20_000
BATCH = 32


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
            f"{latency} ms of provider latency: {load.per_second:,.0f} purchases a second, p99 {load.p99_ms} ms, {load.errors} errors"
        )
    return {"merchants": merchants, "variants": variants, "connections": connections, "runs": runs, **direct}


def _directly(
    data: Path, *, merchants: int, variants: int, seconds: int, tell: Callable[[str], None]
) -> dict[str, Any]:
    from entrepot.supervising.visiting import marketplace

    with marketplace(as_owner=True, tell=tell):
        listed = data / "variants.txt"
        if not listed.exists():
            ids = seed(merchants=merchants, variants=variants, tell=tell)
            (data / "people.txt").write_text("\n".join(identity_numbers(PEOPLE)) + "\n")
            listed.write_text("\n".join(map(str, ids)) + "\n")
        ids = [UUID(line) for line in listed.read_text().split()]
        return _place(ids, (data / "people.txt").read_text().split(), seconds)


def _place(ids: list[UUID], people: list[str], seconds: int) -> dict[str, Any]:
    """Batches of requests placed and settled in this process, with the statements counted."""
    from django.db import connection

    from entrepot.kit.actor import ANONYMOUS, SYSTEM
    from entrepot.kit.ids import new_id
    from entrepot.kit.money import Money
    from entrepot.payments.providers import Captured
    from entrepot.trade import asking
    from entrepot.trade.answers import Placed
    from entrepot.trade.paying import Settlement, settle
    from entrepot.trade.placing import place

    counted = [0]

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        counted[0] += 1
        return execute(sql, params, many, context)

    def document() -> dict[str, Any]:
        first = random.randrange(len(ids))
        chosen = (ids[first], ids[(first + 1) % len(ids)])
        return _SHIP_TO | {
            "ship_to": _SHIP_TO["ship_to"] | {"id_number": random.choice(people)},
            "lines": [{"variant": key, "quantity": 1} for key in chosen],
        }

    done, until, spent = 0, time.monotonic() + seconds, 0.0
    with connection.execute_wrapper(count):
        while time.monotonic() < until:
            requests = [asking.purchase(document(), key=new_id().hex, by=ANONYMOUS) for _ in range(BATCH)]
            began = time.monotonic()
            answers = place(requests, by=SYSTEM)
            placed = [answer for answer in answers if isinstance(answer, Placed)]
            settle(
                [
                    Settlement(each.purchase_id, Captured("bench", Money(10, each.total.currency)))
                    for each in placed
                ],
                by=SYSTEM,
            )
            spent += time.monotonic() - began
            done += len(placed)
    return {
        "direct_per_second": round(done / spent, 1),
        "direct_batch": BATCH,
        "statements_per_purchase": round(counted[0] / max(done, 1), 2),
    }


_SHIP_TO: dict[str, Any] = {
    "currency": "CNY",
    "email": "buyer@example.com",
    "ship_to": {
        "country": "CN",
        "region": "上海市",
        "city": "上海市",
        "district": "黄浦区",
        "postal_code": "200001",
        "lines": ["南京东路1号"],
        "name": "收件人",
        "phone": "+8613800138000",
    },
    "payment": {"provider": "sandbox", "token": "tok_ok"},
}


def clear(data: Path) -> None:
    """Remove what a measurement left."""
    shutil.rmtree(data, ignore_errors=True)
