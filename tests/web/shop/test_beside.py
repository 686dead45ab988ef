"""Goods like others, and those that a device remembers."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from entrepot.catalog.models import Category, Product, Publication
from entrepot.kit import clock
from entrepot.search import reading
from entrepot.search.rebuilding import rebuild
from tests import market
from tests.web.shop.buyer import Buyer


@pytest.fixture
def shop(shop: SimpleNamespace, tmp_path: Path, settings: object) -> Iterator[SimpleNamespace]:
    """The same shop with two more honeys, of which one cannot be sent to China, in an index."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]  # pytest-django's fixture
    food = Category.objects.update_or_create(slug="food-drink", defaults={"name": "Food", "name_zh": "食品"})[
        0
    ]
    shop.wild = market.product(shop.cy, "Wild Honey", 900, title_zh="野蜂蜜")
    shop.unlisted = market.product(shop.cy, "Honey Cracker", 900, title_zh="蜂蜜炮", hs8="36041000")
    Product.objects.exclude(pk=shop.soap.product_id).update(category=food)
    reading.forget()
    rebuild()
    yield shop
    reading.forget()


class TestSimilar:
    def test_are_of_the_same_kind_and_can_be_sent_here(self, shop: SimpleNamespace) -> None:
        text = Buyer().get(f"/goods/{shop.honey.product_id}/similar/")
        assert f"/goods/{shop.wild.product_id}/" in text
        assert f"/goods/{shop.unlisted.product_id}/" not in text and "燕麦皂" not in text
        assert text.count('product-card-title"') == 1

    def test_a_script_gets_the_grid_alone(self, shop: SimpleNamespace) -> None:
        buyer = Buyer()
        page = buyer.client.get(
            f"/zh-hans/goods/{shop.honey.product_id}/similar/", headers={"HX-Request": "true"}
        )
        assert "野蜂蜜" in page.content.decode() and "<html" not in page.content.decode()

    def test_the_product_links_to_them_without_a_script(self, shop: SimpleNamespace) -> None:
        address = f"/goods/{shop.honey.product_id}/"
        assert f"{address}similar/" in Buyer().get(address)

    def test_of_nothing_alike_says_so(self, shop: SimpleNamespace) -> None:
        Publication.objects.filter(product=shop.wild.product_id).update(withdrawn_at=clock.now())
        assert "product-card-title" not in Buyer().get(f"/goods/{shop.honey.product_id}/similar/")


class TestSeen:
    def test_shows_what_is_on_sale_in_the_order_of_the_ids(self, shop: SimpleNamespace) -> None:
        Publication.objects.filter(product=shop.wild.product_id).update(withdrawn_at=clock.now())
        ids = [shop.soap.product_id, shop.wild.product_id, shop.honey.product_id]
        text = Buyer().get("/goods/seen/", ids=",".join(map(str, ids)))
        assert text.index("燕麦皂") < text.index("三叶草蜂蜜") and "野蜂蜜" not in text

    @pytest.mark.parametrize("ids", ["", "nonsense", ",,,", "\0", "x" * 5000])
    def test_passes_over_what_is_no_id(self, shop: SimpleNamespace, ids: str) -> None:
        assert "product-card-title" not in Buyer().get("/goods/seen/", ids=ids)
