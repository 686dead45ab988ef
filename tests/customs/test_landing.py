"""What a buyer in China pays, to the cent. Numbers in E.. are the worked examples of the trade rules, section
1.3.
"""

from datetime import UTC, date, datetime
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.customs.basket import Basket, LineInput, OrderInput, Place
from entrepot.customs.errors import (
    AnnualLimit,
    RuleMissing,
    SingleLimit,
)
from entrepot.customs.landing import LandedCost, landed_cost
from entrepot.customs.rulebook import Period, RuleRow
from entrepot.customs.rules import Route
from entrepot.kit.money import Money, Rate
from tests.customs.books import (
    APPLIANCE,
    COSMETICS,
    FORMULA,
    HEADPHONES,
    HONEY,
    NOON,
    TARIFF,
    basket,
    book,
    cny,
    line,
    order,
    price,
)


def taxes(landed: LandedCost) -> tuple[str, str, str]:
    return landed.duty.decimal, landed.consumption_tax.decimal, landed.import_vat.decimal


class TestWithinTheLimits:
    def test_e1_serum_below_the_price_of_high_end_cosmetics(self) -> None:
        landed = price(line("268.00", COSMETICS, net_content="30", net_unit="ml"))
        assert taxes(landed) == ("0.00", "0.00", "24.39")
        assert landed.total == cny("292.39")
        assert landed.orders[0].route is Route.CBEC_PREF

    def test_e2_cream_above_it(self) -> None:
        landed = price(line("899.00", COSMETICS, net_content="50", net_unit="g"))
        assert taxes(landed) == ("0.00", "111.05", "96.25")
        assert landed.total == cny("1106.30")

    def test_e3_infant_formula_with_freight(self) -> None:
        landed = price(line("249.00", FORMULA, 2), freight="20.00")
        assert (landed.goods, landed.freight, landed.import_vat) == (
            cny("498.00"),
            cny("20.00"),
            cny("47.14"),
        )
        assert landed.orders[0].dutiable_cny_minor == 51800

    def test_e4_honey_at_the_lower_rate(self) -> None:
        assert taxes(price(line("88.00", HONEY, 3))) == ("0.00", "0.00", "16.63")

    def test_e6_headphones(self) -> None:
        assert taxes(price(line("1599.00", HEADPHONES))) == ("0.00", "0.00", "145.51")

    @pytest.mark.parametrize(
        ("goods", "vat"), [("279.00", "33.20"), ("558.00", "66.40"), ("546.00", "64.97")]
    )
    def test_real_declarations_of_2017_when_vat_was_17_percent(self, goods: str, vat: str) -> None:
        of_2017 = book(tariff={HEADPHONES: ("0", "17%", "0", "")})
        assert price(line(goods, HEADPHONES), by=of_2017).import_vat == cny(vat)

    @pytest.mark.parametrize(
        ("vat", "consumption_tax", "composite"),
        [
            ("13%", "0", "910.00"),
            ("9%", "0", "630.00"),
            ("13%", "15%", "2305.88"),
            ("13%", "10%", "1788.89"),
            ("13%", "20%", "2887.50"),
            ("13%", "5%", "1326.32"),
        ],
    )
    def test_composite_rates_of_section_1_2(self, vat: str, consumption_tax: str, composite: str) -> None:
        by = book(
            rules={("CN", "cbec.limit.transaction"): "10000.00"},
            tariff={HEADPHONES: ("0", vat, consumption_tax, "")},
        )
        landed = price(line("10000.00", HEADPHONES), by=by)
        assert abs((landed.import_vat + landed.consumption_tax - cny(composite)).minor) <= 1

    def test_freight_is_shared_by_goods_value_and_taxed_with_them(self) -> None:
        landed = price(line("100.00", HEADPHONES), line("50.00", HONEY, 4), freight="10.00")
        first, second = landed.orders[0].lines
        assert (first.freight, second.freight) == (cny("3.33"), cny("6.67"))
        assert (first.import_vat, second.import_vat) == (cny("9.40"), cny("13.02"))

    def test_the_rows_used_are_named_on_the_line(self) -> None:
        landed = price(line("899.00", COSMETICS, net_content="50", net_unit="g"))
        assert landed.orders[0].lines[0].rules == (
            "listing:33049900",
            "tariff:33049900",
            "rule:consumption_tax.high_end_cosmetics.g",
            "rule:cbec.duty",
            "rule:cbec.tax_share",
        )
        assert (landed.version, landed.at) == (7, NOON)


