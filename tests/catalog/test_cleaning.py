"""Texts of merchants: safe to show, and for a form as they were typed."""

import pytest

from entrepot.catalog.cleaning import clean_text, editable_text, plain_text


class TestCleanText:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("", ""),
            ("Salt & clay", "<p>Salt &amp; clay</p>"),
            ("a\nb\n\nc", "<p>a<br>b</p><p>c</p>"),
            ("<p>Classic</p>", "<p>Classic</p>"),
            ("<iframe src=//x>y</iframe>Hi <em>you</em>", "Hi <em>you</em>"),
            ("<h1>Big</h1><ul><li>one</li></ul>", "Big<ul><li>one</li></ul>"),
            ('<p style="x" class="y">ok</p>', "<p>ok</p>"),
        ],
    )
    def test_keeps_the_words_and_drops_the_rest(self, given: str, kept: str) -> None:
        assert clean_text(given) == kept

    @pytest.mark.parametrize("given", ["a < b & c\n\nd", "<b>x</b> & y", 'Tom\'s "best"', "<p>a<br>b</p>"])
    def test_is_stable(self, given: str) -> None:
        assert clean_text(clean_text(given)) == clean_text(given)


class TestEditableText:
    @pytest.mark.parametrize("typed", ["One line", "a\nb\n\nc & d < e", ""])
    def test_gives_back_what_was_typed(self, typed: str) -> None:
        assert editable_text(clean_text(typed)) == typed

    def test_leaves_richer_text_as_html(self) -> None:
        assert editable_text("<p>a <b>b</b></p>") == "<p>a <b>b</b></p>"


class TestPlainText:
    def test_is_only_words(self) -> None:
        assert plain_text("<p>Salt &amp; <b>clay</b></p><ul><li>one</li></ul>") == "Salt & clay\none"
