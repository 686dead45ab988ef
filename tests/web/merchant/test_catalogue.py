"""The merchant's catalogue pages, driven as a person drives them."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from entrepot.catalog.models import PriceTier, Product, Variant
from entrepot.merchants.models import Merchant
from entrepot.shipping import queries as shipping
from entrepot.stock.models import Level
from tests import market
from tests.web.merchant import desk
from tests.web.merchant.desk import photo, signed_in, text

HOME = "/en/merchant/bo/"


@pytest.fixture
def shop(db: None) -> SimpleNamespace:
    return desk.shop()


def address(shop: SimpleNamespace, *deed: object) -> str:
    return "/".join([f"{HOME}products", str(shop.mug.pk), *map(str, deed)]) + "/"


def about(**values: str) -> dict[str, str]:
    """What the product's form sends."""
    return {
        "title": "Stoneware Mug", "title_zh": "陶杯", "text": "Thrown by hand.", "text_zh": "手工拉坯。", "brand": "Bo",
        "category": "home-kitchen/tableware", "tags": "mug, clay", "hs8": "69120010", "origin": "US",
        "net_content": "1", "net_unit": "piece",
    } | values  # fmt: skip


def line(shop: SimpleNamespace, **values: str) -> dict[str, str]:
    """What one variant's line sends."""
    sent = {
        "price": "24.00",
        "was": "",
        "weight_grams": "480",
        "quantity": "10",
        "seen": "10",
        "sku": "",
    } | values
    return {f"{shop.plain.pk}-{name}": value for name, value in sent.items()}