class TestHighEndCosmetics:
    @pytest.mark.parametrize(("total", "is_taxed"), [("299.70", False), ("299.99", False), ("300.00", True)])
    def test_from_10_yuan_a_millilitre(self, total: str, is_taxed: bool) -> None:
        landed = price(line(total, COSMETICS, net_content="30", net_unit="ml"))
        assert bool(landed.consumption_tax) is is_taxed

    @pytest.mark.parametrize(("each", "is_taxed"), [("9.99", False), ("10.00", True)])
    def test_from_10_yuan_a_gram(self, each: str, is_taxed: bool) -> None:
        assert bool(price(line(each, COSMETICS, net_content="1", net_unit="g")).consumption_tax) is is_taxed

    @pytest.mark.parametrize(("total", "is_taxed"), [("74.95", False), ("75.00", True)])
    def test_from_15_yuan_a_sheet(self, total: str, is_taxed: bool) -> None:
        landed = price(line(total, COSMETICS, net_content="1", net_unit="sheet", pieces=5))
        assert bool(landed.consumption_tax) is is_taxed

    def test_freight_can_push_a_product_over(self) -> None:
        cheap = line("299.00", COSMETICS, net_content="30", net_unit="ml")
        assert price(cheap).consumption_tax == cny("0.00")
        assert price(cheap, freight="1.00").consumption_tax == cny("37.06")

    def test_the_quantity_does_not(self) -> None:
        assert price(line("299.00", COSMETICS, 5, net_content="30", net_unit="ml")).consumption_tax == cny(
            "0.00"
        )

    def test_fractions_of_a_millilitre_are_exact(self) -> None:
        assert price(line("33.30", COSMETICS, net_content="3.33", net_unit="ml")).consumption_tax
        assert not price(line("33.29", COSMETICS, net_content="3.33", net_unit="ml")).consumption_tax


def additional(origin: str, value: str, begins: date, ends: date | None = None) -> RuleRow:
    return RuleRow("rule:x", "CN", f"duty.additional.{origin}", value, Period(begins, ends))


class TestOverTheTransactionLimit:
    def test_e7_one_indivisible_good_pays_in_full(self) -> None:
        landed = price(line("7299.00", APPLIANCE), used="10000.00")
        assert taxes(landed) == ("583.92", "0.00", "1024.78")
        assert landed.orders[0].route is Route.CBEC_FULL
        assert landed.orders[0].dutiable_cny_minor == 729900

    def test_e7b_with_the_additional_duty_on_goods_from_the_us(self) -> None:
        by = book(extra=[additional("US", "10%", date(2025, 11, 10))])
        landed = price(line("7299.00", APPLIANCE, origin="US"), used="10000.00", by=by)
        assert taxes(landed) == ("1313.82", "0.00", "1119.67")
        assert taxes(price(line("7299.00", APPLIANCE, origin="CN"), by=by))[0] == "583.92"

    def test_e7b_once_the_row_has_ended_and_nothing_followed_the_sale_is_refused(self) -> None:
        by = book(extra=[additional("US", "10%", date(2025, 11, 10), date(2026, 11, 10))])
        with pytest.raises(RuleMissing) as refusal:
            price(line("7299.00", APPLIANCE, origin="US"), by=by)
        assert [error.field for error in refusal.value.fields] == ["orders.0.lines.0.origin"]

    def test_the_additional_duty_does_not_matter_within_the_limits(self) -> None:
        by = book(extra=[additional("US", "10%", date(2025, 11, 10), date(2026, 11, 10))])
        assert price(line("1599.00", HEADPHONES, origin="US"), by=by).duty == cny("0.00")

    def test_e7c_two_goods_are_refused(self) -> None:
        with pytest.raises(SingleLimit, match=r"5600\.00.*5000\.00.*separate order"):
            price(line("3000.00", HEADPHONES), line("2600.00", HEADPHONES))

    def test_two_of_one_good_are_refused_too(self) -> None:
        with pytest.raises(SingleLimit):
            price(line("2600.00", HEADPHONES, 2))

    def test_a_good_that_can_be_divided_is_refused(self) -> None:
        with pytest.raises(SingleLimit):
            price(line("7299.00", APPLIANCE, indivisible=False))

    def test_no_origin_is_refused(self) -> None:
        with pytest.raises(RuleMissing) as refusal:
            price(line("7299.00", APPLIANCE, origin="", field="lines.3"))
        assert refusal.value.fields[0].field == "lines.3.origin"

    def test_consumption_tax_is_levied_in_full_on_the_value_with_duty(self) -> None:
        landed = price(line("6000.00", COSMETICS, net_content="100", net_unit="ml"))
        assert taxes(landed) == ("60.00", "1069.41", "926.82")


