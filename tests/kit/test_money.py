"""Money: whole minor units, nothing lost in a split, one rounding in a conversion."""

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.kit.money import (
    MINOR_MAX,
    CurrencyMismatch,
    Money,
    Rate,
    Rounding,
    apportion,
    round_fraction,
    total,
)

MINORS = st.integers(-MINOR_MAX, MINOR_MAX)
WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=30)
RATES = st.fractions(min_value=Fraction(1, 10**6), max_value=10**6)
LONG_AGO = datetime(2026, 6, 1, tzinfo=UTC)


def rate(base: str, quote: str, value: str | Fraction) -> Rate:
    return Rate(base, quote, Fraction(value), "test", LONG_AGO)


class TestMoney:
    @pytest.mark.parametrize("minor", [True, 1.0, "1", None])
    def test_is_counted_in_whole_numbers_only(self, minor: Any) -> None:
        with pytest.raises(TypeError):
            Money(minor, "CNY")

    @pytest.mark.parametrize("count", [True, 1.0, "2", Fraction(1, 2)])
    def test_is_multiplied_by_a_count_only(self, count: Any) -> None:
        with pytest.raises(TypeError):
            Money(1, "CNY") * count

    def test_two_currencies_do_not_meet(self) -> None:
        for act in (lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b, lambda a, b: a >= b):
            with pytest.raises(CurrencyMismatch):
                act(Money(1, "CNY"), Money(1, "USD"))
        assert Money(0, "CNY") != Money(0, "USD")

    def test_a_sum_of_nothing_is_zero(self) -> None:
        assert total([], "KWD") == Money(0, "KWD")

    @pytest.mark.parametrize(
        ("text", "currency", "minor"),
        [
            ("12.30", "USD", 1230),
            ("12", "USD", 1200),
            ("-0.05", "CNY", -5),
            ("12", "JPY", 12),
            ("12.000", "JPY", 12),
            ("1.234", "KWD", 1234),
            ("92233720368547758.07", "USD", MINOR_MAX),
        ],
    )
    def test_is_read_from_a_plain_number(self, text: str, currency: str, minor: int) -> None:
        assert Money.parse(text, currency) == Money(minor, currency)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "-",
            "--1",
            ".5",
            "1.005",
            "1e3",
            "1,000",
            " 1",
            "1_0",
            "+1",
            "１２",
            "٣",
            "²",
            "nan",
            "1.2.3",
            "92233720368547758.08",
            "9" * 5000,
        ],
    )
    def test_is_read_from_nothing_else(self, text: str) -> None:
        with pytest.raises(ValueError):
            Money.parse(text, "USD")

    @given(MINORS, st.sampled_from(["JPY", "USD", "KWD"]))
    def test_is_read_back_as_it_is_written(self, minor: int, currency: str) -> None:
        assert Money.parse(Money(minor, currency).decimal, currency) == Money(minor, currency)


class TestSplit:
    def test_goes_by_the_largest_remainder_and_ties_go_to_the_earliest(self) -> None:
        assert apportion(100, [1, 1, 1]) == [34, 33, 33]
        assert apportion(10, [1, 2, 4]) == [1, 3, 6]
        assert apportion(-100, [1, 1, 1]) == [-34, -33, -33]

    def test_weights_of_nothing_share_equally(self) -> None:
        assert apportion(5, [0, 0]) == [3, 2]

    @pytest.mark.parametrize("weights", [[], [-1, 2]])
    def test_needs_weights(self, weights: list[int]) -> None:
        with pytest.raises(ValueError):
            apportion(1, weights)

    @given(MINORS, WEIGHTS)
    def test_loses_nothing_and_is_less_than_one_unit_off(self, minor: int, weights: list[int]) -> None:
        parts = Money(minor, "CNY").split(weights)
        assert total(parts, "CNY") == Money(minor, "CNY")
        if whole := sum(weights):
            for part, weight in zip(parts, weights, strict=True):
                assert abs(part.minor - Fraction(minor * weight, whole)) < 1
                assert weight or not part


class TestRate:
    def test_knows_the_digits_of_both_currencies(self) -> None:
        assert rate("USD", "JPY", "150.5").convert(Money(101, "USD")) == Money(152, "JPY")
        assert rate("JPY", "KWD", "0.002").convert(Money(1000, "JPY")) == Money(2000, "KWD")

    def test_rounds_a_half_away_from_zero_or_down(self) -> None:
        half = rate("USD", "CNY", "7.5")
        assert half.convert(Money(1, "USD")) == Money(8, "CNY")
        assert half.convert(Money(-1, "USD")) == Money(-8, "CNY")
        assert half.convert(Money(1, "USD"), rounding=Rounding.DOWN) == Money(7, "CNY")

    def test_converts_its_own_base_only(self) -> None:
        with pytest.raises(CurrencyMismatch):
            rate("USD", "CNY", "7").convert(Money(1, "CNY"))

    @given(MINORS, RATES)
    def test_is_at_most_half_a_unit_off_and_the_same_for_debts(self, minor: int, value: Fraction) -> None:
        converted = rate("USD", "CNY", value).convert(Money(minor, "USD"))
        assert abs(converted.minor - minor * value) <= Fraction(1, 2)
        assert rate("USD", "CNY", value).convert(Money(-minor, "USD")) == -converted

    @given(RATES)
    def test_turned_twice_is_the_same(self, value: Fraction) -> None:
        assert rate("USD", "CNY", value).inverse().inverse() == rate("USD", "CNY", value)

    @given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
    def test_down_never_gives_more_than_there_is(self, numerator: int, denominator: int) -> None:
        value = Fraction(numerator, denominator)
        assert (
            abs(round_fraction(value, Rounding.DOWN))
            <= abs(value)
            < abs(round_fraction(value, Rounding.DOWN)) + 1
        )
