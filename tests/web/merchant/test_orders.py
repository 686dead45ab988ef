"""A merchant's orders: what its people see and do, and what nobody else does."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from entrepot.shipping.models import Parcel, TrackingEvent
from entrepot.trade.models import Order
from tests import market
from tests.plugins.browser import Chromium
from tests.web import axe, sales


@pytest.fixture
def shop(db: None) -> SimpleNamespace:
    return sales.small_shop()


@pytest.fixture
def order(shop: SimpleNamespace) -> Order:
    """Two jars of Bo's honey, paid."""
    [order] = sales.paid({shop.honey.pk: 2})
    return order


def signed_in(seller: Any, role: str = "owner") -> Client:
    client = Client()
    client.force_login(market.member(seller, role))
    return client


def text(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()
    return str(response.content.decode())


def page(order: Order, *deed: str) -> str:
    return "/".join(["/en/merchant/bo/orders", order.number, *deed]) + "/"


SHIPMENT = {"carrier": "USPS", "tracking_number": "LX123456789US"}


class TestList:
    def test_shows_what_to_ship_first(self, shop: SimpleNamespace, order: Order) -> None:
        [later] = sales.paid({shop.honey.pk: 1})
        sales.received(sales.paid({shop.honey.pk: 1})[0])
        html = text(signed_in(shop.bo).get("/en/merchant/bo/orders/"))
        assert html.index(order.number) < html.index(later.number)
        assert "2 × Honey" in html
        assert "¥268.38" in html
        assert 'To ship <span class="tabs-count">2</span>' in html
        assert 'Completed <span class="tabs-count">1</span>' in html

    def test_is_paged_by_the_last_order_shown(
        self, shop: SimpleNamespace, order: Order, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        [later] = sales.paid({shop.honey.pk: 1})
        client = signed_in(shop.bo)
        rest = text(client.get(f"/en/merchant/bo/orders/?show=to-ship&after={order.pk.hex}"))
        assert order.number not in rest
        assert later.number in rest
        newest_first = text(client.get(f"/en/merchant/bo/orders/?show=all&after={later.pk}"))
        assert later.number not in newest_first
        assert order.number in newest_first

    @pytest.mark.parametrize("query", ["show=nothing", "after=1"])
    def test_of_nonsense_is_not_found(self, shop: SimpleNamespace, query: str) -> None:
        text(signed_in(shop.bo).get(f"/en/merchant/bo/orders/?{query}"), 404)

    def test_of_nothing_says_so(self, shop: SimpleNamespace) -> None:
        assert "Nothing to ship" in text(signed_in(shop.bo).get("/en/merchant/bo/orders/"))


class TestOrder:
    def test_shows_what_of_the_money_is_whose(self, shop: SimpleNamespace, order: Order) -> None:
        html = text(signed_in(shop.bo).get(page(order)))
        # 170.40 goods, 106.50 freight, 17.44 import VAT; 5 % of the goods
        for amount in ("¥170.40", "¥106.50", "¥17.44", "¥294.34", "−¥8.52", "¥268.38"):
            assert amount in html
        assert "5% of the goods, fixed at the sale" in html
        assert "04090000" in html
        assert "Honey（中文）" in html

    def test_shows_the_address_to_those_who_ship(self, shop: SimpleNamespace, order: Order) -> None:
        for role in ("owner", "packer"):
            assert "南京东路1号" in text(signed_in(shop.bo, role).get(page(order)))

    def test_shows_no_address_before_payment_and_after_the_end(
        self, shop: SimpleNamespace, order: Order
    ) -> None:
        client = signed_in(shop.bo)
        client.post(page(order, "cancellation"), {"reason": "Sold out"})
        assert "南京东路1号" not in text(client.get(page(order)))

    def test_shows_no_address_and_no_form_to_the_accountant(
        self, shop: SimpleNamespace, order: Order
    ) -> None:
        html = text(signed_in(shop.bo, "accountant").get(page(order)))
        assert "南京东路1号" not in html
        assert "收件人" not in html
        assert "tracking_number" not in html
        assert "cancellation" not in html

    def test_tells_what_happened_and_what_is_to_come(self, shop: SimpleNamespace, order: Order) -> None:
        html = text(signed_in(shop.bo).get(page(order)))
        words = ("Ordered", "Paid: the money is held", "You send the goods", "The money is released to you")
        places = [html.index(each) for each in words]
        assert places == sorted(places)


class TestShip:
    def test_hands_the_goods_over(self, shop: SimpleNamespace, order: Order) -> None:
        client = signed_in(shop.bo, "packer")
        html = text(client.post(page(order, "shipment"), SHIPMENT, follow=True))
        assert "Shipped. The buyer can follow the parcel." in html
        order.refresh_from_db()
        assert order.state == "shipped"
        assert [(each.carrier, each.tracking_number) for each in Parcel.objects.all()] == [
            ("USPS", "LX123456789US")
        ]

    def test_takes_a_carrier_that_is_not_on_the_list(self, shop: SimpleNamespace, order: Order) -> None:
        values = SHIPMENT | {"carrier": "other", "other_carrier": "Pony Express"}
        signed_in(shop.bo).post(page(order, "shipment"), values)
        assert Parcel.objects.get().carrier == "Pony Express"

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"carrier": ""}, "Please choose a carrier."),
            ({"tracking_number": " "}, "Please enter the tracking number."),
            ({"carrier": "other"}, "Please name the carrier."),
            ({"tracking_number": "1" * 61}, "at most 60 characters"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(
        self, shop: SimpleNamespace, order: Order, change: dict[str, str], said: str
    ) -> None:
        typed = SHIPMENT | {"tracking_number": "KEEP-ME"} | change
        html = text(signed_in(shop.bo).post(page(order, "shipment"), typed), 422)
        assert said in html
        assert "KEEP-ME" in html or "tracking_number" in change
        order.refresh_from_db()
        assert order.state == "paid"

    def test_refuses_twice(self, shop: SimpleNamespace, order: Order) -> None:
        client = signed_in(shop.bo)
        client.post(page(order, "shipment"), SHIPMENT)
        html = text(client.post(page(order, "shipment"), SHIPMENT), 422)
        assert "cannot be shipped, because it is Shipped" in html
        assert Parcel.objects.count() == 1


class TestTrack:
    def test_tells_where_the_parcel_is(self, shop: SimpleNamespace, order: Order) -> None:
        client = signed_in(shop.bo)
        client.post(page(order, "shipment"), SHIPMENT)
        at = order.created_at.replace(year=order.created_at.year - 1)
        values = {"status": "delivered", "place": "上海", "note": "At the door", "at": f"{at:%Y-%m-%dT%H:%M}"}
        html = text(client.post(page(order, "tracking"), values, follow=True))
        assert "上海: At the door" in html
        order.refresh_from_db()
        assert order.state == "delivered"
        event = TrackingEvent.objects.get(status="delivered")
        assert event.at == at.replace(second=0, microsecond=0)

    def test_refuses_the_future_beside_the_field(self, shop: SimpleNamespace, order: Order) -> None:
        client = signed_in(shop.bo)
        client.post(page(order, "shipment"), SHIPMENT)
        html = text(
            client.post(page(order, "tracking"), {"status": "customs", "at": "2999-01-01T00:00"}), 422
        )
        assert "This is in the future." in html
        assert TrackingEvent.objects.count() == 1


class TestCancel:
    def test_says_what_it_means_before_it_is_done(self, shop: SimpleNamespace, order: Order) -> None:
        html = text(signed_in(shop.bo).get(page(order, "cancellation")))
        assert "The buyer gets ¥294.34 back" in html
        assert "Cancel and give ¥294.34 back" in html
        order.refresh_from_db()
        assert order.state == "paid"

    def test_needs_a_reason(self, shop: SimpleNamespace, order: Order) -> None:
        html = text(signed_in(shop.bo).post(page(order, "cancellation"), {"reason": ""}), 422)
        assert "Please tell the buyer why." in html

    def test_is_done_in_the_second_step(self, shop: SimpleNamespace, order: Order) -> None:
        html = text(signed_in(shop.bo).post(page(order, "cancellation"), {"reason": "Sold out"}, follow=True))
        assert "Cancelled. The goods are free to sell again." in html
        assert "Sold out" in html
        order.refresh_from_db()
        assert order.state == "cancelled"

    def test_is_refused_once_shipped(self, shop: SimpleNamespace, order: Order) -> None:
        client = signed_in(shop.bo)
        client.post(page(order, "shipment"), SHIPMENT)
        assert "can no longer be cancelled" in text(client.get(page(order, "cancellation")))
        text(client.post(page(order, "cancellation"), {"reason": "late"}), 422)
        order.refresh_from_db()
        assert order.state == "shipped"


class TestVisibility:
    @pytest.mark.parametrize("deed", ["", "shipment", "tracking", "cancellation"])
    def test_nobody_else_finds_it(self, shop: SimpleNamespace, order: Order, deed: str) -> None:
        operator = Client()
        operator.force_login(market.person("boss@example.com", is_operator=True))
        path = page(order, *filter(None, [deed]))
        for stranger in (Client(), signed_in(shop.cy), operator, signed_in(shop.bo, "cataloguer")):
            answer = (
                stranger.get(path)
                if not deed
                else stranger.post(path, SHIPMENT | {"status": "delivered", "reason": "x"})
            )
            assert answer.status_code == 404
        order.refresh_from_db()
        assert order.state == "paid"

    def test_a_member_of_another_shop_finds_it_nowhere(self, shop: SimpleNamespace, order: Order) -> None:
        client = signed_in(shop.cy)
        assert client.get(f"/en/merchant/cy/orders/{order.number}/").status_code == 404
        assert client.get("/en/merchant/bo/orders/").status_code == 404

    @pytest.mark.parametrize("deed", ["shipment", "tracking", "cancellation"])
    def test_the_accountant_does_nothing(self, shop: SimpleNamespace, order: Order, deed: str) -> None:
        values = SHIPMENT | {"status": "delivered", "reason": "x"}
        answer = signed_in(shop.bo, "accountant").post(page(order, deed), values)
        assert answer.status_code == 403
        order.refresh_from_db()
        assert order.state == "paid"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_order_reads_well_on_a_phone(
    shop: SimpleNamespace, order: Order, live_server: Any, chromium: Chromium
) -> None:
    reader = signed_in(shop.bo)
    wheres = [
        f"merchant/bo/orders/{path}" for path in ("", f"{order.number}/", f"{order.number}/cancellation/")
    ]
    assert axe.complaints(live_server.url, *wheres, reader=reader, chromium=chromium) == []
