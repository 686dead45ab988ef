"""The demo's goods: complete, in both languages, and each described in words of its own."""

from collections import Counter

import pytest

from entrepot.demo.drawing import draw
from entrepot.demo.goods import FIRST, shops

GOODS = [good for shop in shops() for good in shop.goods]


class TestShops:
    def test_there_are_at_least_24_small_businesses_of_different_trades(self):
        assert len(shops()) >= 24
        assert len({shop.trade for shop in shops()}) == len(shops())
        assert len({shop.legal_name for shop in shops()}) == len(shops())

    def test_the_shop_that_the_sign_ins_name_comes_first(self):
        assert shops()[0].slug == FIRST
        assert (shops()[0].state, shops()[0].staff) == ("OH", 5)


class TestGoods:
    def test_there_are_600(self):
        assert len(GOODS) >= 600

    @pytest.mark.parametrize("part", ["title", "title_zh", "text", "text_zh"])
    def test_no_two_share_a_title_or_a_text(self, part):
        shared = [text for text, count in Counter(getattr(good, part) for good in GOODS).items() if count > 1]
        assert shared == []

    @pytest.mark.parametrize("part", ["text", "text_zh"])
    def test_no_two_texts_share_a_sentence(self, part):
        """A template with a noun swapped would show in its other sentences."""
        ends = str.maketrans("。！？", "...")
        sentences = Counter(
            sentence.strip()
            for good in GOODS
            for sentence in set(getattr(good, part).translate(ends).split("."))
            if len(sentence.strip()) > 24
        )
        assert [sentence for sentence, count in sentences.items() if count > 1] == []

    def test_every_text_is_of_its_language(self):
        for good in GOODS:
            assert not any("一" <= sign <= "鿿" for sign in good.title + good.text), good.slug
            assert sum("一" <= sign <= "鿿" for sign in good.text_zh) > 20, good.slug

    def test_slugs_and_skus_are_unique_in_a_shop(self):
        for shop in shops():
            skus = [choice.sku for good in shop.goods for choice in good.choices if choice.sku]
            assert len({good.slug for good in shop.goods}) == len(shop.goods)
            assert len(set(skus)) == len(skus), shop.slug

    def test_every_choice_answers_every_option_in_both_languages(self):
        for good in GOODS:
            assert len(good.options) == len(good.options_zh), good.slug
            for choice in good.choices:
                assert len(choice.values) == len(choice.values_zh) == len(good.options), good.slug

    def test_every_picture_can_be_drawn(self):
        for good in GOODS:
            assert draw(good.draw["object"], good.draw["colours"], variant=good.draw["variant"]).startswith(
                "<svg"
            )

    def test_no_two_of_one_shop_look_the_same(self):
        for shop in shops():
            looks = {(g.draw["object"], *g.draw["colours"], g.draw["variant"]) for g in shop.goods}
            assert len(looks) == len(shop.goods), shop.slug
