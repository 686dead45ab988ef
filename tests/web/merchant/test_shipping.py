"""The page on which a merchant prints and ships many orders at once."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from entrepot.shipping.models import Parcel
from entrepot.trade.models import Order
from entrepot.web.merchant.shipping_list import rows_of_list
from tests import market
from tests.papers import reading
from tests.plugins.browser import Chromium
from tests.web import axe, sales

PAGE = "/en/merchant/bo/shipping/"


@pytest.fixture
def shop(db: None) -> SimpleNamespace:
    return sales.small_shop()


@pytest.fixture
def orders(shop: SimpleNamespace) -> list[Order]:
    """Three orders of one jar of honey each, paid."""
    return [sales.paid({shop.honey.pk: 1})[0] for _ in range(3)]


@pytest.fixture
def packer(shop: SimpleNamespace) -> Client:
    client = Client()
    client.force_login(market.member(shop.bo, "packer"))
    return client


def text(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()
    return str(response.content.decode())


def states() -> list[str]:
    return list(Order.objects.order_by("pk").values_list("state", flat=True))


class TestPage:
    def test_shows_the_longest_waiting_first(self, packer: Client, orders: list[Order]) -> None:
        html = text(packer.get(PAGE))
        places = [html.index(f"Tracking number of order {order.number}") for order in orders]
        assert places == sorted(places)
        assert "3 orders wait, the longest waiting first." in html
        assert PAGE in text(packer.get("/en/merchant/bo/orders/"))

    def test_is_for_those_who_ship(self, shop: SimpleNamespace, orders: list[Order]) -> None:
        client = Client()
        client.force_login(market.member(shop.bo, "accountant"))
        assert client.get(PAGE).status_code == 403
        assert client.post(PAGE, {f"tracking-{orders[0].number}": "1Z", "carrier": "UPS"}).status_code == 403
        assert PAGE not in text(client.get("/en/merchant/bo/orders/"))
        assert states() == ["paid"] * 3

    def test_of_nothing_says_so(self, packer: Client) -> None:
        assert "Nothing to ship" in text(packer.get(PAGE))


class TestTable:
    def test_ships_each_row_with_a_number_by_its_carrier_or_the_one_for_all(
        self, packer: Client, orders: list[Order]
    ) -> None:
        first, second, third = (order.number for order in orders)
        values = {
            "carrier": "UPS", "other_carrier": "Pony Express", "mode": "post",
            f"tracking-{first}": "1Z1", f"tracking-{second}": " 1Z2 ", f"carrier-{second}": "other", f"tracking-{third}": "",
        }  # fmt: skip
        html = text(packer.post(PAGE, values))
        assert states() == ["shipped", "shipped", "paid"]
        assert {(each.carrier, each.tracking_number) for each in Parcel.objects.all()} == {
            ("UPS", "1Z1"),
            ("Pony Express", "1Z2"),
        }
        assert {each.mode for each in Parcel.objects.all()} == {"post"}
        assert "What became of each row" in html
        assert f"Tracking number of order {third}" in html

    def test_says_why_a_row_was_refused_and_keeps_what_was_typed(
        self, packer: Client, orders: list[Order]
    ) -> None:
        first, second, _third = (order.number for order in orders)
        html = text(
            packer.post(
                PAGE,
                {f"tracking-{first}": "KEEP-ME", f"tracking-{second}": "1Z2", f"carrier-{second}": "UPS"},
            )
        )
        assert states() == ["paid", "shipped", "paid"]
        assert "Carrier: Please fill this in" in html
        assert f'name="tracking-{first}" value="KEEP-ME"' in html

    def test_without_a_number_ships_nothing(self, packer: Client, orders: list[Order]) -> None:
        assert "nothing was shipped" in text(packer.post(PAGE, {"carrier": "UPS"}), 422)
        assert states() == ["paid"] * 3


class TestList:
    def test_ships_what_was_pasted_and_gives_back_what_was_refused(
        self, packer: Client, orders: list[Order]
    ) -> None:
        first, second, third = (order.number for order in orders)
        pasted = (
            f"Order;Carrier;Tracking\n{first};UPS;1Z1\n\n{second};UPS;1.23E+12\nX-1;UPS;1Z3\n{third};;1Z4"
        )
        html = text(packer.post(f"{PAGE}list/", {"pasted": pasted}))
        assert states() == ["shipped", "paid", "paid"]
        for words in (
            "Your shop has no order with this number.",
            "The spreadsheet has rounded this tracking number.",
            "Carrier: Please fill this in",
            f"X-1\tUPS\t1Z3\n{third}\t\t1Z4\n{second}\tUPS\t1.23E+12</textarea>",
        ):
            assert words in html, words

    def test_sent_again_ships_nothing_twice(self, packer: Client, orders: list[Order]) -> None:
        values = {"pasted": f"{orders[0].number},UPS,1Z1"}
        packer.post(f"{PAGE}list/", values)
        assert "Had left before" in text(packer.post(f"{PAGE}list/", values))
        assert Parcel.objects.count() == 1

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
    def test_takes_a_file_as_spreadsheets_write_it(
        self, packer: Client, orders: list[Order], encoding: str
    ) -> None:
        content = f"订单号,承运商,运单号\r\n{orders[0].number},顺丰速运,SF1\r\n".encode(encoding)
        text(packer.post(f"{PAGE}list/", {"file": SimpleUploadedFile("list.csv", content)}))
        assert (Parcel.objects.get().carrier, Parcel.objects.get().mode) == ("顺丰速运", "express")

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({"pasted": " \n"}, "There is no row in this list."),
            ({"pasted": "A,UPS,1", "mode": "balloon"}, "balloon is not one of the available choices"),
            ({"pasted": "A,UPS,1\n" * 101}, "At most 100 orders can be shipped at once."),
            ({"file": SimpleUploadedFile("list.csv", b"x" * 100_001)}, "This file is too large"),
        ],
    )
    def test_refuses_what_is_no_list(
        self, packer: Client, orders: list[Order], values: dict[str, Any], said: str
    ) -> None:
        assert said in text(packer.post(f"{PAGE}list/", values), 422)
        assert states() == ["paid"] * 3

    def test_is_read_as_people_write_it(self) -> None:
        [row] = rows_of_list("06H19-A\tUPS, ground\t'0012\x00\t more")
        assert (row.number, row.carrier, row.tracking_number) == ("06H19-A", "UPS, ground", "0012")


class TestPapers:
    def test_are_of_the_orders_that_are_ticked(self, packer: Client, orders: list[Order]) -> None:
        numbers = [order.number for order in orders[:2]]
        for paper, count in (("packing-lists", 2), ("labels", 2), ("label-sheets", 1)):
            answer = packer.post(f"{PAGE}{paper}/", {"order": numbers})
            assert answer["Content-Type"] == "application/pdf"
            found = reading.pages(answer.content)
            assert len(found) == count
            assert all(number in "".join(found) for number in numbers)
            assert orders[2].number not in "".join(found)
        assert states() == ["paid"] * 3

    def test_without_a_tick_ask_for_one(self, packer: Client, orders: list[Order]) -> None:
        assert "Please tick the orders to print for." in text(packer.post(f"{PAGE}labels/", follow=True))

    def test_of_one_order_are_linked_from_its_page(self, packer: Client, orders: list[Order]) -> None:
        page = f"/en/merchant/bo/orders/{orders[0].number}/"
        html = text(packer.get(page))
        for paper in ("packing-list", "label"):
            assert f'href="{page}{paper}/"' in html
            assert orders[0].number in reading.text(packer.get(f"{page}{paper}/").content)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_reads_well_on_a_phone(
    packer: Client, orders: list[Order], live_server: Any, chromium: Chromium
) -> None:
    where = "merchant/bo/shipping/"
    assert axe.complaints(live_server.url, where, reader=packer, chromium=chromium) == []
