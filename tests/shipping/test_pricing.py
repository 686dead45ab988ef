"""A merchant's freight table."""

from types import SimpleNamespace
from typing import Any

import pytest

from entrepot.kit.errors import Malformed, NotAllowed, NotFound
from entrepot.kit.money import Money
from entrepot.shipping import queries
from entrepot.shipping.pricing import remove_rate, set_rate
from tests import market

GIVEN: dict[str, Any] = {
    "country": "CN",
    "first": Money(1250, "USD"),
    "step": Money(620, "USD"),
    "days_min": 8,
    "days_max": 14,
}


@pytest.fixture
def shop(db: None) -> SimpleNamespace:
    bo = market.merchant("bo")
    return SimpleNamespace(bo=bo, keeper=market.staff_of(bo), stranger=market.staff_of(market.merchant("cy")))


class TestSetRate:
    def test_prices_each_started_step(self, shop: SimpleNamespace) -> None:
        set_rate(merchant_id=shop.bo.pk, by=shop.keeper, **GIVEN)
        rate = queries.rates([shop.bo.pk])[shop.bo.pk, "CN"]
        assert [rate.price(grams).minor for grams in (1, 1000, 1001, 2001)] == [1250, 1250, 1870, 2490]

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"country": "FR"}, "country"),
            ({"first": Money(-1, "USD")}, "first"),
            ({"step": Money(10_000_001, "USD")}, "step"),
            ({"first_grams": 0}, "first_grams"),
            ({"days_min": 0}, "days_min"),
            ({"days_max": 7}, "days_max"),
        ],
    )
    def test_names_what_is_wrong(self, shop: SimpleNamespace, change: dict[str, Any], field: str) -> None:
        with pytest.raises(Malformed) as refusal:
            set_rate(merchant_id=shop.bo.pk, by=shop.keeper, **(GIVEN | change))
        assert [error.field for error in refusal.value.fields] == [field]

    def test_is_for_those_who_keep_this_catalogue(self, shop: SimpleNamespace) -> None:
        with pytest.raises(NotAllowed):
            set_rate(merchant_id=shop.bo.pk, by=shop.stranger, **GIVEN)
        with pytest.raises(NotAllowed):
            remove_rate(merchant_id=shop.bo.pk, country="CN", by=shop.stranger)

    def test_can_be_taken_away(self, shop: SimpleNamespace) -> None:
        remove_rate(merchant_id=shop.bo.pk, country="CN", by=shop.keeper)
        assert (shop.bo.pk, "CN") not in queries.rates([shop.bo.pk])
        with pytest.raises(NotFound):
            remove_rate(merchant_id=shop.bo.pk, country="CN", by=shop.keeper)
