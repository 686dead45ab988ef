"""Finding goods: the home page, the search with its filters, the shops."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from entrepot.catalog.models import Category, Product
from entrepot.search import reading
from entrepot.search.rebuilding import rebuild
from entrepot.web.shop.forms import FilterForm
from tests import market
from tests.web.shop.buyer import Buyer


@pytest.fixture
def shop(shop: SimpleNamespace, tmp_path: Path, settings: object) -> Iterator[SimpleNamespace]:
    """The same shop with its goods in categories and in an index."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]  # pytest-django's fixture
    food = Category.objects.update_or_create(slug="food-drink", defaults={"name": "Food", "name_zh": "食品"})[
        0
    ]
    Product.objects.filter(pk=shop.honey.product_id).update(category=food)
    reading.forget()
    rebuild()
    yield shop
    reading.forget()


class TestHome:
    def test_says_what_this_is_and_shows_what_is_new(self, shop: SimpleNamespace) -> None:
        text = Buyer().get("/")
        assert "一口价" in text and "三叶草蜂蜜" in text and "¥85.20" in text and "平台不自营" in text

    def test_shows_at_most_two_of_a_shop_that_fills_its_shelves(self, shop: SimpleNamespace) -> None:
        for number in range(4):
            market.product(shop.bo, f"Jam {number}", 700)
        text = Buyer("en").get("/")
        assert text.count('product-card-title"') == 3  # two of Bo, one of Cy

    def test_of_an_empty_market_says_so(self, db: None) -> None:
        assert "No goods are on sale yet" in Buyer("en").get("/")


class TestSearch:
    @pytest.mark.parametrize("q", ["蜂蜜", "honey"])
    def test_finds_in_either_language_and_leads_to_the_product(self, shop: SimpleNamespace, q: str) -> None:
        buyer = Buyer()
        text = buyer.get("/search/", q=q)
        assert "三叶草蜂蜜" in text and "燕麦皂" not in text
        link = f"/goods/{shop.honey.product_id}/"
        assert link in text
        assert "放入购物车" in buyer.get(link)

    def test_narrows_by_category_price_and_merchant(self, shop: SimpleNamespace) -> None:
        buyer = Buyer()
        assert "燕麦皂" not in buyer.get("/search/", category="food-drink")
        assert "三叶草蜂蜜" not in buyer.get("/search/", price_max="80")
        text = buyer.get("/search/", merchant="bo")
        assert "三叶草蜂蜜" in text and "燕麦皂" not in text

    def test_counts_what_each_shop_has(self, shop: SimpleNamespace) -> None:
        assert "?merchant=cy" in Buyer("en").get("/search/")

    def test_puts_them_in_the_order_that_is_chosen(self, shop: SimpleNamespace) -> None:
        buyer = Buyer()
        text = buyer.get("/search/", sort="cheapest", price_max="9999")
        assert text.index("燕麦皂") < text.index("三叶草蜂蜜")
        assert 'name="sort" value="cheapest"' in text
        text = buyer.get("/search/", sort="dearest")
        assert text.index("三叶草蜂蜜") < text.index("燕麦皂")

    @pytest.mark.parametrize("sort", ["paid", "dearest; drop", "\0"])
    def test_shows_the_usual_order_for_one_that_is_not(self, shop: SimpleNamespace, sort: str) -> None:
        assert "三叶草蜂蜜" in Buyer().get("/search/", sort=sort)

    def test_names_a_price_it_cannot_read_and_searches_without(self, shop: SimpleNamespace) -> None:
        text = Buyer().get("/search/", price_min="abc")
        assert "id_price_min_error" in text and "三叶草蜂蜜" in text

    def test_of_nothing_found_says_the_next_step(self, shop: SimpleNamespace) -> None:
        assert "没有找到相关商品" in Buyer().get("/search/", q="qqqqzz")
        assert "没有符合所有筛选条件的商品" in Buyer().get("/search/", price_max="1")

    def test_of_a_page_that_no_search_gave_out_refuses_in_words(self, shop: SimpleNamespace) -> None:
        buyer = Buyer()
        buyer.get("/search/", after="nonsense")
        assert buyer.page.status_code in (409, 422)


class TestFilters:
    @pytest.mark.parametrize(
        ("text", "minor"),
        [("120", 12000), ("99.50", 9950), ("1,200", 120000), ("", None), ("-1", None), ("1.234", None)],
    )
    def test_reads_amounts_as_people_write_them(self, text: str, minor: int | None) -> None:
        form = FilterForm({"price_min": text}, currency="CNY")
        assert form.asked()["price_min"] == minor


class TestShops:
    def test_are_listed_and_open(self, shop: SimpleNamespace) -> None:
        buyer = Buyer()
        assert "/zh-hans/shops/bo/" in buyer.get("/shops/")
        text = buyer.get("/shops/bo/")
        assert "Bo LLC" in text and "三叶草蜂蜜" in text and "燕麦皂" not in text

    def test_page_by_the_last_goods_shown(self, shop: SimpleNamespace) -> None:
        for number in range(25):
            market.product(shop.cy, f"Balm {number}", 700)
        text = Buyer("en").get("/shops/cy/")
        assert text.count('product-card-title"') == 24
        before = text.split("?before=")[1].split('"')[0]
        assert Buyer("en").get("/shops/cy/", before=before).count('product-card-title"') == 2


class TestQueries:
    """At most eight a page, the session's among them, however many merchants there are, once the process is warm."""

    @pytest.mark.parametrize(
        "path", ["/goods/{honey}/", "/search/?q=a", "/cart/", "/checkout/", "/shops/", "/"]
    )
    def test_are_few(self, shop: SimpleNamespace, path: str, django_assert_max_num_queries: object) -> None:
        buyer = Buyer()
        for number in range(3):
            buyer.put_in(market.product(market.merchant(f"m{number}"), f"Tea {number}", 500))
        address = "/zh-hans" + path.format(honey=shop.honey.product_id)
        buyer.client.get(address)
        with django_assert_max_num_queries(8):  # type: ignore[operator]  # pytest-django's fixture
            assert buyer.client.get(address).status_code == 200
