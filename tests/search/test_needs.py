"""Needs that name no thing, and what serves them."""

import pytest

from entrepot.kit.actor import SYSTEM
from entrepot.search import glossary, needs, rebuilding, words
from entrepot.search.glossary import Names
from entrepot.search.models import Term
from entrepot.search.queries import find
from tests import market


def things(text: str) -> tuple[str, ...]:
    normal = words.normal(text)
    stems = {
        word.text for run, is_chinese in words.runs(normal) if not is_chinese for word in words.latin(run)
    }
    return needs.things(normal, stems)


class TestThings:
    @pytest.mark.parametrize("text", ["my hands are so dry", "冬天手很干怎么办", "冬天手很乾怎麼辦"])
    def test_serve_a_need_in_either_language(self, text):
        assert "hand cream" in things(text)

    @pytest.mark.parametrize("text", ["hand cream", "dry hand", "保温杯", "picnic basket", "", "\0", "mug"])
    def test_are_none_for_what_names_a_thing(self, text):
        assert things(text) == ()

    def test_of_two_needs_are_those_of_both(self):
        told = things("my hands are dry and my lips are dry")
        assert {"hand cream", "lip balm"} <= set(told) and len(told) == len(set(told))

    def test_each_need_is_told_in_both_languages_and_served(self):
        for need in needs.ours():
            assert all(need.en) and all(need.zh) and all(need.things)


@pytest.mark.django_db
@pytest.mark.usefixtures("look")
class TestFound:
    @pytest.mark.parametrize(
        ("q", "lang"), [("what helps my dry hands", "en"), ("手很干用什么好", "zh-hans")]
    )
    def test_what_serves_stands_first_and_what_shares_a_word_below(self, writer, q, lang):
        glossary.load((Names(("hand cream",), ("护手霜",)),), Term.Origin.OURS, by=SYSTEM)
        seller = market.merchant("one")
        market.product(seller, "Ranch Hand Cream", 1000, title_zh="牧场护手霜")
        market.product(seller, "Dry Fly Box", 1000, title_zh="干毛钩盒")
        rebuilding.rebuild()
        assert find(q, lang=lang).items[0].title in ("Ranch Hand Cream", "牧场护手霜")
