"""Finding a tariff heading by words, for the merchant's form."""

import csv
from pathlib import Path

import pytest

from entrepot.customs.classification import _table, describe, find_hs

TABLE = Path(__file__).parents[3] / "shared" / "data" / "trade_tables" / "harmonized-system.csv"


class TestFindHs:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("honey", "040900"),
            ("candle", "340600"),
            ("Candles", "340600"),
            ("headphones", "851830"),
            ("guitar", "920290"),
            ("make-up lip", "330410"),
            ("wooden table kitchenware", "441990"),
            ("knife with metal handle", "821195"),
            ("coffee roasted", "090121"),
        ],
    )
    def test_puts_the_heading_that_is_meant_among_the_first(self, text: str, code: str) -> None:
        assert code in [heading.code for heading in find_hs(text, limit=6)]

    def test_by_the_first_digits_of_a_code(self) -> None:
        assert [heading.code for heading in find_hs("3304")] == [
            "330410",
            "330420",
            "330430",
            "330491",
            "330499",
        ]
        assert [heading.code for heading in find_hs("0409.00.00")] == ["040900"]

    @pytest.mark.parametrize("text", ["", "   ", "the of and", "zzzzzz", "蜂蜜"])
    def test_answers_nothing_where_nothing_fits(self, text: str) -> None:
        assert find_hs(text) == []

    def test_gives_no_more_than_asked_for(self) -> None:
        assert len(find_hs("cotton", limit=5)) == 5


class TestDescribe:
    def test_a_chinese_tariff_number_by_its_heading(self) -> None:
        heading = describe("04090000")
        assert heading is not None
        assert (heading.code, heading.description) == ("040900", "Honey; natural")

    def test_what_there_is_not(self) -> None:
        assert describe("77777777") is None


def test_the_codes_are_those_of_the_table() -> None:
    if not TABLE.exists():
        pytest.skip("../shared is not here")
    with TABLE.open(encoding="utf-8-sig", newline="") as file:
        theirs = {
            row["hscode"]: row["description"] for row in csv.DictReader(file) if row["hscode"].isdigit()
        }
    assert {code: entry.heading.description for code, entry in _table().items()} == theirs
