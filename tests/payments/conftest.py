"""A shop that is open for real transactions, as its webhooks come over real HTTP; and Stripe, as far as localstripe is it."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from types import SimpleNamespace

import httpx
import pytest
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from entrepot.payments import providers, rates
from entrepot.payments.stripe_provider import StripeProvider
from tests import market


@pytest.fixture
def shop(transactional_db: None) -> SimpleNamespace:
    """Bo sells honey at 12.00 USD, 10 in stock."""
    rates.forget()
    market.rules_and_rates()
    market.commission(500)
    bo = market.merchant("bo")
    return SimpleNamespace(bo=bo, honey=market.product(bo, "Honey", 1200))


@pytest.fixture
def provider(live_server: LiveServer, settings: Settings) -> Settings:
    """The sandbox, with the marketplace at a real address, and buyers who do not wait long; to be set to misbehave."""
    settings.URL = live_server.url
    settings.PAYMENT_TIMEOUT_MS = 20
    return settings


@pytest.fixture(scope="session")
def localstripe() -> Iterator[str]:
    """The address of a localstripe that this process started, and ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen([sys.executable, "-m", "tests.payments.localstripe_process", str(port)])
    try:
        with httpx.Client(trust_env=False) as client:
            for _ in range(200):
                try:
                    client.get(f"{address}/js.stripe.com/v3/")
                    break
                except httpx.ConnectError:
                    assert process.poll() is None, "localstripe ended at once"
                    time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def stripe(provider: Settings, localstripe: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[StripeProvider]:
    """Stripe takes payments, at localstripe, and tells of them at our address."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    provider.STRIPE_KEY, provider.STRIPE_WEBHOOK_SECRET = "sk_test_of_ours", "whsec_of_ours"
    provider.STRIPE_API_BASE, provider.PAYMENT_TIMEOUT_MS = localstripe, 5000
    hook = {"url": f"{provider.URL}/webhooks/stripe", "secret": "whsec_of_ours"}
    with httpx.Client(trust_env=False) as client:
        client.post(f"{localstripe}/_config/webhooks/ours", json=hook).raise_for_status()
    made = StripeProvider()
    providers.register(made)
    yield made
    providers._providers.pop("stripe")
