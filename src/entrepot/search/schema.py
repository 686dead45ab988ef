"""What the index keeps of a product. Whoever changes the shape raises folders.VERSION: the index is then built anew."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

import tantivy
from msgspec import Struct

from entrepot.catalog.indexing import Listing
from entrepot.search import sounds, words

#: Prices are compared in this currency's minor unit, whatever they are asked in.
COMPARABLE = "USD"

#: Words of titles and labels (tags, brand, options, category), in both languages: a title's TITLE_TIMES, a label's LABEL_TIMES,
#: so that one list of goods serves for a word where a field for each language and weight would take five.
NAMES = "names"
TITLE_TIMES, LABEL_TIMES = 3, 2
#: Words of the descriptions, in both languages.
TEXTS = "texts"
#: The Chinese characters of titles and labels, one by one and in pairs of neighbours: a longer run is all its pairs.
CHARACTERS = "characters"
#: How those sound, in the same way.
SOUNDS = "sounds"
#: What the thing is: the last words of its titles.
HEADS = "heads"
#: The words of titles and labels as they are spelt, for who misspells them.
SPELT = "spelt"
#: Columns to sort by, in which no two products should have the same value, so that a page can begin after one.
PUBLISHED = "published"
LOWEST = "lowest"
#: A price takes the upper half of LOWEST, random bits of the publication the lower. In a million goods of one and the same
#: price about a hundred pairs share a value; one of such a pair is missed if a page ends just between the two.
_PRICE_MAX = (1 << 31) - 1
_BITS = 32
#: What can be chosen of it (`Color=Black`), in each language; what is written in one only stands in both.
CHOICES = {"en": "choices_en", "zh-hans": "choices_zh"}
#: Where its merchant is.
COUNTRY = "country"
#: Countries it can be sold to, and again as `free()` where the freight there is in the price.
REACH = "reach"
#: A column for ranking: the merchant's quality and two truths, packed so that one look-up brings all (Standing.packed).
STANDING = "standing"
STOCKED, NEWCOMER = 1, 2
QUALITY_SHIFT, QUALITY_MAX = 2, 1000
#: The longest name or value of a choice.
_CHOICE_MAX = 60


def free(country: str) -> str:
    """How REACH says that the freight to a country is included."""
    return f"{country}:free"


class Standing(Struct, frozen=True):
    """What ranking knows of a product beside its words, price and age. quality: of its merchant, from 0 to 1."""

    quality: float
    #: Of a new or small merchant, and good enough for a newcomer's place (facts.py).
    is_newcomer: bool = False
    is_stocked: bool = True

    def packed(self) -> int:
        """As a whole number: two truths, and the quality above them."""
        return (
            round(self.quality * QUALITY_MAX) << QUALITY_SHIFT
            | (NEWCOMER if self.is_newcomer else 0)
            | (STOCKED if self.is_stocked else 0)
        )


class Seller(Struct, frozen=True):
    """What the index takes of the merchant of a product. reach: each country it sends to, and whether without freight."""

    slug: str
    country: str
    reach: tuple[tuple[str, bool], ...]


def schema() -> tantivy.Schema:
    """The fields of this version. Words come to the index already cut, so its own analysis is to split at spaces."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for field in (NAMES, TEXTS):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    for field in (CHARACTERS, SOUNDS, HEADS, SPELT):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("code", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("category", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("merchant", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("merchant_id", tokenizer_name="raw", index_option="basic", fast=True)
    for field in (*CHOICES.values(), COUNTRY, REACH):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic", fast=True)
    for field in (PUBLISHED, LOWEST, STANDING):
        builder.add_integer_field(field, fast=True)
    return builder.build()


@dataclass(frozen=True, slots=True)
class _Cut:
    """A title or a label, taken apart in each way."""

    words: str
    characters: str
    sounds: str
    spelt: str

    @classmethod
    def of(cls, text: str) -> "_Cut":
        return cls(words.words(text), words.characters(text), sounds.pairs(text), words.spelt(text))


