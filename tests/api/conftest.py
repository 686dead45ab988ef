"""Two merchants whose goods are bought over the API, and people with keys."""

from types import SimpleNamespace

import pytest

from tests import market


@pytest.fixture
def shop(transactional_db: None) -> SimpleNamespace:
    """Bo sells honey at 12.00 USD (10 in stock), Cy sells soap at 8.50 USD (5 in stock)."""
    market.rules_and_rates()
    market.commission(500)
    bo, cy = market.merchant("bo"), market.merchant("cy")
    honey = market.product(bo, "Honey", 1200)
    soap = market.product(cy, "Soap", 850, stock=5, hs8="34011100", net_content=100)
    return SimpleNamespace(bo=bo, cy=cy, honey=honey, soap=soap)
