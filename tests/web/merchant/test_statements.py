"""The statement's page and file."""

import csv
import io
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from entrepot.ledger import chart
from entrepot.ledger import queries as ledger
from entrepot.web import formatting
from tests import market
from tests.plugins.browser import Chromium
from tests.web import axe, sales


@pytest.fixture
def shop(db: None) -> SimpleNamespace:
    return sales.small_shop()


def signed_in(seller: Any, role: str = "accountant") -> Client:
    client = Client()
    client.force_login(market.member(seller, role))
    return client


class TestPage:
    def test_explains_every_cent(self, shop: SimpleNamespace) -> None:
        [order] = sales.paid({shop.honey.pk: 2})
        sales.received(order)
        sales.paid({shop.honey.pk: 1})
        html = signed_in(shop.bo).get("/en/merchant/bo/statement/", follow=True).content.decode()
        assert "Statement, CNY" in html
        balance = ledger.balance(chart.SELLER_PAYABLE.of(shop.bo.pk, "CNY"))
        # 170.40 + 106.50 - 8.52, of which a tenth is kept; 85.20 + 71.00 - 4.26 held
        assert formatting.money(balance) == "¥241.54"
        for words in (
            "¥268.38", "¥170.40", "¥106.50", "¥8.52", "+¥268.38", "¥26.84", "¥151.94", "US$33.85",
            "1 USD = 7.1 CNY", "1 USD = 7.1355 CNY", "0.5%", "test, Jun 1, 2026",
            "J1 · Payment received into escrow", "J4 · Escrow released to the merchant",
            "2100 Escrow, consumers&#x27; money", "are kept for 30 days", order.number,
        ):  # fmt: skip
            assert words in html, words

    def test_in_chinese_speaks_as_an_accountant_does(self, shop: SimpleNamespace) -> None:
        [order] = sales.paid({shop.honey.pk: 2})
        sales.received(order)
        html = signed_in(shop.bo).get("/zh-hans/merchant/bo/statement/CNY/").content.decode()
        for words in ("对账单", "托管", "佣金", "应付"):
            assert words in html, words

    def test_before_the_first_sale_says_what_will_be_here(self, shop: SimpleNamespace) -> None:
        html = signed_in(shop.bo).get("/en/merchant/bo/statement/").content.decode()
        assert "No money yet" in html

    def test_of_a_currency_never_sold_in_is_not_found(self, shop: SimpleNamespace) -> None:
        client = signed_in(shop.bo)
        for path in ("CNY/", "xx/", "CNY/csv/"):
            assert client.get(f"/en/merchant/bo/statement/{path}").status_code == 404


class TestFile:
    def test_has_every_movement_in_plain_decimals(self, shop: SimpleNamespace) -> None:
        [order] = sales.paid({shop.honey.pk: 2})
        sales.received(order)
        response = signed_in(shop.bo).get("/en/merchant/bo/statement/CNY/csv/")
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        content = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        header, kept, row = csv.reader(io.StringIO(content))
        named = dict(zip(header, row, strict=True))
        assert named["Order"] == order.number
        parts = [named[name] for name in ("Goods", "Freight", "Commission rate", "Commission", "Amount")]
        assert parts == ["170.40", "106.50", "5%", "-8.52", "268.38"]
        assert (named["Balance after it"], named["Currency"]) == ("268.38", "CNY")
        kept = dict(zip(header, kept, strict=True))
        assert (kept["Order"], kept["Amount"], kept["Balance after it"]) == (order.number, "-26.84", "241.54")

    def test_is_in_the_readers_language(self, shop: SimpleNamespace) -> None:
        sales.received(sales.paid({shop.honey.pk: 1})[0])
        response = signed_in(shop.bo).get("/zh-hans/merchant/bo/statement/CNY/csv/")
        content = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        assert "托管货款" in content
        assert "Goods" not in content


class TestVisibility:
    def test_is_for_those_who_account_in_this_shop(self, shop: SimpleNamespace) -> None:
        sales.received(sales.paid({shop.honey.pk: 1})[0])
        operator = Client()
        operator.force_login(market.person("boss@example.com", is_operator=True))
        paths = [f"/en/merchant/bo/statement/{path}" for path in ("", "CNY/", "CNY/csv/")]
        for stranger in (Client(), signed_in(shop.cy, "owner"), operator):
            assert [stranger.get(path).status_code for path in paths] == [404, 404, 404]
        packer = signed_in(shop.bo, "packer")
        assert [packer.get(path).status_code for path in paths] == [403, 403, 403]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_statement_reads_well_on_a_phone(
    shop: SimpleNamespace, live_server: Any, chromium: Chromium
) -> None:
    sales.received(sales.paid({shop.honey.pk: 2})[0])
    sales.paid({shop.honey.pk: 1})
    where, reader = "merchant/bo/statement/CNY/", signed_in(shop.bo)
    assert axe.complaints(live_server.url, where, reader=reader, chromium=chromium) == []
