"""What the words of texts and questions are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.search import words


class TestWords:
    def test_chinese_is_segmented_with_the_shorter_words_inside(self):
        assert words.words("河流马克杯").split() == ["河流", "马克", "马克杯"]

    def test_english_is_lowered_freed_of_accents_and_stemmed(self):
        assert words.words("Roasted CAFÉ beans") == "roast cafe bean"

    def test_plurals_that_have_no_ending(self):
        assert words.words("Knives for women's scarves") == words.words("knife for woman's scarf")
        assert [word.text for word in words.latin("chef knives")] == ["chef", "knife"]

    def test_full_width_is_half_width(self):
        assert words.words("ＭＡＰＬＥ　５００ｍｌ") == words.words("maple 500 ml") == "mapl 500 ml"

    def test_a_number_and_its_unit_are_two_words(self):
        assert words.words("350ml") == words.words("350 ml")

    def test_characters_are_the_chinese_ones_alone_and_in_pairs(self):
        assert words.characters("Mug 马克杯, 茶") == "马 克 杯 马'克 克'杯 茶 茶"

    def test_codes_are_compared_without_case_space_and_hyphen(self):
        assert words.code(" brc-mug BL ") == words.code("BRC-MUG-BL") == "brcmugbl"

    @given(st.text())
    def test_no_text_is_refused(self, text: str):
        words.words(text), words.characters(text), words.code(text), words.spelt(text), words.heads(text)
        assert all(run.strip() for run, _is_chinese in words.runs(words.normal(text)))

    def test_traditional_is_simplified(self):
        assert words.words("蜂蠟蠟燭") == words.words("蜂蜡蜡烛")

    def test_what_is_spelt_keeps_its_endings(self):
        assert words.spelt("Headphones, 耳机, WALNUT cups") == "headphones walnut cups"


class TestHeads:
    @pytest.mark.parametrize(
        ("title", "heads"),
        [
            ("Harbor Closed Headphones", "headphon"),
            ("Hard Headphone Case", "case"),
            ("Espresso Cups, Pair", "cup"),
            ("Windowsill Planter with Saucer", "planter"),
            ("河流马克杯 350毫升", "马克杯"),
            ("手排感谢卡八张装", "卡"),
            ("800 流明前灯", "800 前灯"),
            ("", ""),
            ("一对", ""),
        ],
    )
    def test_are_what_the_thing_is(self, title: str, heads: str):
        assert words.heads(title) == heads


class TestRuns:
    def test_chinese_and_what_is_between(self):
        assert list(words.runs("maple 糖浆 350 ml")) == [
            ("maple ", False),
            ("糖浆", True),
            (" 350 ml", False),
        ]

    def test_latin_words_with_how_they_were_typed(self):
        assert [(word.text, word.typed) for word in words.latin("Running shoes")] == [
            ("run", "running"),
            ("shoe", "shoes"),
        ]

    def test_chinese_words_with_their_parts(self):
        [word] = words.chinese("马克杯")
        assert (word.text, word.parts, word.chars) == ("马克杯", ("马克",), ("马", "克", "杯"))

    @pytest.mark.parametrize("word", ["的", "什么", "送"])
    def test_a_chinese_particle(self, word: str):
        assert words.is_particle(words.whole(word))

    @pytest.mark.parametrize(
        ("typed", "is_one"), [("what", True), ("the", True), ("gift", False), ("can", True)]
    )
    def test_an_english_particle(self, typed: str, is_one: bool):
        [word] = words.latin(typed)
        assert words.is_particle(word) is is_one
