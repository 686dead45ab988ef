"""Buyers: threads that buy over HTTP without end, and remember by its key what each purchase was told."""

import http.client
import itertools
import json
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

from entrepot.kit.ids import new_id

_SECONDS = 25
_ACKNOWLEDGED = (HTTPStatus.CREATED, HTTPStatus.ACCEPTED)
_SHIP_TO = {
    "country": "CN",
    "region": "上海市",
    "city": "上海市",
    "district": "黄浦区",
    "postal_code": "200001",
    "lines": ["南京东路1号"],
    "name": "收件人",
    "phone": "+8613800138000",
}


@dataclass(slots=True)
class Asked:
    """One purchase as it was asked for. `status` is 0 while no answer came; then whether it happened is not known."""

    key: str
    document: dict[str, Any]
    status: int = 0
    answer: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def is_acknowledged(self) -> bool:
        return self.status in _ACKNOWLEDGED

    @property
    def is_unknown(self) -> bool:
        """Whether the buyer cannot know what became of it, and would ask again."""
        return self.status == 0 or self.status >= HTTPStatus.INTERNAL_SERVER_ERROR


class Market:
    """What can be bought, by whom, and how to ask for it."""

    def __init__(self, folder: Path, port: int) -> None:
        listed = json.loads((folder / "market.json").read_text(encoding="utf-8"))
        self.variants: list[str] = listed["variants"]
        self.people: list[str] = listed["people"]
        self.port = port

    def wish(self, *, token: str = "tok_ok", scarce: bool | None = None) -> Asked:
        """A purchase of two lines; now and then of what is scarce."""
        first = random.randrange(1, len(self.variants))
        if scarce if scarce is not None else random.random() < 0.2:
            first = 0
        second = 1 + first % (len(self.variants) - 1)
        document = {
            "currency": "CNY",
            "email": "buyer@example.com",
            "ship_to": _SHIP_TO | {"id_number": random.choice(self.people)},
            "lines": [{"variant": self.variants[one], "quantity": 1} for one in (first, second)],
            "payment": {"provider": "sandbox", "token": token},
        }
        return Asked(new_id().hex, document)

    def ask(self, asked: Asked) -> Asked:
        """Ask once, by a connection of its own, and note the answer."""
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_SECONDS)
        try:
            connection.request(
                "POST",
                "/api/v1/purchases",
                body=json.dumps(asked.document),
                headers={"Content-Type": "application/json", "Idempotency-Key": asked.key},
            )
            response = connection.getresponse()
            answer = json.loads(response.read())
            asked.status, asked.answer = response.status, answer
        except (OSError, http.client.HTTPException, ValueError):
            asked.status, asked.answer = 0, {}
        finally:
            connection.close()
        asked.seconds = time.monotonic() - began
        return asked


class Load:
    """Buyers that buy until they are told to stop, each one purchase after another with a short rest."""

    def __init__(self, market: Market, *, buyers: int = 8, rest_seconds: float = 0.05) -> None:
        self.market, self.buyers, self.rest_seconds = market, buyers, rest_seconds
        self.asked: list[Asked] = []
        self._stop = threading.Event()
        self._lock = threading.Lock()

    def __enter__(self) -> "Load":
        self._threads = [threading.Thread(target=self._buy, daemon=True) for _ in range(self.buyers)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(_SECONDS + 5)

    def count(self, holds: Callable[[Asked], bool]) -> int:
        """How many of those that were answered, or given up, are such."""
        with self._lock:
            return sum(map(holds, self.asked))

    def _buy(self) -> None:
        for number in itertools.count():
            token = (
                "tok_needs_action" if number % 25 == 24 else "tok_declined" if number % 25 == 12 else "tok_ok"
            )
            asked = self.market.ask(self.market.wish(token=token))
            with self._lock:
                self.asked.append(asked)
            if self._stop.wait(self.rest_seconds if asked.status else 0.5):
                return
