"""Values as people read them, exactly, in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from entrepot.kit.money import Money, Rate
from entrepot.web import formatting

AT = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)


class TestMoney:
    @pytest.mark.parametrize(
        ("minor", "currency", "written"),
        [
            (176_633, "CNY", "¥1,766.33"),
            (176_633, "USD", "US$1,766.33"),
            (-1_200, "USD", "−US$12.00"),
            (-5, "CNY", "−¥0.05"),
            (0, "CNY", "¥0.00"),
            (1_500, "JPY", "JP¥1,500"),
            (1_234_567, "KWD", "KWD\N{NO-BREAK SPACE}1,234.567"),
            (2**63 - 1, "CNY", "¥92,233,720,368,547,758.07"),
        ],
    )
    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_is_the_same_in_both_languages(
        self, minor: int, currency: str, written: str, language: str
    ) -> None:
        with translation.override(language):
            assert formatting.money(Money(minor, currency)) == written

    @pytest.mark.parametrize(("minor", "written"), [(500, "+US$5.00"), (-500, "−US$5.00"), (0, "US$0.00")])
    def test_of_a_change_says_its_direction(self, minor: int, written: str) -> None:
        assert formatting.money(Money(minor, "USD"), sign=True) == written


class TestDay:
    def test_is_written_in_the_readers_way(self) -> None:
        assert formatting.day(date(2026, 11, 22), language="en") == "Nov 22, 2026"
        assert formatting.day(date(2026, 11, 2), language="zh-hans") == "2026年11月2日"

    def test_of_a_moment_is_the_day_where_the_reader_counts(self) -> None:
        late = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
        assert formatting.day(late, language="en") == "Nov 22, 2026"
        assert formatting.day(late, language="zh-hans") == "2026年11月23日"


class TestMoment:
    def test_names_its_time_zone(self) -> None:
        assert formatting.moment(AT, language="en") == "Nov 22, 2026, 2:05 PM UTC"
        assert formatting.moment(AT, language="zh-hans") == "2026年11月22日 22:05（北京时间）"

    def test_is_in_the_merchants_zone_when_that_is_active(self) -> None:
        with timezone.override(ZoneInfo("America/New_York")):
            assert formatting.moment(AT, language="en") == "Nov 22, 2026, 9:05 AM EST"

    def test_can_be_asked_for_in_a_zone(self) -> None:
        zone = ZoneInfo("Asia/Shanghai")
        assert formatting.moment(AT, language="en", zone=zone) == "Nov 22, 2026, 10:05 PM Beijing time"
        assert (
            formatting.moment(AT, language="zh-hans", zone=ZoneInfo("UTC")) == "2026年11月22日 14:05（UTC）"
        )


class TestNumbers:
    @pytest.mark.parametrize(
        ("grams", "english", "chinese"),
        [
            (520, "520 g", "520克"),
            (1_000, "1 kg", "1千克"),
            (1_250, "1.25 kg", "1.25千克"),
            (0, "0 g", "0克"),
        ],
    )
    def test_weight(self, grams: int, english: str, chinese: str) -> None:
        assert formatting.weight(grams, language="en") == english
        assert formatting.weight(grams, language="zh-hans") == chinese

    @pytest.mark.parametrize(
        ("share", "written"),
        [
            ("0.13", "13%"),
            ("0.0915", "9.15%"),
            (Fraction(7, 10), "70%"),
            (Decimal("-0.004"), "−0.4%"),
            (1, "100%"),
        ],
    )
    def test_percent(self, share: Decimal | Fraction | str | int, written: str) -> None:
        assert formatting.percent(share) == written

    def test_basis_points_are_hundredths_of_a_percent(self) -> None:
        assert [formatting.basis_points(points) for points in (850, 1_000, 25)] == ["8.5%", "10%", "0.25%"]

    def test_number_groups_its_digits(self) -> None:
        assert [formatting.number(value) for value in (12_480, "-3.5", 7)] == ["12,480", "−3.5", "7"]

    @pytest.mark.parametrize(
        ("value", "written"),
        [
            (Fraction(71_423, 10_000), "1 USD = 7.1423 CNY"),
            (Fraction(7), "1 USD = 7 CNY"),
            (Fraction(1, 7), "1 USD = 0.142857 CNY"),
        ],
    )
    def test_rate_is_a_plain_decimal(self, value: Fraction, written: str) -> None:
        assert formatting.rate(Rate("USD", "CNY", value, "test", AT)) == written


class TestMasked:
    @pytest.mark.parametrize(
        ("number", "shown"),
        [
            ("110105199003071234", "110***********1234"),
            ("13800138000", "138****8000"),
            ("+8613800138000", "+86 138****8000"),
            ("12345678", "****78"),
            ("1234", "****"),
        ],
    )
    def test_leaves_enough_to_recognise_and_too_little_to_use(self, number: str, shown: str) -> None:
        assert formatting.masked(number) == shown


class TestPlacesAndPeople:
    def test_a_country_is_named_in_the_readers_language(self) -> None:
        assert formatting.country("US", language="en") == "United States"
        assert formatting.country("us", language="zh-hans") == "美国"
        assert formatting.country("XQ", language="en") == "XQ"

    def test_a_place_is_in_local_order(self) -> None:
        where = {"city": "Columbus", "region": "OH", "country_code": "US"}
        assert formatting.place(**where, language="en") == "Columbus, OH, United States"
        assert formatting.place(**where, language="zh-hans") == "美国俄亥俄州 Columbus"
        assert formatting.place(city="Lyon", country_code="FR", language="zh-hans") == "法国 Lyon"

    def test_a_name_is_in_its_own_order(self) -> None:
        assert formatting.person_name("王", "小明") == "王小明"
        assert formatting.person_name("Berg", "Anna") == "Anna Berg"

    def test_a_chinese_address_goes_from_large_to_small_and_names_a_municipality_once(self) -> None:
        address = {
            "name": "王小明", "phone": "+86 138****8000", "country": "CN", "region": "上海市", "city": "上海市",
            "district": "黄浦区", "postal_code": "200001", "lines": ["南京东路1号"],
        }  # fmt: skip
        assert formatting.address_lines(address, language="en") == [
            "王小明 +86 138****8000",
            "上海市黄浦区南京东路1号 200001",
        ]

    def test_an_american_address_goes_from_small_to_large(self) -> None:
        address = {
            "name": "Anna Berg", "country": "US", "region": "OH", "city": "Columbus", "postal_code": "43215",
            "lines": ["412 Lazelle Street", ""],
        }  # fmt: skip
        lines = ["Anna Berg", "412 Lazelle Street", "Columbus, OH 43215"]
        assert formatting.address_lines(address, language="en") == [*lines, "United States"]
        assert formatting.address_lines(address, language="zh-hans") == [*lines, "美国"]

    def test_another_countrys_address_follows_its_own_rules(self) -> None:
        address = {
            "name": "Jo Roth",
            "country": "DE",
            "city": "Köln",
            "postal_code": "50667",
            "lines": ["Domplatz 1"],
        }
        assert formatting.address_lines(address, language="zh-hans") == [
            "Jo Roth",
            "Domplatz 1",
            "50667 KÖLN",
            "德国",
        ]
