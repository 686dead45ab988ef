"""What a question is about."""

import pytest

from entrepot.search import reading, rebuilding
from entrepot.search.queries import find
from entrepot.search.understanding import Meaning, understand
from tests import market

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("look", "things")]


def titles(q: str, lang: str = "en") -> list[str]:
    return [hit.title for hit in find(q, lang=lang).items]


def meaning(q: str) -> Meaning:
    view = reading.view()
    assert view is not None
    return understand(q, view)


class TestGroups:
    def test_the_longest_name_is_one_thing(self):
        assert [group.typed for group in meaning("hand cream wallet").groups] == ["hand cream", "wallet"]
        assert [group.typed for group in meaning("防水护手霜").groups] == ["防水", "护手霜"]

    def test_particles_are_passed_over_unless_nothing_else_is_asked(self):
        assert [group.typed for group in meaning("what is the best wallet for me").groups] == ["wallet"]
        assert [group.typed for group in meaning("送我的防水钱包").groups] == ["防水", "钱包"]
        assert [group.typed for group in meaning("the").groups] == ["the"]

    def test_each_thing_once_and_not_more_than_the_limit(self):
        assert len(meaning("mug mug Mug").groups) == 1
        assert len(meaning(" ".join(f"q{chr(97 + n)}x" for n in range(26))).groups) == 24

    def test_a_picture_asks_for_nothing(self):
        assert meaning("🎣").groups == ()

    def test_a_name_holds_the_things_that_it_is_made_of(self):
        [group] = meaning("hand cream").groups
        assert [each.typed for each in group.inner] == ["hand", "cream"]

    def test_what_nothing_is_about_is_left_out(self):
        found = meaning("独角兽 wallet qqqq")
        assert [group.typed for group in found.groups] == ["wallet"]
        assert found.unknown == ("独角兽", "qqqq")


class TestTheThingItself:
    def test_stands_above_what_is_for_it(self, things):
        market.product(things, "Headphones Case", 900, tags=["headphones"])
        market.product(things, "Headphones Cable", 900, tags=["headphones"])
        rebuilding.rebuild()
        assert titles("headphones")[0] == "Studio Headphones"


class TestOtherNames:
    @pytest.mark.parametrize("q", ["润手霜", "hand lotion", "HAND LOTIONS", "潤手霜", "runshoushuang"])
    def test_find_what_is_described_in_one_language(self, q):
        assert titles(q) == ["Ranch Hand Cream"]

    @pytest.mark.parametrize("q", ["皮夹", "钱包", "billfold", "qianbao"])
    def test_in_either_language(self, q):
        assert titles(q, "zh-hans") == ["Bridle Leather Wallet"]


class TestSound:
    @pytest.mark.parametrize("q", ["fengmi", "feng mi", "FengMi", "baihuafengmi", "bai hua feng mi"])
    def test_pinyin_finds(self, q):
        assert titles(q, "zh-hans") == ["百花蜂蜜"]

    def test_of_a_word_that_no_glossary_has(self):
        assert titles("zhutai", "zh-hans") == ["烛台"]

    @pytest.mark.parametrize("q", ["蜂密", "耳级"])
    def test_a_character_mistaken_for_another(self, q):
        assert len(titles(q, "zh-hans")) == 1


class TestSlips:
    @pytest.mark.parametrize(
        ("q", "meant", "title"),
        [
            ("hedphones", "headphones", "Studio Headphones"),
            ("headpohnes", "headphones", "Studio Headphones"),
            ("ehadphones", "headphones", "Studio Headphones"),
            ("walet", "wallet", "Bridle Leather Wallet"),
            ("notebok waterproof", "notebook waterproof", "Waterproof Notebook"),
            ("candleholder", "candle holder", "Candle Holder"),
        ],
    )
    def test_are_taken_as_they_were_meant_and_said_so(self, q, meant, title):
        page = find(q)
        assert ([hit.title for hit in page.items][:1], page.corrected) == ([title], meant)

    def test_two_words_that_are_one(self):
        assert titles("note book") == ["Waterproof Notebook"]

    @pytest.mark.parametrize("q", ["wallet", "xyzzy", "hat", "12345", "honey"])
    def test_nothing_is_corrected_that_is_right_or_like_nothing(self, q):
        assert find(q).corrected == ""