class TestTheLimits:
    @pytest.mark.parametrize(
        ("value", "route", "duty"),
        [("5000.00", Route.CBEC_PREF, "0.00"), ("5000.01", Route.CBEC_FULL, "400.00")],
    )
    def test_5000_is_within_and_a_cent_more_is_over(self, value: str, route: Route, duty: str) -> None:
        landed = price(line(value, APPLIANCE))
        assert (landed.orders[0].route, landed.duty) == (route, cny(duty))

    def test_e7e_both_limits_are_inclusive(self) -> None:
        landed = price(line("5000.00", HEADPHONES), used="21000.00")
        assert taxes(landed) == ("0.00", "0.00", "455.00")

    def test_26000_01_is_over(self) -> None:
        with pytest.raises(AnnualLimit):
            price(line("5000.00", HEADPHONES), used="21000.01")

    def test_e7d_the_annual_limit(self) -> None:
        with pytest.raises(AnnualLimit) as refusal:
            price(line("2500.00", HEADPHONES), used="24000.00")
        assert "CNY 2500.00" in str(refusal.value)
        assert "CNY 2000.00 is left" in str(refusal.value)

    def test_freight_counts(self) -> None:
        assert price(line("4990.00", APPLIANCE), freight="10.01").orders[0].route is Route.CBEC_FULL

    def test_the_annual_limit_is_said_before_the_single_one(self) -> None:
        with pytest.raises(AnnualLimit):
            price(line("3000.00", HEADPHONES, 2), used="24000.00")

    def test_the_transaction_limit_is_per_merchant(self) -> None:
        two = basket(order(line("3000.00", HEADPHONES)), order(line("2600.00", HEADPHONES), merchant=2))
        landed = landed_cost(two, book(), {}, 0, NOON)
        assert [part.route for part in landed.orders] == [Route.CBEC_PREF, Route.CBEC_PREF]

    def test_the_annual_limit_adds_the_orders_of_the_purchase(self) -> None:
        two = basket(order(line("3000.00", HEADPHONES)), order(line("2600.00", HEADPHONES), merchant=2))
        assert landed_cost(two, book(), {}, 20_400_00, NOON).total
        with pytest.raises(AnnualLimit) as refusal:
            landed_cost(two, book(), {}, 20_400_01, NOON)
        assert refusal.value.extra == {"merchant": str(UUID(int=2))}
        assert refusal.value.fields[0].field == "orders.1.lines.0"

    @pytest.mark.parametrize(
        ("at", "year"),
        [
            (datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC), 2026),
            (datetime(2026, 12, 31, 16, tzinfo=UTC), 2027),
        ],
    )
    def test_the_year_turns_at_midnight_in_shanghai(self, at: datetime, year: int) -> None:
        assert landed_cost(basket(order(line("1.00", HEADPHONES))), book(), {}, 0, at).year == year


