"""Packing lists and labels: what is in the parcel, where it goes in both scripts, and bars that a scanner reads."""

import io
from types import SimpleNamespace
from typing import Any

import pytest
import zxingcpp
from django.utils import translation
from PIL import Image
from pypdf import PdfReader

from entrepot.identity import records
from entrepot.identity.models import PersonalRecord
from entrepot.kit.actor import Actor, Permission
from entrepot.kit.errors import NotFound
from entrepot.papers import typesetting
from entrepot.papers.latin import latin, latin_address, latin_name
from entrepot.papers.parcels import label_data, labels_pdf, packing_lists_pdf
from entrepot.trade.batching import ROWS_MAX
from entrepot.trade.cancelling import cancel
from entrepot.trade.errors import NothingToPack, TooManyToShip
from entrepot.trade.fulfilling import ship
from entrepot.trade.models import Order
from entrepot.trade.packing import Packing, to_pack
from tests import market
from tests.market import Wish
from tests.papers.reading import pages, text
from tests.papers.test_invoices import NEW_YORK
from tests.trade import story


@pytest.fixture
def shop(db: None) -> SimpleNamespace:
    market.rules_and_rates()
    market.commission(500)
    bo, cy = market.merchant("bo"), market.merchant("cy")
    return SimpleNamespace(bo=bo, cy=cy, honey=market.product(bo, "Honey", 1200))


@pytest.fixture
def staff(shop: SimpleNamespace) -> Actor:
    return market.staff_of(shop.bo, Permission.FULFIL)


def bought(lines: dict[Any, int], **wish: Any) -> Order:
    return Order.objects.get(purchase_id=story.paid(Wish(lines, **wish)).purchase_id)


def pack(shop: SimpleNamespace, by: Actor, *orders: Order) -> list[Packing]:
    return to_pack(shop.bo.pk, [order.number for order in orders], by=by)


def scanned(picture: bytes) -> list[str]:
    """What a scanner reads on a page."""
    return sorted(
        found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))
    )


class TestToPack:
    def test_gives_the_orders_in_the_order_asked_for_each_once(
        self, shop: SimpleNamespace, staff: Actor
    ) -> None:
        first, second = bought({shop.honey.pk: 1}), bought({shop.honey.pk: 2})
        found = pack(shop, staff, second, first, second)
        assert [packing.view.number for packing in found] == [second.number, first.number]

    def test_reads_as_much_for_ten_as_for_one(
        self, shop: SimpleNamespace, staff: Actor, django_assert_num_queries: Any
    ) -> None:
        orders = [bought({shop.honey.pk: 1}) for _ in range(3)]
        with django_assert_num_queries(8):
            pack(shop, staff, *orders)

    def test_is_for_those_who_ship(self, shop: SimpleNamespace, staff: Actor) -> None:
        order = bought({shop.honey.pk: 1})
        for by in (
            market.staff_of(shop.bo, Permission.MONEY),
            market.staff_of(shop.cy),
            story.buyer(),
            Actor(),
        ):
            with pytest.raises(NotFound):
                to_pack(shop.bo.pk, [order.number], by=by)
        for numbers in ([], ["nonsense"], [order.number, "00000-00000-00000-00000"]):
            with pytest.raises(NotFound):
                to_pack(shop.bo.pk, numbers, by=staff)
        with pytest.raises(NotFound):
            to_pack(shop.cy.pk, [order.number], by=market.staff_of(shop.cy))

    def test_refuses_what_has_ended_and_too_many(self, shop: SimpleNamespace, staff: Actor) -> None:
        order = bought({shop.honey.pk: 1})
        many = [f"{n:020}" for n in range(ROWS_MAX + 1)]
        with pytest.raises(TooManyToShip):
            to_pack(shop.bo.pk, many, by=staff)
        cancel(order.pk, reason="", by=staff)
        with pytest.raises(NothingToPack):
            to_pack(shop.bo.pk, [order.number], by=staff)


class TestPackingList:
    def test_says_what_to_pack_in_the_readers_language(self, shop: SimpleNamespace, staff: Actor) -> None:
        found = pack(shop, staff, bought({shop.honey.pk: 2}), bought({shop.honey.pk: 1}))
        first, second = pages(packing_lists_pdf(found))
        for words in (
            "Packing list",
            found[0].view.number,
            "Honey",
            "南京东路1号",
            "+8613800138000",
            "2 pieces, 1.2 kg",
        ):
            assert words in " ".join(first.split()), words
        assert found[1].view.number in second
        assert "¥" not in first + second  # what was paid is nobody's business in a warehouse
        with translation.override("zh-hans"):
            assert "共 2 件，1.2千克" in text(packing_lists_pdf(found))

    def test_of_an_order_sent_in_part_is_of_the_rest(self, shop: SimpleNamespace, staff: Actor) -> None:
        soap = market.product(shop.bo, "Soap", 300, weight_grams=100)
        order = bought({shop.honey.pk: 2, soap.pk: 1})
        jars, bar = order.lines.order_by("pk")
        ship(order.pk, carrier="UPS", tracking_number="1Z1", lines={jars.pk: 1, bar.pk: 1}, by=staff)
        [packing] = pack(shop, staff, order)
        assert [(line.pk, quantity) for line, quantity in packing.lines] == [(jars.pk, 1)]
        assert "1 piece, 600 g" in text(packing_lists_pdf([packing]))
        assert "Gross weight 0.6 kg Total value USD 12.00" in text(labels_pdf([packing]))
        ship(order.pk, carrier="UPS", tracking_number="1Z2", by=staff)
        assert "3 pieces, 1.3 kg" in text(packing_lists_pdf(pack(shop, staff, order)))

    def test_shows_a_long_title_whole(self, shop: SimpleNamespace, staff: Actor) -> None:
        title = "Honey #1 of *the* $hills$ " * 7 + "end"
        order = bought({market.product(shop.bo, title, 100).pk: 1})
        assert title in text(packing_lists_pdf(pack(shop, staff, order)))


