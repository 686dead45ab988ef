"""A shop that is open for real transactions, as its webhooks come over real HTTP."""

from types import SimpleNamespace

import pytest
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from entrepot.payments import rates
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
