"""What search engines and phones read: the map of the site, what pages say of themselves, the manifest."""

import json
import re
from types import SimpleNamespace
from typing import Any
from uuid import UUID
from xml.etree import ElementTree

import pytest
from django.test import Client

from entrepot.catalog import mapping as catalog
from entrepot.catalog.models import Product, Publication
from entrepot.kit import clock
from entrepot.merchants import mapping as merchants
from tests import market
from tests.web.shop.buyer import Buyer

HOST = "http://testserver"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def xml(path: str) -> ElementTree.Element:
    response = Client().get(path)
    assert response.status_code == 200 and response["Content-Type"].startswith("application/xml")
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return ElementTree.fromstring(body)


def addresses(path: str) -> list[str]:
    return [each.text or "" for each in xml(path).iter(f"{MAP}loc")]


def linked(text: str) -> dict[str, Any]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    assert len(found) == 1
    told: dict[str, Any] = json.loads(found[0])
    return told


class TestMap:
    def test_leads_to_every_public_page_in_each_language(self, shop: SimpleNamespace) -> None:
        parts = addresses("/sitemap.xml")
        pages = [page for part in parts for page in addresses(part.removeprefix(HOST))]
        goods = f"goods/{shop.honey.product_id}/"
        assert {
            f"{HOST}/en/{goods}",
            f"{HOST}/zh-hans/{goods}",
            f"{HOST}/en/shops/bo/",
            f"{HOST}/en/",
        } <= set(pages)
        assert len(pages) == len(set(pages))
        assert {Client().get(page.removeprefix(HOST)).status_code for page in pages} == {200}

    def test_names_the_same_page_in_the_other_language(self, shop: SimpleNamespace) -> None:
        part = next(part for part in addresses("/sitemap.xml") if "/goods-" in part)
        links = xml(part.removeprefix(HOST)).find(f"{MAP}url").findall(f"{XHTML}link")  # type: ignore[union-attr]  # there are goods
        assert [each.get("hreflang") for each in links] == ["en", "zh-Hans"]

    def test_leaves_out_what_is_not_on_sale(self, shop: SimpleNamespace) -> None:
        Publication.objects.filter(product=shop.honey.product_id).update(withdrawn_at=clock.now())
        first = UUID(int=0)
        assert shop.honey.product_id not in [key for key, _ in catalog.goods(first, 100)]

    def test_has_parts_that_are_everything_once(self, shop: SimpleNamespace) -> None:
        for number in range(7):
            market.product(shop.cy, f"Balm {number}", 700)
        parts = catalog.parts(4)
        listed = [[key for key, _ in catalog.goods(first, 4)] for first in parts]
        assert [len(each) for each in listed] == [4] * (len(parts) - 1) + [len(listed[-1])]
        on_sale = Product.objects.on_sale().order_by("pk").values_list("pk", flat=True)
        assert [key for each in listed for key in each] == list(on_sale)

    def test_has_shops_in_parts(self, shop: SimpleNamespace) -> None:
        assert [list(merchants.shops(first, 1)) for first in merchants.parts(1)] == [["bo"], ["cy"]]

    def test_of_a_kind_that_is_none_is_not_there(self, shop: SimpleNamespace) -> None:
        assert Client().get(f"/sitemaps/people-{UUID(int=0)}.xml").status_code == 404

    def test_of_an_empty_market_is_whole(self, db: None) -> None:
        assert len(addresses("/sitemap.xml")) == 1

    def test_stands_in_robots_txt(self, db: None) -> None:
        text = Client().get("/robots.txt").content.decode()
        assert f"Sitemap: {HOST}/sitemap.xml" in text and "Disallow: /*/checkout/" in text


class TestPage:
    def test_says_what_the_product_costs_as_it_shows_it(self, shop: SimpleNamespace) -> None:
        told = linked(Buyer().get(f"/goods/{shop.honey.product_id}/"))
        assert (told["@type"], told["name"]) == ("Product", "三叶草蜂蜜")
        offer = told["offers"]
        assert (offer["price"], offer["priceCurrency"]) == ("85.20", "CNY")
        assert offer["availability"] == "https://schema.org/InStock"
        assert offer["seller"]["name"] == "Bo"

    def test_cannot_be_left_by_a_title(self, shop: SimpleNamespace) -> None:
        evil = "</script><script>alert(1)</script> & \u2028"
        Product.objects.filter(pk=shop.honey.product_id).update(title=evil, title_zh="")
        text = Buyer("en").get(f"/goods/{shop.honey.product_id}/")
        assert "<script>alert" not in text and linked(text)["name"] == evil

    def test_of_a_shop_says_who_it_is(self, shop: SimpleNamespace) -> None:
        told = linked(Buyer("en").get("/shops/bo/"))
        assert (told["@type"], told["legalName"]) == ("Organization", "Bo LLC")

    def test_describes_itself_in_words_without_marks(self, shop: SimpleNamespace) -> None:
        Product.objects.filter(pk=shop.honey.product_id).update(text="<p>Salt &amp; honey.</p><p>Raw.</p>")
        text = Buyer("en").get(f"/goods/{shop.honey.product_id}/")
        assert '<meta name="description" content="Salt &amp; honey. Raw.">' in text

    def test_has_one_canonical_address_for_all_its_choices(self, shop: SimpleNamespace) -> None:
        path = f"/goods/{shop.honey.product_id}/"
        text = Buyer("en").get(path, variant=str(shop.honey.pk))
        assert f'<link rel="canonical" href="{HOST}/en{path}">' in text
        assert f'<link rel="alternate" hreflang="zh-Hans" href="{HOST}/zh-hans{path}">' in text
        assert f'hreflang="x-default" href="{HOST}/en{path}"' in text

    def test_of_a_category_is_one_of_its_own_in_any_order(self, shop: SimpleNamespace) -> None:
        text = Buyer("en").get("/search/", category="food-drink", sort="cheapest", price_max="90")
        assert f'<link rel="canonical" href="{HOST}/en/search/?category=food-drink">' in text


class TestManifest:
    @pytest.mark.parametrize(("language", "tag"), [("en", "en"), ("zh-hans", "zh-Hans")])
    def test_starts_in_its_language(self, db: None, language: str, tag: str) -> None:
        response = Client().get(f"/{language}/manifest.webmanifest")
        told = response.json()
        assert (told["lang"], told["start_url"]) == (tag, f"/{language}/")
        assert response["Content-Type"] == "application/manifest+json"
