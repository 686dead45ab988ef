"""An order's pages for its buyer and its merchant: sent in part, asked back, answered, returned, disputed; no script needed."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from entrepot.identity.models import Member, Person
from entrepot.kit.actor import SYSTEM, Actor
from entrepot.trade.fulfilling import ship
from entrepot.trade.models import Order
from entrepot.trade.receiving import confirm_receipt
from tests import market
from tests.market import Wish
from tests.trade.story import paid


@pytest.fixture
def world(shop: SimpleNamespace) -> SimpleNamespace:
    """Mei has ordered five honeys and two candles of Bo's, whose owner is signed in beside her."""
    candle = market.product(shop.bo, "Candle", 700, title_zh="蜡烛", hs8="34060000", net_content=100)
    mei, owner = market.person("mei@example.com"), market.person("bo@example.com")
    Member.objects.create(business_id=shop.bo.pk, person=owner, role="owner")
    [order] = paid(Wish({shop.honey.pk: 5, candle.pk: 2}, by=Actor(id=mei.pk))).orders
    return SimpleNamespace(
        order_id=order.id, number=Order.objects.get().number, buyer=reader(mei), seller=reader(owner)
    )


def reader(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def shop(db: None) -> SimpleNamespace:
    market.rules_and_rates()
    market.commission(500)
    bo = market.merchant("bo")
    return SimpleNamespace(bo=bo, honey=market.product(bo, "Honey", 1200, title_zh="三叶草蜂蜜"))


def words(answer: Any) -> str:
    """What is read on a page."""
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(text.replace("&#x27;", "'").split())


def bought(world: SimpleNamespace, language: str = "en") -> str:
    purchase = Order.objects.get().purchase_id
    return words(world.buyer.get(f"/{language}/purchases/{purchase}/"))


def sold(world: SimpleNamespace, language: str = "en") -> str:
    return words(world.seller.get(f"/{language}/merchant/bo/orders/{world.number}/"))


def buys(world: SimpleNamespace, path: str, **values: Any) -> str:
    answer = world.buyer.post(f"/en/orders/{world.number}/{path}/", values, follow=True)
    return words(answer)


def sells(world: SimpleNamespace, path: str, **values: Any) -> str:
    answer = world.seller.post(f"/en/merchant/bo/orders/{world.number}/{path}/", values, follow=True)
    return words(answer)


class TestShippingInPart:
    def test_says_what_is_in_which_parcel_and_what_can_still_be_cancelled(
        self, world: SimpleNamespace
    ) -> None:
        page = world.seller.get(f"/en/merchant/bo/orders/{world.number}/").content.decode()
        names = re.findall(r'name="(line-[0-9a-f]{32})"', page)
        parcel = {"carrier": "UPS", "tracking_number": "1Z1", "mode": "sea"}
        told = sells(world, "shipment", **parcel, **{names[0]: "3", names[1]: "0"})
        assert "Sent in part" in told and "Ship the rest" in told and "3 × Honey" in told
        told = bought(world)
        assert "3 × Honey" in told and "Cancel what has not left" in told
        told = sells(world, "shipment", **parcel | {"tracking_number": "1Z2"}, **{names[0]: "9"})
        assert "less than or equal to 2" in told
        told = buys(world, "cancellation", reason="enough")
        assert "The order is cancelled." in told and "on its way back to you" in told
        assert "By itself on" in bought(world) and "如果您不操作" in bought(world, "zh-hans")


class TestRefundRequest:
    @pytest.fixture(autouse=True)
    def _sent(self, world: SimpleNamespace) -> None:
        ship(world.order_id, carrier="UPS", tracking_number="1", by=SYSTEM)

    def test_is_asked_seen_and_accepted_for_another_amount(self, world: SimpleNamespace) -> None:
        told = buys(world, "refund-request", amount="50", is_with_goods="no", reason="A dent in the lid")
        assert "You have asked for a refund" in told and "Withdraw the request" in told
        told = words(world.seller.get("/en/merchant/bo/orders/?show=objected"))
        assert "To settle 1" in told and world.number in told
        told = sold(world)
        assert "A refund is asked for" in told and "A dent in the lid" in told
        told = sells(world, "refund-request/acceptance", amount="5000", answer="")
        assert "Please give an amount up to" in told
        told = sells(world, "refund-request/acceptance", amount="30.00", answer="Let us share it")
        assert "The money is on its way back to the buyer." in told
        told = bought(world)
        assert "The merchant agreed to give ¥30.00 back" in told and "Let us share it" in told
        assert "¥30.00 on its way back to you" in told
        assert Order.objects.get().refunded_minor == 3000

    def test_is_declined_with_a_reason_and_withdrawn(self, world: SimpleNamespace) -> None:
        assert "Please tell the merchant what is wrong." in buys(world, "refund-request", amount="1")
        buys(world, "refund-request", is_with_goods="yes", reason="Too sweet")
        assert "Please tell the buyer why." in sells(world, "refund-request/refusal", answer="")
        sells(world, "refund-request/refusal", answer="It is honey")
        told = bought(world)
        assert "The merchant declined your request" in told and "It is honey" in told
        buys(world, "refund-request", is_with_goods="no", reason="Again")
        assert "You no longer ask for a refund." in buys(world, "refund-request/withdrawal")
        assert world.seller.get(f"/en/merchant/bo/orders/{world.number}/refund-request/").status_code == 404

    def test_goods_come_back_and_are_paid(self, world: SimpleNamespace) -> None:
        confirm_receipt(world.order_id, by=SYSTEM)
        buys(world, "refund-request", amount="40", is_with_goods="yes", reason="Too sweet")
        sells(world, "refund-request/acceptance", amount="40", answer="")
        assert "You get ¥40.00 when the merchant has them." in bought(world)
        page = world.seller.get(f"/en/merchant/bo/orders/{world.number}/return/").content.decode()
        name = re.findall(r'name="(line-[0-9a-f]{32})"', page)[0]
        assert "Please say what came back." in sells(world, "return", amount="")
        told = sells(world, "return", **{name: "1", f"{name}-damaged": "1"})
        assert "Taken back." in told and "Returned" in told
        assert Order.objects.get().refunded_minor == 4000

    def test_a_merchant_gives_by_itself(self, world: SimpleNamespace) -> None:
        told = sells(world, "refund", amount="12.50", reason="Late")
        assert "¥12.50 goes back to the buyer" in told
        assert "¥12.50 on its way back to you" in bought(world) and "Late" in bought(world)


class TestDispute:
    def test_is_opened_seen_and_withdrawn(self, world: SimpleNamespace) -> None:
        ship(world.order_id, carrier="UPS", tracking_number="1", by=SYSTEM)
        assert "Please choose what it is about." in buys(world, "dispute", text="x")
        told = buys(world, "dispute", reason="damaged", text="All of it broken")
        assert "Dispute open" in told and "nothing of it moves until the dispute is settled" in told
        assert "The buyer has opened a dispute" in sold(world) and "买家已提出争议" in sold(world, "zh-hans")
        assert "You have withdrawn the dispute" in buys(world, "dispute/withdrawal")
        assert Order.objects.get().state == "shipped"

    def test_is_not_a_page_for_the_merchant(self, world: SimpleNamespace) -> None:
        ship(world.order_id, carrier="UPS", tracking_number="1", by=SYSTEM)
        for path in ("dispute", "refund-request"):
            assert world.seller.get(f"/en/orders/{world.number}/{path}/").status_code == 404