class TestLabel:
    def test_has_the_address_in_both_scripts_and_what_customs_asks(
        self, shop: SimpleNamespace, staff: Actor
    ) -> None:
        [packing] = pack(shop, staff, bought({shop.honey.pk: 2}))
        said = text(labels_pdf([packing]))
        for words in (
            "FROM 寄件人", "Bo LLC", "US → CN", "上海市黄浦区", "南京东路1号", "收件人", "+8613800138000",
            "Shou Jianren", "Nanjing Dong Lu 1 Hao", "Huangpu Qu, Shanghai 200001", "P.R. CHINA", packing.view.number,
            "Honey 04090000 US 2 1,000 g USD 24.00", "Gross weight 1.2 kg", "Total value USD 24.00",
        ):  # fmt: skip
            assert words in said, words

    def test_to_america_is_in_english(self, shop: SimpleNamespace, staff: Actor) -> None:
        order = bought({shop.honey.pk: 1}, address=NEW_YORK, currency="USD")
        said = text(labels_pdf(pack(shop, staff, order)))
        assert "Anna Berg 1 Main St Apt #5B NEW YORK, NY 10001" in said
        assert "寄件人" not in said and "P.R. CHINA" not in said

    def test_is_a6_or_four_on_a4(self, shop: SimpleNamespace, staff: Actor) -> None:
        found = pack(shop, staff, *(bought({shop.honey.pk: 1}) for _ in range(5)))
        one_each = PdfReader(io.BytesIO(labels_pdf(found))).pages
        sheets = PdfReader(io.BytesIO(labels_pdf(found, on_sheets=True))).pages
        millimetres = [
            round(float(side) * 25.4 / 72)
            for side in (one_each[0].mediabox.width, one_each[0].mediabox.height)
        ]
        assert (len(one_each), millimetres, len(sheets)) == (5, [105, 148], 2)

    def test_is_read_by_a_scanner(self, shop: SimpleNamespace, staff: Actor) -> None:
        found = pack(shop, staff, *(bought({shop.honey.pk: 1}) for _ in range(4)))
        labels = [label_data(packing) for packing in found]
        data = {"title": "", "on_sheets": True, "labels": labels}
        [sheet] = typesetting.pictures("label", data, language="en", dots_per_inch=200)
        assert scanned(sheet) == sorted(packing.view.number.replace("-", "") for packing in found)

    def test_names_six_goods_and_counts_the_rest(self, shop: SimpleNamespace, staff: Actor) -> None:
        lines = {market.product(shop.bo, f"Jar {n} " + "x" * 90, 100).pk: 1 for n in range(8)}
        said = text(labels_pdf(pack(shop, staff, bought(lines))))
        assert "Jar 5" in said and "Jar 6" not in said
        assert "+ 2 more kinds of goods: see the packing list" in said
        assert "Total value USD 8.00" in said

    def test_of_an_erased_address_says_so(self, shop: SimpleNamespace, staff: Actor) -> None:
        order = bought({shop.honey.pk: 1})
        PersonalRecord.objects.filter(pk=order.record_id).delete()
        assert records.contents_of([order.record_id]) == {}
        assert "The address has been erased." in text(labels_pdf(pack(shop, staff, order)))


class TestLatin:
    @pytest.mark.parametrize(
        ("chinese", "said"),
        [
            ("南京东路1号", "Nanjing Dong Lu 1 Hao"),
            ("人民路，Apt 5B", "Renmin Lu, Apt 5B"),
            ("Main St 5", "Main St 5"),
            ("", ""),
        ],
    )
    def test_writes_streets(self, chinese: str, said: str) -> None:
        assert latin(chinese) == said

    def test_writes_the_family_name_first(self) -> None:
        assert [latin_name(name) for name in ("王小明", "欧阳娜娜", "Anna Berg")] == [
            "Wang Xiaoming",
            "Ouyang Nana",
            "Anna Berg",
        ]

    def test_leaves_an_american_address_alone(self) -> None:
        assert latin_address(NEW_YORK) == []