@lru_cache(maxsize=20_000)
def _label(text: str) -> _Cut:
    """Many goods share their labels."""
    return _Cut.of(text)


def document(
    listing: Listing, seller: Seller, standing: Standing, prices: Sequence[int]
) -> dict[str, list[Any]]:
    """A product as the index takes it. prices: those of its variants that can be compared, in COMPARABLE's minor unit.

    The publication's id counts up in time: its first half is the order in which things were published.
    """
    titles = [_Cut.of(listing.title), _Cut.of(listing.title_zh)]
    labels = [
        _label(each)
        for each in (*listing.tags, listing.brand, *listing.options, *listing.category_names)
        if each
    ]
    named = (*titles, *labels)
    return {
        "id": [str(listing.product_id)],
        NAMES: [
            *[cut.words for cut in titles] * TITLE_TIMES,
            *[" ".join(cut.words for cut in labels)] * LABEL_TIMES,
        ],
        TEXTS: [words.words(listing.text), words.words(listing.text_zh)],
        CHARACTERS: [" ".join(cut.characters for cut in named)],
        SOUNDS: [" ".join(cut.sounds for cut in named)],
        HEADS: [f"{words.heads(listing.title)} {words.heads(listing.title_zh)}"],
        SPELT: [" ".join(cut.spelt for cut in named)],
        "code": [words.code(each) for each in listing.codes],
        "category": _paths(listing.category),
        "merchant": [seller.slug],
        "merchant_id": [str(listing.merchant_id)],
        CHOICES["en"]: _choices(listing.choices or listing.choices_zh),
        CHOICES["zh-hans"]: _choices(listing.choices_zh or listing.choices),
        COUNTRY: [seller.country],
        REACH: [
            term
            for country, is_free in seller.reach
            for term in ([country, free(country)] if is_free else [country])
        ],
        PUBLISHED: [listing.publication_id.int >> 64],
        LOWEST: [_lowest(prices, listing.publication_id)],
        STANDING: [standing.packed()],
    }


#: A product, with what others say of it: the arguments of `document`.
type Facts = tuple[Listing, Seller, Standing, Sequence[int]]


def documents(facts: Iterable[Facts]) -> list[dict[str, list[Any]]]:
    """Products as the index takes them. Needs no database, so that another process can do it."""
    return [document(*each) for each in facts]


def lowest_at(price: int) -> int:
    """The least value of LOWEST at a price in COMPARABLE's minor unit."""
    return min(max(price, 0), _PRICE_MAX) << _BITS


def price_of(lowest: int) -> int | None:
    """The price in a value of LOWEST; None for one that cannot be compared."""
    price = lowest >> _BITS
    return price if price < _PRICE_MAX else None


def age_of(published: int, now_ms: int) -> int:
    """How many whole days ago something was published, from a value of PUBLISHED: it begins with the milliseconds."""
    return max(now_ms - (published >> 16), 0) // 86_400_000


def _lowest(prices: Sequence[int], publication_id: UUID) -> int:
    """The lowest price first, then chance; what cannot be compared stands with the dearest."""
    price = min(*prices, _PRICE_MAX) if prices else _PRICE_MAX
    return price << _BITS | publication_id.int & ((1 << _BITS) - 1)


def _choices(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """`Color=Black`: written in one way, however merchants write it."""
    return list(dict.fromkeys(f"{_written(name)}={_written(value)}" for name, value in pairs))


@lru_cache(maxsize=10_000)
def _written(text: str) -> str:
    """With single spaces, and a capital in front of what has none."""
    plain = " ".join(text.replace("=", " ").split())[:_CHOICE_MAX]
    return plain[:1].upper() + plain[1:] if plain.islower() else plain


def _paths(category: str) -> list[str]:
    """`home-kitchen/tableware` lies in itself and in `home-kitchen`."""
    steps = category.split("/") if category else []
    return ["/".join(steps[: count + 1]) for count in range(len(steps))]