class TestWhoMaySeeIt:
    PAGES = ("", "products/", "products/new/", "imports/", "freight/", "storefront/")

    @pytest.mark.parametrize("page", PAGES)
    def test_strangers_find_nothing(self, shop: SimpleNamespace, page: str) -> None:
        assert signed_in(shop.cy).get(HOME + page).status_code == 404
        assert Client().get(HOME + page).status_code in (302, 404)

    @pytest.mark.parametrize("page", ["products/", "imports/", "freight/"])
    def test_a_packer_may_not(self, shop: SimpleNamespace, page: str) -> None:
        assert signed_in(shop.bo, "packer").get(HOME + page).status_code == 403

    def test_one_cannot_edit_anothers_product_through_ones_own_shop(self, shop: SimpleNamespace) -> None:
        client, path = signed_in(shop.cy), f"/en/merchant/cy/products/{shop.mug.pk}/"
        assert client.get(path).status_code == 404
        assert client.post(path, about(title="Mine")).status_code == 404
        assert client.post(f"{path}publication/").status_code in (302, 404)
        assert Product.objects.get(pk=shop.mug.pk).title == "Stoneware Mug"
        assert not Product.objects.published().exists()

    def test_home_leads_to_the_only_shop(self, shop: SimpleNamespace) -> None:
        assert shop.client.get("/en/merchant/").headers["Location"] == HOME
        nobody = Client()
        nobody.force_login(
            market.person("new@example.org"), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        assert "You have no shop yet" in text(nobody.get("/en/merchant/"))
        assert "/account/login/" in Client().get("/en/merchant/").headers["Location"]


class TestDashboard:
    def test_says_what_is_left_to_do(self, shop: SimpleNamespace) -> None:
        html = text(shop.client.get(HOME))
        assert "1 draft has all that a sale needs." in html
        assert "1 product has no HS code." in html
        assert "件商品没有HS编码" in text(shop.client.get("/zh-hans/merchant/bo/")).replace(" ", "")

    def test_an_empty_catalogue_has_a_next_step(self, shop: SimpleNamespace) -> None:
        html = text(signed_in(shop.cy).get("/en/merchant/cy/"))
        assert "Your catalogue is empty" in html and "/en/merchant/cy/imports/" in html


class TestList:
    def test_finds_by_name_and_sku(self, shop: SimpleNamespace) -> None:
        Variant.objects.update(sku="MUG-1")
        market.product(shop.bo, "Honey", 1200)
        for query, found in (("stone mug", True), ("mug-", True), ("honey", False), ("陶", False)):
            assert ("Stoneware Mug" in text(shop.client.get(f"{HOME}products/", {"q": query}))) is found

    def test_filters_and_pages_by_the_last_one_shown(
        self, shop: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("entrepot.catalog.desk.PAGE", 1)
        market.product(shop.bo, "Honey", 1200)
        html = text(shop.client.get(f"{HOME}products/"))
        assert "Honey" in html and "Stoneware Mug" not in html
        following = html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
        assert "Stoneware Mug" in text(shop.client.get(f"{HOME}products/{following}"))
        assert "Honey" in text(shop.client.get(f"{HOME}products/?show=published"))
        assert "Stoneware Mug" in text(shop.client.get(f"{HOME}products/?show=needs"))

    def test_asks_the_database_no_more_for_more_products(
        self, shop: SimpleNamespace, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(12):
            market.product(shop.bo, f"Honey {number}", 1200)
        shop.client.get(f"{HOME}products/")
        with django_assert_max_num_queries(16):
            shop.client.get(f"{HOME}products/")

    def test_puts_all_that_are_ready_on_sale(self, shop: SimpleNamespace) -> None:
        html = text(shop.client.post(f"{HOME}products/publications/", follow=True))
        assert "1 product is on sale now." in html
        assert list(Product.objects.on_sale()) == [shop.mug]


class TestNew:
    def test_begins_with_little(self, shop: SimpleNamespace) -> None:
        sent = {"title": "Bowl", "price": "40", "weight_grams": "700", "quantity": "2"}
        html = text(shop.client.post(f"{HOME}products/new/", sent, follow=True))
        assert "The draft is written." in html
        bowl = Variant.objects.get(product__title="Bowl")
        assert (bowl.price_minor, bowl.weight_grams, Level.objects.get(variant_id=bowl.pk).on_hand) == (
            4000,
            700,
            2,
        )

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("title", "", "Please give it a name."),
            ("price", "12,50", "Write a price as a plain number"),
            ("weight_grams", "0.5", "Give the weight in whole grams"),
            ("quantity", "-3", "Write a whole number, 0 or more."),
        ],
    )
    def test_names_what_is_wrong_and_writes_nothing(
        self, shop: SimpleNamespace, field: str, value: str, said: str
    ) -> None:
        sent = {"title": "Bowl", "price": "40", "weight_grams": "700", "quantity": "2"} | {field: value}
        html = text(shop.client.post(f"{HOME}products/new/", sent), 422)
        assert said in html and ('value="Bowl"' in html or field == "title")
        assert Product.objects.count() == 1


class TestProduct:
    def test_is_filled_in_and_published(self, shop: SimpleNamespace) -> None:
        html = text(shop.client.get(address(shop)))
        for missing in (
            "Give it a name in Chinese.",
            "Find its HS code.",
            "Say in which country it was made.",
        ):
            assert missing in html
        html = text(shop.client.post(address(shop), about(), follow=True))
        assert "Ready for China" in html and "Find its HS code." not in html
        html = text(shop.client.post(address(shop, "publication"), follow=True))
        assert "It is on sale." in html
        row = Product.objects.on_sale().get()
        assert (row.title_zh, row.text_zh, row.tags, row.hs8) == (
            "陶杯",
            "<p>手工拉坯。</p>",
            ["mug", "clay"],
            "69120010",
        )
        shop.client.post(address(shop, "withdrawal"))
        assert not Product.objects.on_sale().exists()

    def test_keeps_what_was_typed_beside_what_is_wrong(self, shop: SimpleNamespace) -> None:
        html = text(shop.client.post(address(shop), about(hs8="69", net_content="much")), 422)
        assert "An HS code for China has eight digits." in html
        assert 'value="much"' in html and "陶杯" in html
        assert Product.objects.get(pk=shop.mug.pk).title_zh == ""

    def test_cannot_be_published_without_a_price(self, shop: SimpleNamespace) -> None:
        Variant.objects.update(price_minor=0)
        assert "Put it on sale" not in text(shop.client.get(address(shop)))
        html = text(shop.client.post(address(shop, "publication"), follow=True))
        assert "This product cannot be put on sale yet." in html

    def test_says_when_a_code_is_not_on_the_list(self, shop: SimpleNamespace) -> None:
        shop.client.post(address(shop), about(hs8="99999999"))
        assert "are not on the list that may be sold to buyers in China" in text(
            shop.client.get(address(shop))
        )

    def test_finds_the_hs_code_by_words(self, shop: SimpleNamespace) -> None:
        html = text(shop.client.get(address(shop, "hs-code"), {"q": "natural honey"}))
        assert "Choose 04090000" in html
        shop.client.post(address(shop, "hs-code"), {"hs8": "04090000"})
        assert Product.objects.get(pk=shop.mug.pk).hs8 == "04090000"

    def test_is_in_chinese_too(self, shop: SimpleNamespace) -> None:
        html = text(shop.client.get(address(shop).replace("/en/", "/zh-hans/")))
        assert "待完成" in html and "原产国" in html


class TestVariants:
    def test_a_line_writes_price_weight_and_count(self, shop: SimpleNamespace) -> None:
        sent = line(shop, price="19.99", was="24", weight_grams="500", quantity="7", sku="MUG-1")
        assert "are saved" in text(shop.client.post(address(shop, "variants"), sent, follow=True))
        row = Variant.objects.get()
        assert (row.price_minor, row.was_minor, row.weight_grams, row.sku) == (1999, 2400, 500, "MUG-1")
        assert Level.objects.get().on_hand == 7

    def test_sending_the_form_back_undoes_no_sale(self, shop: SimpleNamespace) -> None:
        Level.objects.update(on_hand=8)  # two were sold while the form was open
        shop.client.post(address(shop, "variants"), line(shop, price="25"))
        assert (Variant.objects.get().price_minor, Level.objects.get().on_hand) == (2500, 8)

    def test_a_refused_line_changes_nothing_of_it(self, shop: SimpleNamespace) -> None:
        Level.objects.update(reserved=4)
        html = text(shop.client.post(address(shop, "variants"), line(shop, price="25", quantity="3")), 422)
        assert "Too low for what is promised." in html and 'value="25"' in html
        assert Variant.objects.get().price_minor == 2400

    def test_price_steps_are_written_a_line_each(self, shop: SimpleNamespace) -> None:
        path = address(shop, "variants", shop.plain.pk, "price-steps")
        html = text(shop.client.post(path, {"tiers": "10: 22\n5: 23"}), 422)
        assert "Line 2: Each step begins at a greater quantity than the one before." in html
        assert "Line 1 is not a quantity, a colon and a price." in text(
            shop.client.post(path, {"tiers": "ten"}), 422
        )
        shop.client.post(path, {"tiers": "10: 22\n50：19.50\n"})
        assert list(PriceTier.objects.values_list("quantity_min", "price_minor")) == [(10, 2200), (50, 1950)]
        assert "10: 22.00" in text(shop.client.get(path))

    def test_one_is_withdrawn_after_a_second_look_and_comes_back(self, shop: SimpleNamespace) -> None:
        path = address(shop, "variants", shop.plain.pk, "withdrawal")
        assert "Stop selling it?" in text(shop.client.get(path))
        shop.client.post(path)
        assert Variant.objects.get().withdrawn_at is not None
        sent = {"price": "26", "weight_grams": "480", "sku": "", "quantity": "3"}
        shop.client.post(address(shop, "variants", "new"), sent)
        row = Variant.objects.get()
        assert (row.price_minor, row.withdrawn_at, Level.objects.get().on_hand) == (2600, None, 3)


class TestPictures:
    def test_are_added_described_ordered_and_removed(self, shop: SimpleNamespace) -> None:
        for width in (300, 310):
            sent = {"file": photo(width), "alt": f"Mug {width}", "alt_zh": "陶杯"}
            html = text(shop.client.post(address(shop, "pictures"), sent, follow=True))
        assert "The picture is added." in html and 'alt="Mug 310"' in html
        first, second = shop.mug.pictures.all()
        shop.client.post(address(shop, "pictures", second.pk, "first"))
        assert shop.mug.pictures.first() == second
        shop.client.post(
            address(shop, "pictures", first.pk), {f"{first.pk}-alt": "Side", f"{first.pk}-alt_zh": "侧面"}
        )
        shop.client.post(address(shop, "pictures", second.pk, "removal"))
        assert list(shop.mug.pictures.values_list("alt", "alt_zh")) == [("Side", "侧面")]

    def test_what_is_not_a_picture_is_said_beside_the_field(self, shop: SimpleNamespace) -> None:
        file = photo()
        file.write(b"not a picture at all")
        html = text(shop.client.post(address(shop, "pictures"), {"file": file}), 422)
        assert "This file is not a picture that can be read." in html
        assert not shop.mug.pictures.exists()


class TestFreightAndStorefront:
    SENT = {
        "first": "12.50",
        "first_grams": "1000",
        "step": "6.20",
        "step_grams": "500",
        "days_min": "8",
        "days_max": "14",
    }

    def sent(self, **values: str) -> dict[str, str]:
        return {"country": "CN"} | {f"CN-{name}": value for name, value in (self.SENT | values).items()}

    def test_freight_is_written_by_country(self, shop: SimpleNamespace) -> None:
        assert "The freight is saved." in text(shop.client.post(f"{HOME}freight/", self.sent(), follow=True))
        rate = shipping.rates([shop.bo.pk])[shop.bo.pk, "CN"]
        assert (rate.price(1001).minor, rate.days_max) == (1870, 14)
        shop.client.post(f"{HOME}freight/CN/removal/")
        assert (shop.bo.pk, "CN") not in shipping.rates([shop.bo.pk])

    def test_freight_names_what_is_wrong(self, shop: SimpleNamespace) -> None:
        html = text(shop.client.post(f"{HOME}freight/", self.sent(first="cheap", days_max="3")), 422)
        assert "Write a price as a plain number" in html and 'value="cheap"' in html
        html = text(shop.client.post(f"{HOME}freight/", self.sent(days_max="3")), 422)
        assert "at least as many days as the least" in html

    def test_the_shop_describes_itself(self, shop: SimpleNamespace) -> None:
        sent = {
            "name": "Bo's",
            "name_zh": "阿波",
            "trade": "",
            "trade_zh": "",
            "story": "We throw.",
            "story_zh": "拉坯。",
        }
        assert "Your storefront is saved." in text(shop.client.post(f"{HOME}storefront/", sent, follow=True))
        assert Merchant.objects.get(pk=shop.bo.pk).story_zh == "拉坯。"
        assert shop.client.post(f"{HOME}storefront/", sent | {"name": ""}).status_code == 422
