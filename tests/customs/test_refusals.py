"""What customs refuses to price, and how it says so: the line, the field, a sentence."""

from fractions import Fraction
from uuid import UUID

import pytest

from entrepot.customs.basket import OrderInput, Place
from entrepot.customs.errors import AnnualQuantity, DestinationOutside, NotListed, RuleMissing
from entrepot.customs.landing import landed_cost
from entrepot.kit.errors import Malformed
from entrepot.kit.money import CurrencyMismatch, Money
from tests.customs.books import (
    COSMETICS,
    HEADPHONES,
    HONEY,
    NOON,
    basket,
    book,
    cny,
    line,
    listing,
    order,
    price,
)


class TestRefusals:
    def test_a_tariff_line_off_the_positive_list(self) -> None:
        with pytest.raises(NotListed) as refusal:
            price(line("10.00", HEADPHONES), line("10.00", "24022000", name="香烟"))
        assert [error.field for error in refusal.value.fields] == ["orders.0.lines.1"]
        assert "香烟" in str(refusal.value.fields[0].message)

    def test_goods_that_may_come_from_a_bonded_zone_only(self) -> None:
        by = book(listings=[listing(HONEY, bonded_only=True)])
        with pytest.raises(NotListed):
            price(line("88.00", HONEY), by=by)
        assert landed_cost(basket(order(line("88.00", HONEY)), bonded=True), by, {}, 0, NOON).total == cny(
            "93.54"
        )

    def test_a_name_that_fails_the_remark(self) -> None:
        by = book(
            listings=[listing(HONEY, name_words=frozenset({"蜂蜜"}), excluded_words=frozenset({"麻黄"}))]
        )
        assert price(line("88.00", HONEY, name="野花蜂蜜"), by=by).total
        for name in ("花粉", "麻黄蜂蜜"):
            with pytest.raises(NotListed):
                price(line("88.00", HONEY, name=name), by=by)

    def test_no_tariff_number(self) -> None:
        with pytest.raises(RuleMissing) as refusal:
            price(line("10.00", ""))
        assert refusal.value.fields[0].field == "orders.0.lines.0.hs8"

    def test_no_tariff_row_refuses_and_is_never_taken_for_nothing(self) -> None:
        with pytest.raises(RuleMissing):
            price(line("10.00", HEADPHONES), by=book(tariff={}))

    @pytest.mark.parametrize(
        "key", ["cbec.limit.transaction", "cbec.limit.annual", "cbec.duty", "cbec.tax_share"]
    )
    def test_no_rule_row_refuses(self, key: str) -> None:
        with pytest.raises(RuleMissing) as refusal:
            price(line("10.00", HEADPHONES), by=book(rules={("CN", key): None}))
        assert key in str(refusal.value.fields[0].message)

    def test_cosmetics_without_content(self) -> None:
        with pytest.raises(RuleMissing) as refusal:
            price(line("10.00", COSMETICS, net_unit="ml"))
        assert refusal.value.fields[0].field == "orders.0.lines.0.net_content"

    def test_cosmetics_whose_content_is_in_a_unit_without_a_threshold(self) -> None:
        with pytest.raises(RuleMissing) as refusal:
            price(line("10.00", COSMETICS, net_unit="set", net_content="1"))
        assert refusal.value.fields[0].field == "orders.0.lines.0.net_unit"

    def test_a_yearly_amount_of_a_tariff_line(self) -> None:
        by = book(listings=[listing(HONEY, annual_cap=Fraction(2), cap_unit="kg")])
        two_kilograms = line("50.00", HONEY, 4, net_content="500", net_unit="g", name="蜂蜜")
        assert price(two_kilograms, by=by).total
        with pytest.raises(AnnualQuantity) as refusal:
            price(two_kilograms, line("5.00", HONEY, net_content="1", net_unit="g"), by=by)
        assert (
            str(refusal.value) == "One person may buy no more than 2 kg of 蜂蜜 across the border in a year."
        )

    @pytest.mark.parametrize(
        "to", [Place("HK"), Place("FR"), Place("CN", "台湾省"), Place("CN", "香港特别行政区"), Place("")]
    )
    def test_places_outside_the_sale_area(self, to: Place) -> None:
        with pytest.raises(DestinationOutside):
            landed_cost(basket(order(line("10.00", HEADPHONES)), to=to), book(), {}, 0, NOON)

    @pytest.mark.parametrize("quantity", [0, -1])
    def test_a_quantity_below_one(self, quantity: int) -> None:
        with pytest.raises(Malformed) as refusal:
            price(line("10.00", HEADPHONES, quantity))
        assert refusal.value.fields[0].field == "orders.0.lines.0.quantity"

    def test_nothing_to_price(self) -> None:
        with pytest.raises(Malformed):
            landed_cost(basket(), book(), {}, 0, NOON)

    def test_two_currencies_in_one_basket(self) -> None:
        mixed = OrderInput(UUID(int=1), Money(0, "USD"), (line("1.00", HEADPHONES),))
        with pytest.raises(CurrencyMismatch):
            landed_cost(basket(mixed), book(), {}, 0, NOON)
