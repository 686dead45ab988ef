"""The worker as a process of its own: it does everything, ends when asked, and can be killed at any point."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.db import connection
from pytest_django import Settings

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.kit.models import Event
from entrepot.payments.models import Refund
from entrepot.trade import cancelling
from entrepot.trade.models import Order, Purchase
from tests.payments.conftest import provider, shop  # noqa: F401  # the same market
from tests.payments.story import broken, buy, states

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]

_RUN = "import django; django.setup(); from entrepot.workers.main import run; run()"


def _url() -> str:
    params = connection.get_connection_params()
    user, password = params.get("user", ""), quote(params.get("password", ""), safe="")
    place = f"host={quote(params['host'], safe='')}&port={params.get('port', 5432)}"
    return f"postgresql://{user}:{password}@/{params['dbname']}?{place}"


def _until(true: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def start(provider: Settings) -> Iterator[Callable[[], "subprocess.Popen[str]"]]:  # noqa: F811  # the fixture
    """Starts workers, and ends what is left of them."""
    started: list[subprocess.Popen[str]] = []
    environ = os.environ | {
        "DATABASE_URL": _url(),
        "ENTREPOT_URL": provider.URL,
        "DJANGO_SETTINGS_MODULE": "entrepot.config.settings",
        "PYTHONPATH": "src",
    }
    environ.pop("DATABASE_APP_URL", None)

    def begin() -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", _RUN], env=environ, stderr=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


class TestRun:
    def test_does_all_that_there_is_to_do_and_ends_when_asked(
        self,
        shop: SimpleNamespace,  # noqa: F811  # the fixture
        start: Callable[[], "subprocess.Popen[str]"],
    ) -> None:
        unheard, cancelled = buy(shop, "tok_timeout"), buy(shop, "tok_ok")
        with clock.standing_at(clock.now() - timedelta(minutes=40)):
            forgotten = buy(shop, "tok_needs_action")
        cancelling.cancel(Order.objects.get(purchase_id=cancelled).pk, reason="", by=SYSTEM)
        worker = start()
        assert _until(lambda: states(unheard)[0] == "paid")  # by webhook
        assert _until(lambda: Refund.objects.get().state == "done")
        assert _until(lambda: states(forgotten)[0] == "expired")
        assert _until(lambda: not Event.objects.filter(told_at=None).exists())
        worker.send_signal(signal.SIGTERM)
        said = worker.communicate(timeout=20)[1]
        assert worker.returncode == 0
        assert "The worker has stopped." in said and "Traceback" not in said
        assert broken() == []

    def test_can_be_killed_at_any_point(
        self,
        shop: SimpleNamespace,  # noqa: F811  # the fixture
        start: Callable[[], "subprocess.Popen[str]"],
    ) -> None:
        keys = [buy(shop, "tok_timeout", 1) for _ in range(8)]
        for _ in range(3):
            worker = start()
            paid = Purchase.objects.filter(state="paid").count()
            _until(lambda paid=paid: Purchase.objects.filter(state="paid").count() > paid, seconds=6)
            worker.kill()
            worker.wait()
        start()
        assert _until(lambda: all(states(key)[0] == "paid" for key in keys), seconds=40)
        assert _until(lambda: not Event.objects.filter(told_at=None).exists())
        assert broken() == []
