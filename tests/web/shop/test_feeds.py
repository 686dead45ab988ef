"""A merchant's feed for a market: what it tells, what it leaves out, and that it asks the database no more for more goods."""

from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from entrepot.catalog import mapping
from entrepot.catalog.models import Product, Variant
from tests import market

G = "{http://base.google.com/ns/1.0}"
HOST = "http://testserver"


def feed(shop: str, country: str) -> list[ElementTree.Element]:
    response = Client().get(f"/feeds/{shop}/{country}.xml")
    assert response.status_code == 200
    return list(ElementTree.fromstring(b"".join(response.streaming_content)).iter("item"))  # type: ignore[arg-type]  # bytes


def told(item: ElementTree.Element) -> dict[str, str]:
    return {each.tag.removeprefix(G): each.text or "" for each in item}


class TestFeed:
    def test_tells_what_a_comparison_asks(self, shop: SimpleNamespace) -> None:
        Variant.objects.filter(pk=shop.honey.pk).update(was_minor=1500, barcode="0712345678904", sku="HNY")
        Product.objects.filter(pk=shop.honey.product_id).update(
            text="<p>Salt &amp; honey.</p>", brand="Bo & Sons"
        )
        [item] = feed("bo", "CN")
        said = told(item)
        assert said["title"] == "三叶草蜂蜜"
        assert said["link"] == f"{HOST}/zh-hans/goods/{shop.honey.product_id}/?variant={shop.honey.pk}"
        assert (said["price"], said["sale_price"]) == ("15.00 USD", "12.00 USD")
        assert (said["availability"], said["gtin"], said["mpn"]) == ("in_stock", "0712345678904", "HNY")
        assert (said["brand"], said["condition"], said["shipping_weight"]) == ("Bo & Sons", "new", "600 g")
        assert said["description"] == "Salt & honey."
        freight = item.find(f"{G}shipping")
        assert freight is not None and freight.findtext(f"{G}country") == "CN"
        assert (freight.findtext(f"{G}price") or "").endswith(" USD")
        assert Client().get(said["link"].removeprefix(HOST)).status_code == 200

    def test_names_variants_of_one_product_as_a_group(self, shop: SimpleNamespace) -> None:
        Product.objects.filter(pk=shop.honey.product_id).update(option_names=["Size"])
        Variant.objects.filter(pk=shop.honey.pk).update(options=["500 g"])
        market.another(shop.honey, 2100, stock=0, options=["1 kg"])
        small, large = sorted((told(item) for item in feed("bo", "CN")), key=lambda each: each["price"])
        assert small["item_group_id"] == large["item_group_id"] == str(shop.honey.product_id)
        assert (small["size"], large["size"]) == ("500 g", "1 kg")
        assert (small["availability"], large["availability"]) == ("in_stock", "out_of_stock")

    def test_leaves_out_what_customs_does_not_admit(self, shop: SimpleNamespace) -> None:
        market.product(shop.bo, "Uncharted", 900, hs8="")
        assert [told(item)["title"] for item in feed("bo", "CN")] == ["三叶草蜂蜜"]

    @pytest.mark.parametrize("path", ["nobody/CN", "bo/ZZ", "bo/cn"])
    def test_is_not_there_where_nothing_is_sent(self, shop: SimpleNamespace, path: str) -> None:
        assert Client().get(f"/feeds/{path}.xml").status_code == 404

    def test_asks_the_same_number_of_statements_for_more_goods_of_a_batch(
        self, shop: SimpleNamespace
    ) -> None:
        feed("bo", "CN")
        with CaptureQueriesContext(connection) as few:
            feed("bo", "CN")
        for number in range(9):
            market.product(shop.bo, f"Balm {number}", 700)
        with CaptureQueriesContext(connection) as many:
            assert len(feed("bo", "CN")) == 10
        assert len(many) == len(few)

    def test_goes_on_over_batches(self, shop: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(mapping, "_FED", 2)
        for number in range(4):
            market.product(shop.bo, f"Balm {number}", 700)
        assert len({told(item)["id"] for item in feed("bo", "CN")}) == 5
