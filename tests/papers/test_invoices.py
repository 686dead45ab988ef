"""The invoice: every amount as it was frozen, in the buyer's language, for nobody but its buyer."""

from types import SimpleNamespace

import pytest
from django.utils import translation

from entrepot.kit.actor import SYSTEM, Actor
from entrepot.kit.errors import NotFound
from entrepot.kit.ids import new_id
from entrepot.papers.invoices import invoice_pdf
from entrepot.payments import refunding
from entrepot.payments.providers import GivenBack, NotGivenBack
from entrepot.trade.cancelling import cancel
from entrepot.trade.errors import NotInvoiced
from entrepot.trade.flow import OrderState
from entrepot.trade.invoicing import invoice
from entrepot.trade.models import Order
from tests import market
from tests.market import Wish
from tests.papers.reading import pages, text
from tests.trade import story

NEW_YORK = {
    "country": "US", "region": "NY", "city": "New York", "district": "", "postal_code": "10001",
    "lines": ["1 Main St", "Apt #5B"], "name": "Anna Berg", "phone": "+12125550100",
}  # fmt: skip


@pytest.fixture
def shop(db: None) -> SimpleNamespace:
    market.rules_and_rates()
    market.commission(500)
    bo = market.merchant("bo")
    return SimpleNamespace(bo=bo, honey=market.product(bo, "Honey", 1200))


def bought(shop: SimpleNamespace, **wish: object) -> Order:
    placed = story.paid(Wish({shop.honey.pk: 2}, **wish))  # type: ignore[arg-type]  # fields of a wish
    return Order.objects.get(purchase_id=placed.purchase_id)


def told(order: Order, language: str = "en") -> str:
    with translation.override(language):
        return text(invoice_pdf(invoice(order.number, by=SYSTEM)))


class TestInvoice:
    def test_has_every_amount_to_the_cent(self, shop: SimpleNamespace) -> None:
        order = bought(shop)
        said = told(order)
        for words in (
            "Invoice", order.number, "Bo LLC", "Columbus, OH", "上海市黄浦区", "南京东路1号", "Honey",
            "04090000", "United States",
            "2 ¥85.20 ¥170.40", "Freight ¥106.50", "Import duty ¥0.00", "Import VAT ¥17.44", "Consumption tax ¥0.00",
            "Total, CNY ¥294.34", "1 USD = 7.1 CNY (source: test, Jun 1, 2026)", "¥294.34, by Sandbox (no real money)",
            "not a Chinese VAT invoice",
        ):  # fmt: skip
            assert words in said, words

    def test_in_chinese_is_chinese(self, shop: SimpleNamespace) -> None:
        said = told(bought(shop), "zh-hans")
        for words in (
            "商业发票",
            "Honey（中文）",
            "合计（CNY）",
            "¥294.34",
            "进口环节增值税",
            "并非中国增值税发票",
        ):
            assert words in said, words
        assert "CHINA" not in said

    def test_says_that_no_tax_was_calculated(self, shop: SimpleNamespace) -> None:
        said = told(bought(shop, address=NEW_YORK, currency="USD"))
        assert "Tax not calculated" in said
        assert "Import VAT" not in said
        for words in ("Anna Berg", "1 Main St", "Apt #5B", "NEW YORK, NY 10001", "Total, USD US$39.00"):
            assert words in said, words

    def test_lists_what_went_back(self, shop: SimpleNamespace) -> None:
        order = bought(shop)
        cancel(order.pk, reason="sold out", by=SYSTEM)
        said = told(order)
        assert f"{order.number}-C1" in said
        assert "on its way back −¥294.34" in said
        assert "Left of the total ¥0.00" in said

    def test_tells_once_of_a_refund_that_was_asked_for_again(self, shop: SimpleNamespace) -> None:
        order = bought(shop)
        cancel(order.pk, reason="sold out", by=SYSTEM)
        [refund] = invoice(order.number, by=SYSTEM).credits
        refunding.hear_of_refund(refund.pk, NotGivenBack("re_1", "expired_card"), by=SYSTEM)
        assert "not taken by your bank or wallet; still yours" in told(order)
        again = refunding.ask_again(refund.pk, by=Actor(id=new_id(), is_operator=True))
        refunding.hear_of_refund(again.pk, GivenBack("re_2"), by=SYSTEM)
        said = told(order)
        assert "given back −¥294.34" in said and "Left of the total ¥0.00" in said
        assert f"{order.number}-C2" not in said

    def test_goes_on_to_a_second_page(self, shop: SimpleNamespace) -> None:
        lines = {market.product(shop.bo, f"Jar {n:02}", 100, weight_grams=1).pk: 1 for n in range(40)}
        placed = story.paid(Wish(lines))
        order = Order.objects.get(purchase_id=placed.purchase_id)
        found = pages(invoice_pdf(invoice(order.number, by=SYSTEM)))
        assert len(found) == 2
        assert "2 / 2" in found[1]
        assert all(f"Jar {n:02}" in "".join(found) for n in range(40))

    def test_is_for_its_buyer_and_the_operator_only(self, shop: SimpleNamespace) -> None:
        buyer = story.buyer()
        order = bought(shop, by=buyer)
        for by in (
            buyer,
            Actor(id=new_id(), is_operator=True),
            Actor(follows=frozenset({order.purchase_id})),
        ):
            assert invoice(order.number, by=by).view.number == order.number
        for by in (story.buyer(), market.staff_of(shop.bo), Actor()):
            with pytest.raises(NotFound):
                invoice(order.number, by=by)

    def test_is_not_of_what_was_not_paid(self, shop: SimpleNamespace) -> None:
        placed = story.placed(Wish({shop.honey.pk: 1}))
        order = Order.objects.get(purchase_id=placed.purchase_id)
        with pytest.raises(NotInvoiced):
            invoice(order.number, by=SYSTEM)
        assert Order.objects.get().state == OrderState.PLACED
