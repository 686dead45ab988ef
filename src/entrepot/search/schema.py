"""What the index keeps of a product. Whoever changes the shape raises folders.VERSION: the index is then built anew."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import tantivy

from entrepot.catalog.indexing import Listing
from entrepot.search import sounds, words

#: Prices are compared in this currency's minor unit, whatever they are asked in.
COMPARABLE = "USD"

#: Fields of words, by weight: titles over labels (tags, brand, options, category) over texts.
TITLES = {"en": "title_en", "zh-hans": "title_zh"}
TEXTS = {"en": "text_en", "zh-hans": "text_zh"}
LABELS = "labels"
#: The Chinese characters of titles and labels, one by one, with their positions.
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


def schema() -> tantivy.Schema:
    """The fields of this version. Words come to the index already cut, so its own analysis is to split at spaces."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for field in (*TITLES.values(), LABELS, *TEXTS.values()):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    for field in (CHARACTERS, SOUNDS):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field(HEADS, tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field(SPELT, tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("code", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("category", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("merchant", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("merchant_id", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("price", fast=True)
    builder.add_integer_field(PUBLISHED, fast=True)
    builder.add_integer_field(LOWEST, fast=True)
    return builder.build()


def document(
    listing: Listing, *, merchant: str, comparable: Callable[[int, str], int | None]
) -> dict[str, list[Any]]:
    """A product as the index takes it: `merchant` is the slug; `comparable` gives a price in COMPARABLE's minor unit.

    The publication's id counts up in time: its first half is the order in which things were published.
    """
    labels = (*listing.tags, listing.brand, *listing.options, *listing.category_names)
    named = f"{listing.title} {listing.title_zh} {' '.join(labels)}"
    prices = sorted(
        price for minor, currency in listing.prices if (price := comparable(minor, currency)) is not None
    )
    return {
        "id": [str(listing.product_id)],
        "title_en": [words.words(listing.title)],
        "title_zh": [words.words(listing.title_zh)],
        LABELS: [words.words(" ".join(labels))],
        "text_en": [words.words(listing.text)],
        "text_zh": [words.words(listing.text_zh)],
        CHARACTERS: [words.characters(named)],
        SOUNDS: [sounds.syllables(named)],
        HEADS: [f"{words.heads(listing.title)} {words.heads(listing.title_zh)}"],
        SPELT: [words.spelt(named)],
        "code": [words.code(each) for each in listing.codes],
        "category": _paths(listing.category),
        "merchant": [merchant],
        "merchant_id": [str(listing.merchant_id)],
        "price": list(dict.fromkeys(prices)),
        PUBLISHED: [listing.publication_id.int >> 64],
        LOWEST: [_lowest(prices, listing.publication_id)],
    }


def _lowest(prices: list[int], publication_id: UUID) -> int:
    """The lowest price first, then chance; what cannot be compared stands with the dearest."""
    price = min(prices[0], _PRICE_MAX) if prices else _PRICE_MAX
    return price << _BITS | publication_id.int & ((1 << _BITS) - 1)


def _paths(category: str) -> list[str]:
    """`home-kitchen/tableware` lies in itself and in `home-kitchen`."""
    steps = category.split("/") if category else []
    return ["/".join(steps[: count + 1]) for count in range(len(steps))]
