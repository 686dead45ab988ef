"""The page of one product: what there is to look at, to choose, to know of it and of who sells it, and what it costs here."""

from types import SimpleNamespace

import pytest

from entrepot.catalog.models import Picture, PriceTier, Variant
from entrepot.kit.actor import SYSTEM
from entrepot.merchants.performing import Performance, note_performances
from entrepot.stock.models import Level
from tests import market
from tests.web.shop.buyer import Buyer


@pytest.fixture
def amber(shop: SimpleNamespace) -> Variant:
    """The honey comes in clover (12.00 USD) and amber (15.00 USD)."""
    product = shop.honey.product
    product.option_names, product.option_names_zh = ["Kind"], ["种类"]
    product.save()
    Variant.objects.filter(pk=shop.honey.pk).update(options=["Clover"], options_zh=["三叶草"])
    amber = market.another(shop.honey, 1500, stock=3, options=["Amber"], options_zh=["琥珀"])
    return amber


def page(shop: SimpleNamespace, language: str = "en", **query: str) -> str:
    return Buyer(language).get(f"/goods/{shop.honey.product_id}/", **query)


class TestChoices:
    def test_each_tell_their_price_and_stock(self, shop: SimpleNamespace, amber: Variant) -> None:
        text = page(shop)
        assert "US$12.00 · In stock" in text
        assert 'US$15.00 · <span class="option-few">Only 3 left</span>' in text

    def test_sold_out_can_still_be_looked_at(self, shop: SimpleNamespace, amber: Variant) -> None:
        Level.objects.filter(variant_id=amber.pk).update(on_hand=0)
        assert "US$15.00 · Sold out" in page(shop)
        chosen = page(shop, variant=str(amber.pk))
        assert "US$15.00" in chosen and "Put in the cart" not in chosen

    def test_of_fewer_than_are_sold_at_once_are_sold_out(self, shop: SimpleNamespace, amber: Variant) -> None:
        PriceTier.objects.create(variant=amber, quantity_min=4, price_minor=1400)
        assert "US$14.00 · Sold out" in page(shop)

    def test_are_none_where_there_is_one_variant(self, shop: SimpleNamespace) -> None:
        assert 'class="options"' not in page(shop)


class TestGallery:
    def test_shows_each_picture_in_full_and_small(self, shop: SimpleNamespace) -> None:
        for name in ("front", "back"):
            Picture.objects.create(
                product=shop.honey.product, path=f"{name}.webp", path_small=f"{name}-s.webp",
                width=1200, height=1200, alt=f"The {name} of the jar",
            )  # fmt: skip
        text = page(shop)
        assert 'href="/media/back.webp"' in text and 'src="/media/back.webp"' in text
        assert 'src="/media/back-s.webp"' in text and 'href="#picture-2"' in text
        assert text.count("The back of the jar") == 2

    def test_of_one_picture_has_no_thumbnails(self, shop: SimpleNamespace) -> None:
        Picture.objects.create(
            product=shop.honey.product, path="a.webp", path_small="a-s.webp", width=1200, height=1200
        )
        text = page(shop)
        assert 'href="/media/a.webp"' in text and "gallery-thumbs" not in text


class TestCostHere:
    def test_is_itemised(self, shop: SimpleNamespace) -> None:
        text = page(shop, "zh-hans")
        assert "运费" in text and "进口增值税" in text and "costs-total" in text

    def test_names_the_days_of_arrival(self, shop: SimpleNamespace) -> None:
        assert "Delivered in 7 to 14 days after the merchant sends it: sent today, it arrives from" in page(
            shop
        )

    def test_has_steps_by_quantity(self, shop: SimpleNamespace) -> None:
        PriceTier.objects.create(variant=shop.honey, quantity_min=1, price_minor=1200)
        PriceTier.objects.create(variant=shop.honey, quantity_min=10, price_minor=900)
        text = page(shop)
        assert "10 or more" in text and "US$9.00" in text and "25% off" in text


class TestReturns:
    def test_are_told_with_their_days(self, shop: SimpleNamespace) -> None:
        assert "up to 30 days after you have confirmed receipt" in page(shop)

    def test_name_customs_deadlines_only_where_there_are_any(self, shop: SimpleNamespace) -> None:
        assert "30 天内申请，45 天内退到" in page(shop, "zh-hans")
        assert "Import tax comes back" not in page(shop)


class TestSeller:
    def test_that_delivered_nothing_is_told_so(self, shop: SimpleNamespace) -> None:
        assert "No order of this shop was delivered in the last 180 days" in page(shop)

    def test_is_told_in_numbers(self, shop: SimpleNamespace) -> None:
        note_performances([Performance(shop.bo.pk, 12, 2, 14, 1)], by=SYSTEM)
        text = page(shop)
        assert "12 orders delivered in the last 180 days, 10 of them in the time that was named." in text
        assert "Of 14 that ended, 1 with a return, a refund or a dispute." in text


def test_facts_are_a_table_of_what_is_known(shop: SimpleNamespace, amber: Variant) -> None:
    text = page(shop, variant=str(amber.pk))
    for row in ("Kind", "Amber", "Made in", "500 g", "04090000"):
        assert row in text
    assert "<dt>Brand</dt>" not in text
