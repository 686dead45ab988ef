"""What is suggested while somebody types."""

import pytest

from entrepot.search.suggesting import suggest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("look")]


@pytest.mark.usefixtures("things")
class TestSuggest:
    def test_words_that_goods_have(self):
        assert suggest("wat") == ["waterproof"]
        assert suggest("H") == ["hand", "headphones", "holder", "honey"]

    def test_the_last_word_by_the_words_before_it(self):
        assert suggest("leather w") == ["leather wallet"]
        assert suggest("honey w") == ["honey wildflower"]
        assert suggest("headphones w") == []

    def test_chinese_names_that_goods_have(self):
        assert suggest("耳") == ["耳机"]
        assert suggest("皮") == []  # the wallet is described in English only

    def test_pinyin_as_it_is_typed(self):
        assert suggest("fengm") == suggest("feng m") == ["蜂蜜"]

    def test_not_what_is_typed_already(self):
        assert suggest("蜂蜜") == []

    @pytest.mark.parametrize(
        "typed", ["", "  ", "%", "_", "\\", "\x00", "🎣", "'", "a" * 5000, "杯" * 5000, "\ud800"]
    )
    def test_never_an_error(self, typed: str):
        assert suggest(typed) == []


class TestNoIndex:
    def test_nothing_is_suggested(self, folder):
        assert suggest("w") == []