class TestTheUnitedStates:
    def test_nothing_is_calculated_and_nothing_asked_for(self) -> None:
        goods = order(line("100.00", "", 2, origin=""), freight="7.00")
        landed = landed_cost(basket(goods, to=Place("US", "CA")), book(), {}, 0, NOON)
        assert (landed.total, landed.is_calculated) == (cny("207.00"), False)
        assert landed.orders[0].route is Route.NONE
        assert landed.orders[0].dutiable_cny_minor == 0


class TestAnotherCurrency:
    USD_CNY = Rate("USD", "CNY", Fraction("7.2"), "test", NOON)

    def dollars(self, minor: int) -> Basket:
        goods = LineInput(UUID(int=1), 1, Money(minor, "USD"), HEADPHONES, "US", "耳机")
        return Basket("USD", Place("CN", "上海市"), (OrderInput(UUID(int=1), Money(0, "USD"), (goods,)),))

    def test_limits_are_counted_in_cny_and_taxes_converted_back(self) -> None:
        landed = landed_cost(self.dollars(100_00), book(), {("USD", "CNY"): self.USD_CNY}, 0, NOON)
        assert landed.orders[0].dutiable_cny_minor == 720_00
        assert landed.import_vat == Money(9_10, "USD")
        assert landed.total == Money(109_10, "USD")

    def test_the_limit_in_dollars(self) -> None:
        by, rates = book(), {("CNY", "USD"): self.USD_CNY.inverse()}
        assert landed_cost(self.dollars(694_44), by, rates, 0, NOON).orders[0].route is Route.CBEC_PREF
        assert landed_cost(self.dollars(694_45), by, rates, 0, NOON).orders[0].route is Route.CBEC_FULL

    def test_without_a_rate_it_is_refused(self) -> None:
        with pytest.raises(RuleMissing) as refusal:
            landed_cost(self.dollars(1), book(), {}, 0, NOON)
        assert refusal.value.fields[0].field == "currency"


_LINES = st.builds(
    lambda minor, hs8, quantity, content, unit: LineInput(
        UUID(int=1), quantity, Money(minor, "CNY"), hs8, "FR", "商品", Fraction(content), unit
    ),
    st.integers(0, 60_000),
    st.sampled_from(sorted(TARIFF)),
    st.integers(1, 3),
    st.integers(1, 400),
    st.sampled_from(["ml", "g", "sheet"]),
)
_ORDERS = st.builds(
    lambda freight, lines: OrderInput(UUID(int=1), Money(freight, "CNY"), tuple(lines)),
    st.integers(0, 20_000),
    st.lists(_LINES, min_size=1, max_size=2),
)


@given(st.lists(_ORDERS, min_size=1, max_size=4), st.sampled_from(["CN", "US"]))
def test_the_parts_add_up_at_every_level(orders: list[OrderInput], country: str) -> None:
    landed = landed_cost(Basket("CNY", Place(country), tuple(orders)), book(), {}, 0, NOON)
    names = ("goods", "freight", "duty", "import_vat", "consumption_tax", "discount", "total")
    for whole, parts in [(landed, landed.orders), *((part, part.lines) for part in landed.orders)]:
        for name in names:
            assert getattr(whole, f"{name}_minor") == sum(getattr(part, f"{name}_minor") for part in parts)
    for asked, answered in zip(orders, landed.orders, strict=True):
        assert answered.freight == asked.freight
        assert answered.goods_minor == sum(item.unit_price.minor * item.quantity for item in asked.lines)
    for part in [landed, *landed.orders, *(item for made in landed.orders for item in made.lines)]:
        assert (
            part.total_minor
            == part.goods_minor
            + part.freight_minor
            + part.duty_minor
            + part.import_vat_minor
            + (part.consumption_tax_minor - part.discount_minor)
        )
