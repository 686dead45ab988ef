"""Placing: whole or not at all, each key once, in as few statements for a hundred as for one."""

from types import SimpleNamespace

from entrepot.kit.actor import SYSTEM
from entrepot.stock.models import Level, Reservation
from entrepot.trade.answers import Placed, Refused
from entrepot.trade.models import Order, Purchase, Step
from entrepot.trade.placing import place
from tests.market import Wish


def placed(wish: Wish) -> Placed:
    [answer] = place([wish.request()], by=SYSTEM)
    assert isinstance(answer, Placed), answer
    return answer


def refused(wish: Wish) -> str:
    [answer] = place([wish.request()], by=SYSTEM)
    assert isinstance(answer, Refused)
    return answer.error.code


class TestPlace:
    def test_makes_one_order_for_each_merchant(self, shop: SimpleNamespace) -> None:
        answer = placed(Wish({shop.honey.pk: 2, shop.soap.pk: 1}))
        orders = list(Order.objects.filter(purchase_id=answer.purchase_id).order_by("pk"))
        assert [order.merchant_id for order in orders] == [shop.bo.pk, shop.cy.pk]
        # Honey: 2 x 85.20 + freight 1.2 kg (10.00 + 5.00 USD = 106.50); 9 % VAT x 0.7 of 276.90 = 17.44
        assert (orders[0].goods_minor, orders[0].freight_minor, orders[0].import_vat_minor) == (
            17040,
            10650,
            1744,
        )
        assert answer.total.minor == sum(order.total_minor for order in orders)
        assert orders[0].commission_minor == 852
        assert Step.objects.filter(order_id=orders[0].pk, state="placed").count() == 1

    def test_reserves_the_stock(self, shop: SimpleNamespace) -> None:
        placed(Wish({shop.honey.pk: 2}))
        level = Level.objects.get(variant_id=shop.honey.pk)
        assert (level.on_hand, level.reserved) == (10, 2)
        assert [r.quantity for r in Reservation.objects.all()] == [2]

    def test_takes_nothing_when_one_line_is_short(self, shop: SimpleNamespace) -> None:
        assert refused(Wish({shop.honey.pk: 2, shop.soap.pk: 6})) == "stock.short"
        assert not Purchase.objects.exists()
        assert not Level.objects.filter(reserved__gt=0).exists()
