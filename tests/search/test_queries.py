"""What is found, by whom, in which order."""

import pytest

from entrepot.search.queries import find
from tests import market

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("look")]


@pytest.fixture
def shop(db):
    market.rules_and_rates()
    return market.merchant("sugarbush")


def titles(page) -> list[str]:
    return [hit.title for hit in page.items]


class TestFind:
    def test_first(self, shop, writer):
        market.product(shop, "Maple Syrup", 1200, title_zh="枫糖浆", text="From the trees of Vermont", category=market.category())
        market.product(shop, "River Mug, 350 ml", 3800, title_zh="河流马克杯 350毫升", text_zh="斑点炻器土")
        writer.turn()
        assert titles(find("syrup")) == ["Maple Syrup"]
        page = find("马克杯", lang="zh-hans", currency="CNY")
        print(page)
        assert titles(page) == ["河流马克杯 350毫升"]
        assert titles(find("")) == ["River Mug, 350 ml", "Maple Syrup"]
