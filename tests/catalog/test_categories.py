"""The tree, and how merchants' own words find their place in it."""

import pytest

from entrepot.catalog import categories
from entrepot.catalog.models import Category


@pytest.mark.django_db
class TestLoad:
    def test_is_two_levels_in_both_languages(self) -> None:
        assert categories.load() == categories.load() == Category.objects.count() == 48
        assert Category.objects.get(pk="beauty/skincare").parent_id == "beauty"
        assert not Category.objects.filter(name_zh="").exists()

    def test_every_word_leads_to_a_place(self) -> None:
        slugs = {slug for slug, _name, _zh in categories.tree()}
        assert set(categories._WORDS) <= slugs


class TestPlace:
    @pytest.mark.parametrize(
        ("title", "texts", "slug"),
        [
            ("V-Neck T-Shirt", ["Clothing > Tshirts"], "clothing/tops-outerwear"),
            ("Belt", ["Clothing > Accessories"], "bags-leather/wallets-belts"),
            ("Classic Leather Jacket", ["women"], "clothing/tops-outerwear"),
            ("Black Leather Bag", ["women"], "bags-leather/bags"),
            ("Vanilla candle", ["Indoor", "Candle"], "home-kitchen/candles-scent"),
            ("Clay Plant Pot", ["Outdoor", "Pot", "Plants"], "pets-garden/garden"),
            ("Striped Silk Blouse", ["women"], "clothing/tops-outerwear"),
            ("Something", ["Clothing"], "clothing"),
            ("Something", ["men", "Outdoor"], ""),
        ],
    )
    def test_by_the_merchants_words(self, title: str, texts: list[str], slug: str) -> None:
        assert categories.place(texts, title=title) == slug
