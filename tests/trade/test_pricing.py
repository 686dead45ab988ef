"""Pricing: every refusal with its name, in the promised order, and what odd but honest baskets cost."""

from types import SimpleNamespace
from typing import Any

import pytest

from entrepot.catalog.models import Publication, Variant
from entrepot.kit import clock
from entrepot.kit.errors import Malformed
from entrepot.kit.ids import new_id
from entrepot.merchants.models import Suspension
from entrepot.shipping.models import Rate
from entrepot.trade.models import Order, Purchase
from entrepot.trade.quotes import quote, quote_document
from entrepot.trade.requests import Basket, WantedLine
from tests import market
from tests.market import Wish
from tests.trade.story import broken, placed, refusal, refused

OHIO = {
    "country": "US",
    "region": "OH",
    "city": "Columbus",
    "district": "",
    "postal_code": "43085",
    "lines": ["1 High St"],
    "name": "Ann",
    "phone": "+16145550100",
    "id_number": "",
}


def fields(wish: Wish) -> list[str]:
    return [each.field for each in refusal(wish).error.fields]


class TestLines:
    @pytest.mark.parametrize("quantity", [0, -1, 10_000, 10**9])
    def test_a_quantity_is_from_one_to_9999(self, shop: SimpleNamespace, quantity: int) -> None:
        assert refused(Wish({shop.honey.pk: quantity})) == "malformed"
        assert fields(Wish({shop.soap.pk: 1, shop.honey.pk: quantity})) == ["lines.1.quantity"]

    def test_one_variant_stands_in_one_line(self, shop: SimpleNamespace) -> None:
        twice = Basket(
            "CNY", market.destination(), (WantedLine(shop.honey.pk, 1), WantedLine(shop.honey.pk, 2))
        )
        with pytest.raises(Malformed) as error:
            quote(twice)
        assert [each.field for each in error.value.fields] == ["lines.1.variant"]

    def test_there_is_something_to_buy_and_not_too_much(self, shop: SimpleNamespace) -> None:
        assert fields(Wish({})) == ["lines"]
        assert "lines" in fields(Wish({new_id(): 1 for _ in range(101)}))


class TestOnSale:
    def test_what_nobody_offers_is_named_line_by_line(self, shop: SimpleNamespace) -> None:
        assert fields(Wish({new_id(): 1, shop.honey.pk: 1, new_id(): 1})) == [
            "lines.0.variant",
            "lines.2.variant",
        ]

    def test_a_product_withdrawn_after_the_quote_is_not_sold(self, shop: SimpleNamespace) -> None:
        token = quote(Basket("CNY", market.destination(), (WantedLine(shop.honey.pk, 1),))).quote.sign()
        Publication.objects.filter(product_id=shop.honey.product_id).update(withdrawn_at=clock.now())
        assert refused(Wish({shop.honey.pk: 1}, quote=token)) == "catalog.not_on_sale"

    def test_nor_is_a_variant_that_was_withdrawn(self, shop: SimpleNamespace) -> None:
        Variant.objects.filter(pk=shop.honey.pk).update(withdrawn_at=clock.now())
        assert refused(Wish({shop.honey.pk: 1})) == "catalog.not_on_sale"

    def test_nor_anything_of_a_merchant_who_was_suspended_meanwhile(self, shop: SimpleNamespace) -> None:
        Suspension.objects.create(merchant=shop.bo, by_id=new_id(), reason="late parcels")
        wish = Wish({shop.soap.pk: 1, shop.honey.pk: 1})
        assert (refused(wish), fields(wish)) == ("catalog.not_on_sale", ["lines.1.variant"])


class TestFreight:
    def test_a_merchant_that_does_not_send_there_is_named(self, shop: SimpleNamespace) -> None:
        Rate.objects.filter(merchant_id=shop.cy.pk, country="CN").delete()
        error = refusal(Wish({shop.honey.pk: 1, shop.soap.pk: 1})).error
        assert (error.code, str(error)) == (
            "shipping.no_rate",
            "Cy does not deliver these goods to this place.",
        )

    def test_goods_without_a_weight_are_not_sent(self, shop: SimpleNamespace) -> None:
        Variant.objects.filter(pk=shop.honey.pk).update(weight_grams=None)
        assert fields(Wish({shop.soap.pk: 1, shop.honey.pk: 1})) == ["lines.1.variant"]

    def test_what_no_lorry_takes_is_refused_and_not_a_failure(self, shop: SimpleNamespace) -> None:
        anvil = market.product(shop.bo, "Anvil", 1, stock=9999, weight_grams=1_000_000)
        assert (
            placed(Wish({anvil.pk: 30}, currency="USD", address=OHIO)).total.minor == 30 + 1000 + 29_999 * 500
        )
        assert refused(Wish({anvil.pk: 31}, currency="USD", address=OHIO)) == "shipping.too_heavy"
        assert fields(Wish({anvil.pk: 9999}, currency="USD", address=OHIO)) == ["lines.0.quantity"]


