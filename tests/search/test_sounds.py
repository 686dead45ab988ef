"""Chinese by its sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.search import sounds


class TestCuts:
    @pytest.mark.parametrize(
        ("letters", "cut"),
        [
            ("fengmi", ("feng", "mi")),
            ("hushoushuang", ("hu", "shou", "shuang")),
            ("erji", ("er", "ji")),
            ("nvzhuang", ("nv", "zhuang")),
        ],
    )
    def test_of_what_is_pinyin(self, letters: str, cut: tuple[str, ...]):
        assert cut in sounds.cuts(letters)

    def test_of_what_can_be_cut_in_several_ways(self):
        assert {("xian", "gan"), ("xi", "an", "gan")} <= set(sounds.cuts("xiangan"))

    @pytest.mark.parametrize("letters", ["river", "feng", "500", "", "蜂蜜", "a" * 300])
    def test_none_of_what_is_not_or_is_one_syllable(self, letters: str):
        assert sounds.cuts(letters) == []

    @given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=60))
    def test_are_few_and_whole(self, letters: str):
        found = sounds.cuts(letters)
        assert len(found) <= 8
        assert all("".join(cut) == letters for cut in found)


class TestPairs:
    def test_of_the_chinese_in_a_text(self):
        assert sounds.pairs("Mug 马克杯, 蜂蜜, 杯") == "ma'ke ke'bei feng'mi bei"

    def test_of_a_name_as_it_is_typed(self):
        assert sounds.spelt("马克杯") == "makebei"

    def test_of_a_character_that_is_said_in_two_ways(self):
        assert sounds.pairs("音乐") == "yin'yue"
        assert sounds.pairs("快乐") == "kuai'le"

    def test_of_traditional_characters(self):
        assert sounds.pairs("護手霜") == "hu'shou shou'shuang"
