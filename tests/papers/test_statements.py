"""The statement of a month: what was payable at its beginning, each movement in words, what at its end."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM, Permission
from entrepot.kit.errors import NotAllowed, NotFound
from entrepot.kit.money import Money
from entrepot.ledger import chart
from entrepot.ledger import queries as ledger
from entrepot.trade import monthly
from entrepot.trade.errors import TooManyEntries
from entrepot.trade.models import Order
from entrepot.trade.monthly import Month, month, months
from entrepot.web.merchant.statement_paper import statement_pdf
from tests import market
from tests.papers import reading
from tests.trade import story
from tests.web import sales

NOVEMBER, DECEMBER = date(2027, 11, 1), date(2027, 12, 1)


@pytest.fixture
def shop(db: None) -> SimpleNamespace:
    return sales.small_shop()


def received(shop: SimpleNamespace, *at: int, count: int = 1) -> Order:
    """A sale of so many jars that was received on a day of 2027."""
    with clock.standing_at(datetime(2027, *at, 12, tzinfo=UTC)):
        return sales.received(sales.paid({shop.honey.pk: count})[0])


def of(shop: SimpleNamespace, first: date, **by: Any) -> Month:
    with clock.standing_at(datetime(2028, 1, 1, tzinfo=UTC)):
        return month(shop.bo.pk, "CNY", first, by=by.get("by", SYSTEM))


def told(shop: SimpleNamespace, first: date, language: str = "en") -> str:
    with translation.override(language):
        return reading.text(statement_pdf(shop.bo, of(shop, first)))


class TestMonth:
    def test_opens_with_what_was_before_and_closes_with_what_is_after(self, shop: SimpleNamespace) -> None:
        october, november = received(shop, 10, 31, count=2), received(shop, 11, 1)
        received(shop, 12, 1)
        found = of(shop, NOVEMBER)
        assert {entry.order.number for entry in found.entries if entry.order} == {november.number}
        assert [entry.amount.minor for entry in found.entries] == [15194, -1519]  # a tenth is kept of the new
        assert (found.opening, found.closing) == (Money(24154, "CNY"), Money(24154 + 15194 - 1519, "CNY"))
        assert [entry.balance.minor for entry in found.entries] == [24154 + 15194, found.closing.minor]
        assert of(shop, date(2027, 10, 1)).entries[0].order.number == october.number  # type: ignore[union-attr]  # a sale

    def test_goes_on_where_the_month_before_ended(self, shop: SimpleNamespace) -> None:
        for day in (3, 1, 2):
            received(shop, 11, day)
        november, december = of(shop, NOVEMBER), of(shop, DECEMBER)
        assert [entry.at.day for entry in november.entries if entry.code == "release"] == [1, 2, 3]
        assert november.opening == Money(0, "CNY")
        assert december.opening == december.closing == november.closing
        assert november.closing == ledger.balance(chart.SELLER_PAYABLE.of(shop.bo.pk, "CNY"))

    def test_is_for_those_who_account(self, shop: SimpleNamespace) -> None:
        with pytest.raises(NotAllowed):
            of(shop, NOVEMBER, by=market.staff_of(shop.bo, Permission.FULFIL))
        with pytest.raises(NotFound):
            of(shop, NOVEMBER, by=story.buyer())

    def test_is_not_of_the_future_or_of_half_a_month(self, shop: SimpleNamespace) -> None:
        for first in (date(2028, 2, 1), date(2027, 11, 2)):
            with pytest.raises(NotFound):
                of(shop, first)

    def test_refuses_a_book(self, shop: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(monthly, "ENTRIES_MAX", 1)
        received(shop, 11, 1)
        received(shop, 11, 2)
        with pytest.raises(TooManyEntries):
            of(shop, NOVEMBER)

    def test_are_counted_back(self) -> None:
        assert list(months(date(2027, 11, 30), date(2028, 1, 2))) == [date(2028, 1, 1), DECEMBER, NOVEMBER]


class TestPaper:
    def test_explains_every_cent(self, shop: SimpleNamespace) -> None:
        received(shop, 10, 31, count=2)
        order = received(shop, 11, 1)
        said = told(shop, NOVEMBER)
        for words in (
            "Statement, CNY", "November 2027", "Bo LLC", "Nov 1, 2027 to Nov 30, 2027 (UTC)",
            "Escrow released to the merchant", f"Order {order.number}",
            "Released automatically, without the buyer's word, on Nov 1, 2027, 12:00 PM UTC.",
            "Honey, 1 ×: ¥85.20; commission 5%: ¥4.26, fixed at the sale.", "Goods ¥85.20, freight +¥71.00, commission −¥4.26",
            "+¥151.94 ¥393.48", "−¥15.19 ¥378.29", "Payable at the beginning ¥241.54",
            "Escrow released to the merchant (1) +¥151.94", "Kept in reserve (1) −¥15.19", "Payable at the end ¥378.29",
        ):  # fmt: skip
            assert words in said, words

    def test_in_chinese_speaks_as_an_accountant_does(self, shop: SimpleNamespace) -> None:
        received(shop, 11, 1)
        said = told(shop, NOVEMBER, "zh-hans")
        for words in ("对账单", "2027年11月", "期初应付 ¥0.00", "期末应付 ¥136.75", "佣金 −¥4.26"):
            assert words in said, words

    def test_of_an_empty_month_says_so(self, shop: SimpleNamespace) -> None:
        received(shop, 11, 1)
        said = told(shop, DECEMBER)
        assert "Nothing moved in this month." in said
        assert "Payable at the beginning ¥136.75 Payable at the end ¥136.75" in said


class TestPage:
    def test_offers_every_month_since_the_shop_began(self, shop: SimpleNamespace) -> None:
        received(shop, 11, 1)
        client = Client()
        client.force_login(market.member(shop.bo, "accountant"))
        html = client.get("/en/merchant/bo/statement/CNY/").content.decode()
        this = clock.now().strftime("%Y-%m")
        assert f'<option value="{this}">' in html
        answer = client.get("/en/merchant/bo/statement/CNY/pdf/", {"month": this})
        assert answer["Content-Disposition"] == f'inline; filename="statement-bo-CNY-{this}.pdf"'
        assert "Nothing moved in this month." in reading.text(answer.content)
        for query in ({}, {"month": "2026"}, {"month": "2026-13"}, {"month": "9999-12"}):
            assert client.get("/en/merchant/bo/statement/CNY/pdf/", query).status_code == 404
        assert client.get("/en/merchant/bo/statement/USD/pdf/", {"month": this}).status_code == 404

    def test_is_not_for_those_who_pack(self, shop: SimpleNamespace) -> None:
        client = Client()
        client.force_login(market.member(shop.bo, "packer"))
        assert client.get("/en/merchant/bo/statement/CNY/pdf/?month=2026-11").status_code == 403
