"""Going on sale needs what a sale needs; what only China asks for is said, and stops nothing else."""

from types import SimpleNamespace

import pytest

from entrepot.catalog.editing import create_product, edit_product
from entrepot.catalog.errors import NotReady
from entrepot.catalog.models import Product, Publication
from entrepot.catalog.publishing import publish, publish_ready, withdraw
from entrepot.catalog.readiness import blocks_china, blocks_sale, readiness
from entrepot.catalog.varying import add_variant, edit_variant
from entrepot.kit.errors import NotFound
from entrepot.kit.models import Event


def codes(product: Product) -> list[str]:
    return [todo.code for todo in readiness(Product.objects.get(pk=product.pk))]


class TestReadiness:
    def test_says_what_is_missing_and_for_what(self, shop: SimpleNamespace) -> None:
        todos = readiness(shop.mug)
        assert blocks_sale(todos) == []
        assert [todo.code for todo in blocks_china(todos)] == ["title_zh", "hs8", "origin", "net_content"]
        assert codes(shop.mug)[-4:] == ["text", "text_zh", "category", "picture"]

    def test_a_bare_product_needs_everything(self, shop: SimpleNamespace) -> None:
        bare = create_product(shop.bo.pk, title="Bowl", by=shop.keeper)
        assert [todo.code for todo in blocks_sale(readiness(bare))] == ["variant"]
        add_variant(bare.pk, price="0", by=shop.keeper)
        assert [todo.code for todo in blocks_sale(readiness(bare))] == ["price", "weight"]

    def test_nothing_is_left_once_all_is_filled_in(self, shop: SimpleNamespace) -> None:
        edit_product(
            shop.mug.pk,
            title_zh="陶杯",
            hs8="69120010",
            origin="US",
            net_content="1",
            net_unit="piece",
            by=shop.keeper,
        )
        assert blocks_china(readiness(Product.objects.get(pk=shop.mug.pk))) == []


class TestPublish:
    def test_puts_on_sale_once(self, shop: SimpleNamespace) -> None:
        publish(shop.mug.pk, by=shop.keeper)
        publish(shop.mug.pk, by=shop.keeper)
        row = Publication.objects.get(product=shop.mug)
        assert (row.by_id, row.withdrawn_at) == (shop.keeper.id, None)
        assert Event.objects.filter(tag="product.published").count() == 1
        assert list(Product.objects.on_sale()) == [shop.mug]

    def test_refuses_what_cannot_be_sold_naming_it(self, shop: SimpleNamespace) -> None:
        edit_variant(shop.plain.pk, weight_grams=None, price="0", by=shop.keeper)
        with pytest.raises(NotReady) as refusal:
            publish(shop.mug.pk, by=shop.keeper)
        assert refusal.value.extra == {"missing": ["price", "weight"]}
        assert not Publication.objects.exists()

    def test_is_not_there_for_others(self, shop: SimpleNamespace) -> None:
        with pytest.raises(NotFound):
            publish(shop.mug.pk, by=shop.stranger)

    def test_all_that_are_ready_at_once(self, shop: SimpleNamespace) -> None:
        create_product(shop.bo.pk, title="Bare", by=shop.keeper)
        assert publish_ready(shop.bo.pk, by=shop.keeper) == 1
        assert publish_ready(shop.bo.pk, by=shop.keeper) == 0
        assert publish_ready(shop.bo.pk, by=shop.stranger) == 0


class TestWithdraw:
    def test_takes_off_sale_and_may_come_back(self, shop: SimpleNamespace) -> None:
        publish(shop.mug.pk, by=shop.keeper)
        withdraw(shop.mug.pk, by=shop.keeper)
        withdraw(shop.mug.pk, by=shop.keeper)
        assert Event.objects.filter(tag="product.withdrawn").count() == 1
        assert not Product.objects.on_sale().exists()
        publish(shop.mug.pk, by=shop.keeper)
        assert Publication.objects.filter(product=shop.mug).count() == 2
