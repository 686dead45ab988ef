"""What the words of texts and questions are."""

from hypothesis import given
from hypothesis import strategies as st

from entrepot.search import words


def asked(text: str) -> list[str]:
    return [word.text for word in words.asked(text)]


class TestWords:
    def test_chinese_is_segmented_with_the_shorter_words_inside(self):
        assert words.words("河流马克杯").split() == ["河流", "马克", "马克杯"]

    def test_english_is_lowered_freed_of_accents_and_stemmed(self):
        assert words.words("Roasted CAFÉ beans") == "roast cafe bean"

    def test_full_width_is_half_width(self):
        assert words.words("ＭＡＰＬＥ　５００ｍｌ") == words.words("maple 500 ml") == "mapl 500 ml"

    def test_a_number_and_its_unit_are_two_words(self):
        assert words.words("350ml") == words.words("350 ml")

    def test_characters_are_the_chinese_ones_alone(self):
        assert words.characters("Mug 马克杯") == "马 克 杯"

    def test_codes_are_compared_without_case_space_and_hyphen(self):
        assert words.code(" brc-mug BL ") == words.code("BRC-MUG-BL") == "brcmugbl"

    @given(st.text())
    def test_no_text_is_refused(self, text: str):
        words.words(text), words.characters(text), words.code(text)
        assert all(word.text.strip() for word in words.asked(text))


class TestAsked:
    def test_both_languages_in_their_order(self):
        assert asked("maple 糖浆") == ["mapl", "糖浆"]

    def test_particles_are_passed_over(self):
        assert asked("给孩子的木头玩具") == ["孩子", "木头", "玩具"]
        assert asked("a bag for the beach") == ["bag", "beach"]

    def test_particles_alone_are_what_is_asked(self):
        assert asked("的") == ["的"]
        assert asked("the") == ["the"]

    def test_each_word_once(self):
        assert asked("mug mugs Mug") == ["mug"]

    def test_no_more_than_the_limit(self):
        assert len(asked(" ".join(f"word{chr(97 + n)}x" for n in range(26)))) == 24

    def test_a_picture_has_no_words(self):
        assert asked("🎣") == []
