"""Bo's honey and Cy's soap, and a buyer who reads pages and fills in forms."""

from types import SimpleNamespace

import pytest

from entrepot.customs import queries as rules
from tests import market


@pytest.fixture
def shop(db: None) -> SimpleNamespace:
    """Bo sells honey at 12.00 USD (10 in stock), Cy sells soap at 8.50 USD (5 in stock)."""
    rules.forget()
    market.rules_and_rates()
    market.commission(500)
    bo, cy = market.merchant("bo"), market.merchant("cy")
    honey = market.product(bo, "Honey", 1200, title_zh="三叶草蜂蜜")
    soap = market.product(cy, "Soap", 850, title_zh="燕麦皂", stock=5, hs8="34011100", net_content=100)
    return SimpleNamespace(bo=bo, cy=cy, honey=honey, soap=soap)
