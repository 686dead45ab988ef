"""Price steps, by the rules of trade rules 3.2."""

from types import SimpleNamespace

import pytest

from entrepot.catalog import queries
from entrepot.catalog.errors import TiersWrong
from entrepot.catalog.models import PriceTier
from entrepot.catalog.tiering import set_tiers
from entrepot.kit.errors import NotFound

EXAMPLE = [(100, "5.00"), (500, "4.60"), (2000, "4.20")]


class TestSetTiers:
    def test_the_worked_example(self, shop: SimpleNamespace) -> None:
        set_tiers(shop.plain.pk, tiers=EXAMPLE, by=shop.keeper)
        offer = queries.offers([shop.plain.pk])[shop.plain.pk]
        assert offer.quantity_min == 100
        assert (499 * offer.unit_minor(499), 500 * offer.unit_minor(500)) == (249500, 230000)

    def test_replaces_and_removes(self, shop: SimpleNamespace) -> None:
        set_tiers(shop.plain.pk, tiers=EXAMPLE, by=shop.keeper)
        set_tiers(shop.plain.pk, tiers=[(2, "20")], by=shop.keeper)
        assert list(PriceTier.objects.values_list("quantity_min", "price_minor")) == [(2, 2000)]
        set_tiers(shop.plain.pk, tiers=[], by=shop.keeper)
        assert not PriceTier.objects.exists()

    @pytest.mark.parametrize(
        ("tiers", "field"),
        [
            ([(100, "5"), (100, "4")], "tiers.1.quantity"),
            ([(100, "5"), (50, "4")], "tiers.1.quantity"),
            ([(100, "5"), (500, "5.01")], "tiers.1.price"),
            ([(1, "24.01")], "tiers.0.price"),
            ([(0, "5")], "tiers.0.quantity"),
            ([(10, "0")], "tiers.0.price"),
            ([(10, "five")], "tiers.0.price"),
            ([(step, "5") for step in range(1, 12)], "tiers.10.quantity"),
        ],
    )
    def test_names_the_step_that_breaks_a_rule(
        self, shop: SimpleNamespace, tiers: list[tuple[int, str]], field: str
    ) -> None:
        set_tiers(shop.plain.pk, tiers=EXAMPLE, by=shop.keeper)
        with pytest.raises(TiersWrong) as refusal:
            set_tiers(shop.plain.pk, tiers=tiers, by=shop.keeper)
        assert [error.field for error in refusal.value.fields] == [field]
        assert PriceTier.objects.count() == 3

    def test_is_not_there_for_others(self, shop: SimpleNamespace) -> None:
        with pytest.raises(NotFound):
            set_tiers(shop.plain.pk, tiers=EXAMPLE, by=shop.stranger)
