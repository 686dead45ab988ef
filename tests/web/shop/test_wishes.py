"""The wish list's page and goods beside each other."""

from types import SimpleNamespace
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from entrepot.catalog.models import Publication, Variant
from entrepot.kit import clock
from tests import market
from tests.web.shop.buyer import Buyer


def _wish(buyer: Buyer, variant: Variant) -> None:
    answer = buyer.client.post(f"/zh-hans/wishes/{variant.pk}/")
    assert answer.status_code == 302 and answer["Location"] == "/zh-hans/wishes/"


class TestWishes:
    def test_an_empty_list_says_what_to_do(self, shop: SimpleNamespace) -> None:
        assert "收藏夹是空的" in Buyer().get("/wishes/")

    def test_remembered_from_the_products_page_and_taken_off_there(self, shop: SimpleNamespace) -> None:
        buyer = Buyer()
        page = f"/zh-hans/goods/{shop.honey.product_id}/"
        assert f"/wishes/{shop.honey.pk}/" in buyer.get(page.removeprefix("/zh-hans"))
        answer = buyer.client.post(f"/zh-hans/wishes/{shop.honey.pk}/", headers={"Referer": page})
        assert answer["Location"] == page
        text = buyer.get(page.removeprefix("/zh-hans"))
        assert f"/wishes/{shop.honey.pk}/removal/" in text and 'aria-pressed="true"' in text
        assert "三叶草蜂蜜" in buyer.get("/wishes/")
        buyer.client.post(f"/zh-hans/wishes/{shop.honey.pk}/removal/")
        assert "收藏夹是空的" in buyer.get("/wishes/")

    def test_says_what_became_cheaper_and_what_is_gone(self, shop: SimpleNamespace) -> None:
        buyer = Buyer()
        for each in (shop.honey, shop.soap):
            _wish(buyer, each)
        Variant.objects.filter(pk=shop.honey.pk).update(price_minor=1000)
        Publication.objects.filter(product=shop.soap.product_id).update(withdrawn_at=clock.now())
        text = buyer.get("/wishes/")
        assert "降价了" in text and "US$12.00" in text and "US$10.00" in text
        assert f"/goods/{shop.soap.product_id}/" not in text and "燕麦皂" in text

    def test_costs_the_same_however_long_it_is(self, shop: SimpleNamespace) -> None:
        buyer = Buyer()
        _wish(buyer, shop.honey)
        buyer.get("/wishes/")
        with CaptureQueriesContext(connection) as one:
            buyer.get("/wishes/")
        for number in range(5):
            _wish(buyer, market.product(shop.bo, f"Jar {number}", 500))
        buyer.get("/wishes/")
        with CaptureQueriesContext(connection) as six:
            buyer.get("/wishes/")
        assert len(six) == len(one)

    def test_is_not_to_be_filled_from_another_site(self, shop: SimpleNamespace) -> None:
        answer = Buyer().client.post(
            f"/zh-hans/wishes/{shop.honey.pk}/", headers={"Referer": "https://elsewhere.example/page"}
        )
        assert answer["Location"].startswith("/zh-hans/")


class TestCompare:
    def test_nothing_chosen_says_what_to_do(self, shop: SimpleNamespace) -> None:
        text = Buyer().get("/compare/")
        assert "<table" not in text and "还没有可对比的商品" in text

    def test_shows_price_and_price_with_everything_beside_each_other(self, shop: SimpleNamespace) -> None:
        text = Buyer().get(f"/compare/?variant={shop.honey.pk}&variant={shop.soap.pk}")
        assert text.count('scope="col"') == 2
        assert "三叶草蜂蜜" in text and "燕麦皂" in text
        assert f"/compare/?variant={shop.soap.pk}" in text  # without the first

    def test_a_product_stands_by_its_first_variant(self, shop: SimpleNamespace) -> None:
        text = Buyer().get(f"/compare/?goods={shop.honey.product_id}")
        assert f"/goods/{shop.honey.product_id}/?variant={shop.honey.pk}" in text

    def test_at_most_four_and_each_once(self, shop: SimpleNamespace) -> None:
        jars = [market.product(shop.bo, f"Jar {number}", 500) for number in range(6)]
        asked = "&".join(f"variant={jar.pk}" for jar in [jars[0], *jars])
        assert Buyer().get(f"/compare/?{asked}").count('scope="col"') == 4

    def test_what_is_no_id_unknown_or_not_on_sale_is_left_out(self, shop: SimpleNamespace) -> None:
        draft = market.product(shop.bo, "Unreleased", 900, published=False)
        asked = f"variant=x&variant={uuid4()}&variant={draft.pk}&goods={draft.product_id}&goods=%00"
        text = Buyer().get(f"/compare/?{asked}")
        assert "Unreleased" not in text and "<table" not in text

    def test_one_that_cannot_be_sent_here_says_why(self, shop: SimpleNamespace) -> None:
        cracker = market.product(shop.cy, "Cracker", 900, title_zh="鞭炮", hs8="36041000")
        text = Buyer().get(f"/compare/?variant={shop.honey.pk}&variant={cracker.pk}")
        assert text.count('scope="col"') == 2 and "鞭炮" in text
