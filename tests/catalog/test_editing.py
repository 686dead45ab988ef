"""Writing and changing products: by their own people, exactly, naming what is wrong."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from entrepot.catalog.editing import create_product, edit_product
from entrepot.catalog.models import Product
from entrepot.catalog.publishing import publish
from entrepot.kit.actor import ANONYMOUS, Actor, Permission
from entrepot.kit.errors import DomainError, Malformed, NotAllowed, NotFound, SignInNeeded
from entrepot.kit.ids import new_id
from entrepot.kit.models import Event
from tests import market


def wrong_fields(refusal: pytest.ExceptionInfo[DomainError]) -> list[str]:
    return [error.field for error in refusal.value.fields]


class TestCreate:
    def test_makes_a_draft(self, shop: SimpleNamespace) -> None:
        made = create_product(shop.bo.pk, title="  Blue   Bowl ", text="One.\n\nTwo <3", by=shop.keeper)
        row = Product.objects.get(pk=made.pk)
        assert (row.title, row.text) == ("Blue Bowl", "<p>One.</p><p>Two &lt;3</p>")
        assert not row.is_published
        assert Event.objects.filter(tag="product.changed", subject_id=row.pk, merchant_id=shop.bo.pk).exists()

    def test_needs_a_name(self, shop: SimpleNamespace) -> None:
        with pytest.raises(Malformed) as refusal:
            create_product(shop.bo.pk, title=" ", by=shop.keeper)
        assert wrong_fields(refusal) == ["title"]

    @pytest.mark.parametrize(
        ("kind", "error"), [("guest", SignInNeeded), ("stranger", NotAllowed), ("packer", NotAllowed)]
    )
    def test_is_for_those_who_keep_this_catalogue(
        self, shop: SimpleNamespace, kind: str, error: type[DomainError]
    ) -> None:
        packer = market.staff_of(shop.bo, Permission.FULFIL)
        by = {"guest": ANONYMOUS, "stranger": shop.stranger, "packer": packer}[kind]
        with pytest.raises(error):
            create_product(shop.bo.pk, title="Bowl", by=by)
        assert Product.objects.count() == 1


class TestEdit:
    def test_keeps_what_customs_asks(self, shop: SimpleNamespace) -> None:
        edit_product(
            shop.mug.pk,
            hs8="6912.00.10",
            origin="us",
            net_content="1",
            net_unit="piece",
            title_zh="陶杯",
            by=shop.keeper,
        )
        row = Product.objects.get(pk=shop.mug.pk)
        assert (row.hs8, row.origin, row.net_content, row.net_unit, row.title_zh) == (
            "69120010",
            "US",
            Decimal("1.000"),
            "piece",
            "陶杯",
        )

    def test_cleans_a_description(self, shop: SimpleNamespace) -> None:
        html = '<p onclick="x()">Fine <b>clay</b></p><script>steal()</script><img src=x><a href="http://else">more</a><p> </p>'
        edit_product(shop.mug.pk, text=html, by=shop.keeper)
        assert Product.objects.get(pk=shop.mug.pk).text == "<p>Fine <b>clay</b></p>more"

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"hs8": "6912"}, "hs8"),
            ({"origin": "XQ"}, "origin"),
            ({"net_content": "-1", "net_unit": "g"}, "net_content"),
            ({"net_content": "0", "net_unit": "g"}, "net_content"),
            ({"net_content": "1.2345", "net_unit": "g"}, "net_content"),
            ({"net_content": "5", "net_unit": ""}, "net_unit"),
            ({"net_unit": "furlong"}, "net_unit"),
            ({"category": "beauty/nothing"}, "category"),
            ({"title": "x" * 256}, "title"),
            ({"option_names": ["Size"]}, "option_names"),
        ],
    )
    def test_names_what_is_wrong_and_changes_nothing(
        self, shop: SimpleNamespace, values: dict[str, str], field: str
    ) -> None:
        before = Product.objects.values().get(pk=shop.mug.pk)
        with pytest.raises(Malformed) as refusal:
            edit_product(shop.mug.pk, brand="New", by=shop.keeper, **values)
        assert wrong_fields(refusal) == [field]
        assert Product.objects.values().get(pk=shop.mug.pk) == before

    @pytest.mark.parametrize("who", ["stranger", "operator"])
    def test_is_not_there_for_others(self, shop: SimpleNamespace, who: str) -> None:
        by = shop.stranger if who == "stranger" else Actor(id=new_id(), is_operator=True, memberships={})
        with pytest.raises((NotFound, NotAllowed)):
            edit_product(shop.mug.pk, title="Mine now", by=by)
        assert Product.objects.get(pk=shop.mug.pk).title == "Stoneware Mug"

    def test_losing_its_name_takes_it_off_sale(self, shop: SimpleNamespace) -> None:
        publish(shop.mug.pk, by=shop.keeper)
        edit_product(shop.mug.pk, title="", by=shop.keeper)
        assert not Product.objects.get(pk=shop.mug.pk).is_published

    def test_changing_nothing_tells_nobody(self, shop: SimpleNamespace) -> None:
        before = Event.objects.count()
        edit_product(shop.mug.pk, title="Stoneware Mug", by=shop.keeper)
        assert Event.objects.count() == before
