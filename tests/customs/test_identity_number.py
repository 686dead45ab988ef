"""The Chinese identity number: trade rules, section 1.7."""

from datetime import UTC, datetime

import pytest

from entrepot.customs import identity_number
from entrepot.customs.errors import IdNeeded, IdNumberWrong
from entrepot.kit import clock

# The worked example of the rules; it belongs to nobody.
NUMBER = "11010519491231002X"


class TestCheck:
    @pytest.mark.parametrize(
        "text",
        [
            NUMBER,
            "11010519491231002x",
            "１１０１０５１９４９１２３１００２Ｘ",
            " 110105 19491231 002X ",
            "110105-19491231-002X",
        ],
    )
    def test_takes_it_however_it_is_typed(self, text: str) -> None:
        assert identity_number.check(text) == NUMBER

    @pytest.mark.parametrize("last", "0123456789")
    def test_refuses_every_other_check_digit(self, last: str) -> None:
        with pytest.raises(IdNumberWrong):
            identity_number.check(NUMBER[:-1] + last)

    @pytest.mark.parametrize(
        "text",
        [
            "110105491231002",  # the fifteen digits of before 1999
            "11010519491331002X",  # a thirteenth month
            "990105194912310021",  # no such province
            "1101051949123100²X",
            "一一〇一〇五一九四九一二三一〇〇二",
            "0" * 18,
            "110105194912310020X",
        ],
    )
    def test_refuses_what_cannot_be_one(self, text: str) -> None:
        with pytest.raises(IdNumberWrong) as refusal:
            identity_number.check(text, field="ship_to.id_number")
        assert refusal.value.code == "customs.id_number"
        assert refusal.value.fields[0].field == "ship_to.id_number"

    def test_refuses_a_birth_still_to_come(self) -> None:
        tomorrows = "110105202611230015"
        with clock.standing_at(datetime(2026, 11, 22, 15, 59, tzinfo=UTC)), pytest.raises(IdNumberWrong):
            identity_number.check(tomorrows)
        with clock.standing_at(datetime(2026, 11, 22, 16, 0, tzinfo=UTC)):
            assert identity_number.check(tomorrows) == tomorrows

    @pytest.mark.parametrize("text", ["", "  ", "\u3000"])
    def test_says_that_one_is_needed(self, text: str) -> None:
        with pytest.raises(IdNeeded):
            identity_number.check(text)


def test_is_shown_masked() -> None:
    assert identity_number.mask(NUMBER) == "110***********002X"


def test_is_counted_under_a_keyed_hash_that_does_not_tell_it() -> None:
    key = identity_number.quota_key(NUMBER)
    assert len(key) == 16
    assert key == identity_number.quota_key("11010519491231002x")
    assert key != identity_number.quota_key("110105202611230015")
