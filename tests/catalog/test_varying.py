"""Variants: exact prices, one for each set of options, stock from nothing."""

from types import SimpleNamespace

import pytest

from entrepot.catalog.editing import create_product, edit_product
from entrepot.catalog.errors import VariantExists
from entrepot.catalog.models import Product, Variant
from entrepot.catalog.publishing import publish
from entrepot.catalog.varying import add_variant, edit_variant, withdraw_variant
from entrepot.kit.errors import Malformed, NotFound
from entrepot.kit.models import Event
from entrepot.kit.money import Money
from entrepot.stock.models import Level


class TestAddVariant:
    def test_has_its_price_and_a_level_of_none(self, shop: SimpleNamespace) -> None:
        row = Variant.objects.get(pk=shop.plain.pk)
        assert (row.price, row.weight_grams, row.options) == (Money(2400, "USD"), 480, [])
        assert Level.objects.get(variant_id=row.pk).on_hand == 0
        assert Event.objects.filter(tag="variant.priced", subject_id=row.pk).count() == 1

    def test_has_a_value_for_each_option(self, shop: SimpleNamespace) -> None:
        scarf = create_product(shop.bo.pk, title="Scarf", option_names=["Colour", "Size"], by=shop.keeper)
        red = add_variant(scarf.pk, price="9.5", options=["Red", "S"], by=shop.keeper)
        assert (red.price_minor, red.name) == (950, "Red / S")
        with pytest.raises(Malformed):
            add_variant(scarf.pk, price="9.5", options=["Red"], by=shop.keeper)
        with pytest.raises(VariantExists):
            add_variant(scarf.pk, price="9.5", options=["Red", "S"], by=shop.keeper)

    def test_brings_a_withdrawn_one_back(self, shop: SimpleNamespace) -> None:
        withdraw_variant(shop.plain.pk, by=shop.keeper)
        again = add_variant(shop.mug.pk, price="25", by=shop.keeper)
        assert (again.pk, again.price_minor, again.withdrawn_at) == (shop.plain.pk, 2500, None)

    @pytest.mark.parametrize(
        "price", ["", "twelve", "12,50", "$12", "1e3", "12.345", "-1", "10000000.01", "NaN"]
    )
    def test_refuses_what_is_not_a_price(self, shop: SimpleNamespace, price: str) -> None:
        with pytest.raises(Malformed) as refusal:
            edit_variant(shop.plain.pk, price=price, by=shop.keeper)
        assert [error.field for error in refusal.value.fields] == ["price"]
        assert Variant.objects.get(pk=shop.plain.pk).price_minor == 2400


class TestEditVariant:
    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"was": "24.00"}, "was"),
            ({"weight_grams": "0"}, "weight_grams"),
            ({"weight_grams": "1.5"}, "weight_grams"),
            ({"weight_grams": "1000001"}, "weight_grams"),
            ({"pieces": "0"}, "pieces"),
            ({"sku": "x" * 81}, "sku"),
        ],
    )
    def test_names_what_is_wrong(self, shop: SimpleNamespace, values: dict[str, str], field: str) -> None:
        with pytest.raises(Malformed) as refusal:
            edit_variant(shop.plain.pk, by=shop.keeper, **values)
        assert [error.field for error in refusal.value.fields] == [field]

    def test_keeps_a_price_before(self, shop: SimpleNamespace) -> None:
        row = edit_variant(shop.plain.pk, price="19.99", was="24.00", sku=" MUG-1 ", by=shop.keeper)
        assert (row.price_minor, row.was_minor, row.sku) == (1999, 2400, "MUG-1")
        assert edit_variant(shop.plain.pk, was="", by=shop.keeper).was_minor is None

    def test_is_not_there_for_others(self, shop: SimpleNamespace) -> None:
        with pytest.raises(NotFound):
            edit_variant(shop.plain.pk, price="0.01", by=shop.stranger)

    def test_a_price_of_zero_takes_it_off_sale(self, shop: SimpleNamespace) -> None:
        publish(shop.mug.pk, by=shop.keeper)
        edit_variant(shop.plain.pk, price="0", by=shop.keeper)
        assert not Product.objects.get(pk=shop.mug.pk).is_published


class TestWithdrawVariant:
    def test_the_last_one_takes_the_product_off_sale(self, shop: SimpleNamespace) -> None:
        publish(shop.mug.pk, by=shop.keeper)
        withdraw_variant(shop.plain.pk, by=shop.keeper)
        assert not Product.objects.get(pk=shop.mug.pk).is_published

    def test_lets_the_options_change(self, shop: SimpleNamespace) -> None:
        withdraw_variant(shop.plain.pk, by=shop.keeper)
        edit_product(shop.mug.pk, option_names=["Size"], by=shop.keeper)
        assert add_variant(shop.mug.pk, price="20", options=["Large"], by=shop.keeper).options == ["Large"]
