"""Carts: what may be put in, how two become one, and what a page is told of them."""

from types import SimpleNamespace

import pytest
from pytest import raises

from entrepot.catalog.models import PriceTier, Variant
from entrepot.kit.actor import Actor
from entrepot.kit.errors import Malformed, NotFound
from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.merchants.models import Suspension
from entrepot.stock.models import Level
from entrepot.trade import carting, carts
from entrepot.trade.carting import CartFull
from entrepot.trade.carts import Trouble
from entrepot.trade.errors import NotOnSale
from entrepot.trade.models import Cart, CartLine
from tests import market

GUEST = Actor(guest_key="a1")
LI = Actor(id=new_id())


def held(by: Actor) -> dict:
    """Quantities by variant."""
    return dict(CartLine.objects.filter(cart__in=carts.owned(by)).values_list("variant_id", "quantity"))


class TestPutIn:
    def test_adds_up(self, shop: SimpleNamespace) -> None:
        assert carting.put_in(shop.honey.pk, 2, by=GUEST) == 2
        assert carting.put_in(shop.honey.pk, 3, by=GUEST) == 5
        assert held(GUEST) == {shop.honey.pk: 5}

    def test_begins_with_the_least_that_is_sold(self, shop: SimpleNamespace) -> None:
        PriceTier.objects.create(variant=shop.honey, quantity_min=6, price_minor=1000)
        carting.put_in(shop.honey.pk, 1, by=GUEST)
        assert held(GUEST) == {shop.honey.pk: 6}

    def test_is_one_browsers_own(self, shop: SimpleNamespace) -> None:
        carting.put_in(shop.honey.pk, 1, by=GUEST)
        assert held(Actor(guest_key="b2")) == {} == held(LI) == held(Actor())

    @pytest.mark.parametrize("quantity", [0, -1, 10_000])
    def test_refuses_absurd_quantities(self, shop: SimpleNamespace, quantity: int) -> None:
        with raises(Malformed):
            carting.put_in(shop.honey.pk, quantity, by=GUEST)
        assert not Cart.objects.exists()

    def test_refuses_what_is_not_on_sale(self, shop: SimpleNamespace) -> None:
        draft = market.product(shop.bo, "Draft", 100, published=False)
        for variant_id in (draft.pk, new_id()):
            with raises(NotOnSale):
                carting.put_in(variant_id, 1, by=GUEST)
        Suspension.objects.create(merchant=shop.bo, by_id=new_id(), reason="test")
        with raises(NotOnSale):
            carting.put_in(shop.honey.pk, 1, by=GUEST)
        assert not Cart.objects.exists()

    def test_refuses_more_lines_than_a_purchase_has(
        self, shop: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(carting, "LINES_MAX", 1)
        carting.put_in(shop.honey.pk, 1, by=GUEST)
        with raises(CartFull):
            carting.put_in(shop.soap.pk, 1, by=GUEST)

    def test_needs_somebody(self, shop: SimpleNamespace) -> None:
        with raises(NotFound):
            carting.put_in(shop.honey.pk, 1, by=Actor())


class TestChange:
    def test_sets_the_quantity(self, shop: SimpleNamespace) -> None:
        carting.put_in(shop.honey.pk, 2, by=LI)
        assert carting.change(shop.honey.pk, 7, by=LI) == 7

    def test_refuses_what_is_not_in_it(self, shop: SimpleNamespace) -> None:
        with raises(NotFound):
            carting.change(shop.honey.pk, 1, by=LI)


class TestSettle:
    def test_takes_out_what_was_bought_and_keeps_what_came_meanwhile(self, shop: SimpleNamespace) -> None:
        carting.put_in(shop.honey.pk, 5, by=LI)
        carting.put_in(shop.soap.pk, 1, by=LI)
        assert carting.settle({shop.honey.pk: 3, shop.soap.pk: 1}, by=LI) == 2
        assert held(LI) == {shop.honey.pk: 2}


class TestMerge:
    def test_joins_the_guests_cart_and_keeps_the_greater_quantity(self, shop: SimpleNamespace) -> None:
        carting.put_in(shop.honey.pk, 2, by=LI)
        carting.put_in(shop.honey.pk, 3, by=GUEST)
        carting.put_in(shop.soap.pk, 1, by=GUEST)
        assert carting.merge("a1", by=LI) == 4
        assert held(LI) == {shop.honey.pk: 3, shop.soap.pk: 1}
        assert held(GUEST) == {} and Cart.objects.count() == 1

    def test_of_a_browser_without_a_cart_changes_nothing(self, shop: SimpleNamespace) -> None:
        carting.put_in(shop.honey.pk, 2, by=LI)
        assert carting.merge("", by=LI) == 2
        assert held(LI) == {shop.honey.pk: 2}


class TestCart:
    def test_is_by_merchant_in_the_buyers_currency(self, shop: SimpleNamespace) -> None:
        carting.put_in(shop.honey.pk, 2, by=GUEST)
        carting.put_in(shop.soap.pk, 1, by=GUEST)
        view = carts.cart(by=GUEST, currency="CNY")
        assert [(one.terms.slug, one.goods) for one in view.shops] == [
            ("bo", Money(17040, "CNY")),
            ("cy", Money(6035, "CNY")),
        ]
        assert view.goods == Money(23075, "CNY") and view.count == 3 and view.is_buyable

    def test_prices_by_the_step_that_the_quantity_reaches(self, shop: SimpleNamespace) -> None:
        PriceTier.objects.create(variant=shop.honey, quantity_min=1, price_minor=1200)
        PriceTier.objects.create(variant=shop.honey, quantity_min=3, price_minor=1000)
        carting.put_in(shop.honey.pk, 3, by=GUEST)
        assert carts.cart(by=GUEST, currency="USD").goods == Money(3000, "USD")

    def test_says_how_a_price_has_changed(self, shop: SimpleNamespace) -> None:
        carting.put_in(shop.honey.pk, 1, by=GUEST)
        Variant.objects.filter(pk=shop.honey.pk).update(price_minor=1350)
        [item] = carts.cart(by=GUEST, currency="CNY").items
        assert item.price_change == Money(150, "USD")
        carting.change(shop.honey.pk, 1, by=GUEST)  # the buyer has seen it
        assert carts.cart(by=GUEST, currency="CNY").items[0].price_change is None

    @pytest.mark.parametrize(("left", "trouble"), [(0, Trouble.SOLD_OUT), (2, Trouble.SHORT), (3, None)])
    def test_says_what_is_short(self, shop: SimpleNamespace, left: int, trouble: Trouble | None) -> None:
        carting.put_in(shop.honey.pk, 3, by=GUEST)
        Level.objects.filter(variant_id=shop.honey.pk).update(on_hand=left)
        view = carts.cart(by=GUEST, currency="CNY")
        assert view.items[0].trouble is trouble and view.is_buyable is (trouble is None)

    def test_says_what_is_gone(self, shop: SimpleNamespace) -> None:
        carting.put_in(shop.honey.pk, 1, by=GUEST)
        carting.put_in(shop.soap.pk, 1, by=GUEST)
        shop.honey.product.publications.all().delete()
        shop.soap.product.delete()
        view = carts.cart(by=GUEST, currency="CNY")
        assert [item.trouble for item in view.items] == [Trouble.GONE, Trouble.GONE]
        assert view.goods == Money(0, "CNY") and not view.is_buyable

    def test_takes_the_same_few_queries_however_much_is_in_it(
        self, shop: SimpleNamespace, django_assert_num_queries: object
    ) -> None:
        for number in range(4):
            seller = market.merchant(f"m{number}")
            carting.put_in(market.product(seller, f"Tea {number}", 500).pk, 1, by=GUEST)
        carts.cart(by=GUEST, currency="CNY")  # the rates of this process are read once
        with django_assert_num_queries(4):  # type: ignore[operator]  # pytest-django's fixture
            assert len(carts.cart(by=GUEST, currency="CNY").shops) == 4
