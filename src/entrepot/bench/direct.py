"""`place()` and `settle()` called in this process, without HTTP: what the front door is compared with. Needs Django."""

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from entrepot.bench import stalls
from entrepot.bench.seeding import identity_numbers, seed
from entrepot.kit import events
from entrepot.kit.actor import ANONYMOUS, SYSTEM
from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.payments.providers import Captured
from entrepot.search import folders, rebuilding
from entrepot.trade import asking
from entrepot.trade.answers import Placed
from entrepot.trade.paying import Settlement, settle
from entrepot.trade.placing import place
from entrepot.trade.requests import PurchaseRequest

PEOPLE = 20_000
BATCH = 32


def seeded(data: Path, *, merchants: int, variants: int, tell: Callable[[str], None]) -> None:
    """Fill the database of `data` unless that was done, and write the lists that the load draws from; nothing is sold out."""
    listed = data / "variants.txt"
    if not listed.exists():
        ids = seed(merchants=merchants, variants=variants, tell=tell)
        (data / "people.txt").write_text("\n".join(identity_numbers(PEOPLE)) + "\n")
        listed.write_text("\n".join(map(str, ids)) + "\n")
    stalls.restock()


def settle_in(tell: Callable[[str], None]) -> None:
    """Do what the market has yet to do for itself, so that nothing is measured beside it: events told, products indexed."""
    while events.tell():
        pass
    if folders.current() is None:
        report = rebuilding.rebuild()
        tell(f"{report.products:,} products indexed in {report.seconds:.0f} s")


def measure(data: Path, *, seconds: float) -> dict[str, Any]:
    """Batches of requests placed and settled in this process, with the statements and round trips counted."""
    document = _documents(data)
    done, until, spent = 0, time.monotonic() + seconds, 0.0
    while time.monotonic() < until:
        requests = _requests(document)
        began = time.monotonic()
        done += _place_and_settle(requests)
        spent += time.monotonic() - began
    statements = _statements(document)
    return {
        "direct_per_second": round(done / spent, 1),
        "direct_batch": BATCH,
        "statements_per_purchase": round(len(statements) / BATCH, 2),
        "round_trips_per_purchase": round(sum(map(_round_trips, statements)) / BATCH, 2),
    }


def buy(data: Path, *, purchases: int) -> int:
    """So many purchases, placed and paid in this process, to the next whole batch; how many that made."""
    document = _documents(data)
    return sum(_place_and_settle(_requests(document)) for _ in range(0, purchases, BATCH))


def _documents(data: Path) -> Callable[[], dict[str, Any]]:
    ids = [UUID(line) for line in (data / "variants.txt").read_text().split()]
    people = (data / "people.txt").read_text().split()

    def document() -> dict[str, Any]:
        first = random.randrange(len(ids))
        chosen = (ids[first], ids[(first + 1) % len(ids)])
        return _SHIP_TO | {
            "ship_to": _SHIP_TO["ship_to"] | {"id_number": random.choice(people)},
            "lines": [{"variant": key, "quantity": 1} for key in chosen],
        }

    return document


def _requests(document: Callable[[], dict[str, Any]]) -> list[PurchaseRequest]:
    return [asking.purchase(document(), key=new_id().hex, by=ANONYMOUS) for _ in range(BATCH)]


def _place_and_settle(requests: list[PurchaseRequest]) -> int:
    """Place a batch and settle it as captured; how many purchases that made."""
    placed = [answer for answer in place(requests, by=SYSTEM) if isinstance(answer, Placed)]
    captured = [
        Settlement(one.purchase_id, Captured("bench", Money(10, one.total.currency))) for one in placed
    ]
    settle(captured, by=SYSTEM)
    return len(placed)


def _statements(document: Callable[[], dict[str, Any]]) -> list[str]:
    """The statements of one batch, placed and settled."""
    requests = _requests(document)
    with CaptureQueriesContext(connection) as seen:
        _place_and_settle(requests)
    return [query["sql"] for query in seen.captured_queries]


def _round_trips(statement: str) -> int:
    """A COPY is answered twice: that rows may come, and that they are there."""
    return 2 if statement.startswith("COPY") else 1


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