class TestCurrency:
    def test_one_without_a_rate_is_refused(self, shop: SimpleNamespace) -> None:
        error = refusal(Wish({shop.honey.pk: 1}, currency="EUR")).error
        assert (error.code, error.facts) == ("payments.rate_missing", {"base": "USD", "quote": "EUR"})

    def test_dollars_to_america_need_no_rate_and_bear_no_tax(self, shop: SimpleNamespace) -> None:
        answer = placed(Wish({shop.honey.pk: 2}, currency="USD", address=OHIO))
        order = Order.objects.get()
        assert (answer.total.minor, order.goods_minor, order.freight_minor, order.tax_minor) == (
            3900,
            2400,
            1500,
            0,
        )
        assert (order.route, Purchase.objects.get().priced["rates"]) == ("none", [])
        document = quote_document(
            quote(Basket("USD", market.destination(OHIO), (WantedLine(shop.honey.pk, 2),)))
        )
        assert (document["tax_calculated"], document["rates"], document["total"]) == (False, [], 3900)

    def test_yuan_to_america_are_converted_by_the_unit(self, shop: SimpleNamespace) -> None:
        answer = placed(Wish({shop.honey.pk: 2}, address=OHIO))
        assert answer.total.minor == 2 * 8520 + 10650

    def test_dollars_to_china_are_taxed_in_yuan_at_a_rate_that_the_quote_names(
        self, shop: SimpleNamespace
    ) -> None:
        asked = Basket("USD", market.destination(), (WantedLine(shop.honey.pk, 2),))
        before = quote(asked)
        [rate] = quote_document(before)["rates"]
        assert (rate["from"], rate["to"], rate["rate"]) == ("CNY", "USD", "0.1408")
        # 39.00 USD = 276.99 CNY, 6.3 % of it 17.45 CNY = 2.46 USD
        assert (before.landed.goods_minor, before.landed.import_vat_minor) == (2400, 246)
        answer = placed(
            Wish({shop.honey.pk: 2}, currency="USD", quote=before.quote.sign(), expected_minor=4146)
        )
        assert answer.total.minor == 4146
        assert broken() == []

    def test_two_merchants_with_two_currencies_make_one_price(self, shop: SimpleNamespace) -> None:
        di = market.merchant("di", currency="CNY")
        tea = market.product(di, "Tea", 5000)
        document = quote_document(
            quote(Basket("CNY", market.destination(), (WantedLine(shop.honey.pk, 1), WantedLine(tea.pk, 1))))
        )
        assert [rate["from"] for rate in document["rates"]] == ["USD"]
        assert [order["goods"] for order in document["orders"]] == [8520, 5000]
        assert placed(Wish({shop.honey.pk: 1, tea.pk: 1})).total.minor == document["total"]


class TestTotal:
    @pytest.mark.parametrize("expected", [-1, 0, 10**30, True])
    def test_any_other_than_expected_is_a_changed_price(self, shop: SimpleNamespace, expected: Any) -> None:
        assert refused(Wish({shop.honey.pk: 1}, expected_minor=expected)) == "price.changed"

    def test_one_of_nothing_is_placed(self, shop: SimpleNamespace) -> None:
        Rate.objects.filter(merchant_id=shop.bo.pk).update(first_minor=0, step_minor=0)
        sample = market.product(shop.bo, "Sample", 0)
        assert placed(Wish({sample.pk: 1})).total.minor == 0
        assert broken() == []


class TestOrderOfRefusals:
    """Each wrong in two ways is refused for the first of them, as `place` promises."""

    def test_is_kept(self, shop: SimpleNamespace) -> None:
        placed(Wish({shop.honey.pk: 1}, key="used"))
        Rate.objects.filter(merchant_id=shop.cy.pk, country="CN").delete()
        jam = market.product(shop.bo, "Jam", 900, hs8="00000000", stock=0)
        lard = market.product(shop.bo, "Lard", 900, stock=0)
        anvil = market.product(shop.bo, "Anvil", 1, weight_grams=1_000_000)
        token = quote(Basket("CNY", market.destination(), (WantedLine(shop.honey.pk, 1),))).quote.sign()
        gone, at = new_id(), clock.now()
        asked = [
            (Wish({gone: 0}, key="used", quote="x"), "idempotency.mismatch"),
            (Wish({gone: 0}, quote="x"), "quote.unusable"),
            (Wish({gone: 0}), "malformed"),
            (Wish({gone: 1, shop.soap.pk: 1}), "catalog.not_on_sale"),
            (Wish({anvil.pk: 31, shop.soap.pk: 1}, currency="EUR"), "shipping.no_rate"),
            (Wish({anvil.pk: 31}, currency="EUR"), "shipping.too_heavy"),
            (Wish({jam.pk: 1}, currency="EUR"), "payments.rate_missing"),
            (Wish({jam.pk: 1}, expected_minor=1), "customs.not_listed"),
            (Wish({lard.pk: 1}, expected_minor=1), "price.changed"),
            (Wish({lard.pk: 1}), "stock.short"),
        ]
        for wish, code in asked:
            assert refused(wish) == code
        with clock.standing_at(at.replace(year=at.year + 1)):
            assert refused(Wish({gone: 0}, quote=token)) == "quote.expired"
        assert Purchase.objects.count() == 1
