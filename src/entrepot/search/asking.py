"""From what a reader typed and chose to a query of the index. Queries are composed, never parsed: no syntax to get wrong.

Filters add nothing to the score, so that relevance is of the words alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import tantivy
from tantivy import FieldType, Occur, Query

from entrepot.search import sounds, words
from entrepot.search.schema import (
    CHARACTERS,
    CHOICES,
    COUNTRY,
    HEADS,
    LOWEST,
    NAMES,
    REACH,
    SOUNDS,
    TEXTS,
    free,
    lowest_at,
)
from entrepot.search.understanding import TYPED_MAX, Group, Meaning, Way
from entrepot.search.words import Word

#: Titles and labels over texts.
_NAME, _TEXT = 4.0, 1.0
#: A Chinese word found by its characters, by the words inside it or by how it sounds, against the word itself.
_BY_CHARACTERS, _BY_PARTS, _BY_SOUND = 2.5, 0.5, 2.5
#: How much the fields in which a word is found beside its best one add.
_TIE = 0.2
#: An exact SKU, barcode or model number stands above all words.
_CODE = 50.0
#: What each thing that is asked for counts for being there at all.
_COVERED = 10.0
#: What is the thing itself, over what is for it: headphones over a case for them.
_HEAD = 6.0
#: More than any words score: what can be sold to the reader's country is among the candidates before what cannot.
SENT_THERE = 2048.0


@dataclass(frozen=True, slots=True)
class Narrow:
    """What was chosen beside words. Prices are the lowest of a product, in schema.COMPARABLE's minor unit, both ends included.

    choices: `Color=Black`; two of one name are alternatives. country: where the merchant is.
    """

    category: str = ""
    merchant: str = ""
    country: str = ""
    choices: tuple[str, ...] = ()
    price_min: int | None = None
    price_max: int | None = None
    #: What can be sold to this country; and only what goes there with the freight in the price.
    sold_to: str = ""
    freight_free_to: str = ""

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """The choices by their names."""
        named: dict[str, tuple[str, ...]] = {}
        for choice in self.choices:
            name = choice.partition("=")[0]
            named[name] = (*named.get(name, ()), choice)
        return named


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for."""

    typed: str = ""
    meaning: Meaning = field(default_factory=Meaning)
    lang: str = "en"
    narrow: Narrow = field(default_factory=Narrow)
    #: Chinese may be meant by how it sounds: asked when nothing has it as it is written.
    is_spoken: bool = False
    #: Any of what is asked for will do: asked when few things have enough of it.
    is_wide: bool = False
    #: So will a character of it: asked when few things have even that.
    is_loose: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nothing was typed: then the newest come first."""
        return not words.normal(self.typed[:TYPED_MAX]).strip()

    @property
    def bare(self) -> "Question":
        """The same without filters: one that leaves nothing is no reason to look further."""
        return replace(self, narrow=Narrow())


def query(
    question: Question, schema: tantivy.Schema, *, but: str | None = None, extra: Query | None = None
) -> Query:
    """The question as a query, leaving out the filter named `but` (see filters); `extra` narrows it further."""
    clauses = [] if question.is_open else [(Occur.Must, _words_query(question, schema))]
    narrow = [each for name, each in filters(question.narrow, schema) if name != but]
    if extra is not None:
        narrow.append(extra)
    clauses += [(Occur.Must, Query.const_score_query(each, 0.0)) for each in narrow]
    return Query.boolean_query(clauses) if clauses else Query.all_query()


def ranked(question: Question, schema: tantivy.Schema, to: str) -> Query:
    """The question as a query whose scores also say, by SENT_THERE more, what can be sold to the country `to`."""
    found = query(question, schema)
    if not to:
        return found
    sent = Query.const_score_query(Query.term_query(schema, REACH, to, index_option="basic"), SENT_THERE)
    return Query.boolean_query([(Occur.Must, found), (Occur.Should, sent)])


def filters(narrow: Narrow, schema: tantivy.Schema) -> Iterator[tuple[str, Query]]:
    """Each filter in force with its name: `category`, `merchant`, `country`, `price`, `reach`, or that of a choice (`Color`)."""
    for name, field_name, value in (
        ("category", "category", narrow.category),
        ("merchant", "merchant", narrow.merchant),
        ("country", COUNTRY, narrow.country),
        ("reach", REACH, narrow.sold_to),
        ("reach", REACH, free(narrow.freight_free_to) if narrow.freight_free_to else ""),
    ):
        if value:
            yield name, Query.term_query(schema, field_name, value, index_option="basic")
    for name, chosen in narrow.chosen.items():
        ways = [Query.term_set_query(schema, each, list(chosen)) for each in CHOICES.values()]
        yield name, Query.boolean_query([(Occur.Should, each) for each in ways])
    if narrow.price_min is not None or narrow.price_max is not None:
        low = None if narrow.price_min is None else lowest_at(narrow.price_min)
        high = None if narrow.price_max is None else lowest_at(narrow.price_max + 1)
        yield (
            "price",
            Query.range_query(schema, LOWEST, FieldType.Integer, low, high, include_upper=high is None),
        )


def beyond(schema: tantivy.Schema, column: str, at: int, *, rising: bool) -> Query:
    """What comes after the value `at` of a column, in the order of its values or in the reverse."""
    low, high = (at, None) if rising else (None, at)
    return Query.range_query(
        schema, column, FieldType.Integer, low, high, include_lower=not rising, include_upper=rising
    )


def _words_query(question: Question, schema: tantivy.Schema) -> Query:
    typed, groups = question.typed[:TYPED_MAX], question.meaning.groups
    ways: list[tuple[Occur, Query]] = []
    if groups:
        found = [_group_query(group, question, schema) for group in groups]
        each = [(Occur.Should, query) for query in found]
        if len(found) > 1:
            each = [(Occur.Should, _counting(query)) for query in found]
        needed = 1 if question.is_wide else _needed(len(groups))
        ways.append((Occur.Should, Query.boolean_query(each, minimum_number_should_match=needed)))
    if question.is_wide:
        inner = (_group_query(part, question, schema) for group in groups for part in group.inner)
        ways += [(Occur.Should, Query.boost_query(query, _BY_PARTS)) for query in inner]
    if question.is_loose:
        chars = {char for group in groups for char in group.characters}
        ways += [(Occur.Should, _character_query(char, schema)) for char in chars]
    ways += [(Occur.Should, _sound_query(cut, schema)) for cut in question.meaning.spoken]
    for code in {words.code(typed), *map(words.code, typed.split())} - {""}:
        exactly = Query.term_query(schema, "code", code, index_option="basic")
        ways.append((Occur.Should, Query.const_score_query(exactly, _CODE)))
    return Query.boolean_query(ways) if ways else Query.empty_query()


def _counting(group: Query) -> Query:
    """A group that counts for being there at all, too: more of what is asked for stands above some of it often."""
    return Query.boolean_query(
        [(Occur.Must, group), (Occur.Should, Query.const_score_query(group, _COVERED))]
    )


def _needed(count: int) -> int:
    """How many of so many words a product must have: both of two, two of three, four of six."""
    return count if count <= 2 else count * 2 // 3


def _group_query(group: Group, question: Question, schema: tantivy.Schema) -> Query:
    """The best way to find the group."""
    ways = [_way_query(way, schema) for way in group.ways]
    if question.is_spoken and len(spoken := sounds.of("".join(group.characters))) > 1:
        ways.append(_sound_query(spoken, schema))
    best = Query.disjunction_max_query(ways, _TIE) if len(ways) > 1 else ways[0]
    heads = {way.words[-1].text for way in group.ways if way.words}
    is_it = Query.term_set_query(schema, HEADS, list(heads)) if heads else Query.empty_query()
    return Query.boolean_query([(Occur.Must, best), (Occur.Should, Query.const_score_query(is_it, _HEAD))])


def _way_query(way: Way, schema: tantivy.Schema) -> Query:
    """All of its words, which together count as one."""
    if way.syllables:
        return Query.boost_query(_sound_query(way.syllables, schema), way.weight)
    each = [_word_query(word, schema, is_typed=way.weight == 1.0) for word in way.words]
    together = each[0] if len(each) == 1 else Query.boolean_query([(Occur.Must, one) for one in each])
    return Query.boost_query(together, way.weight / len(each) ** 0.5)


def _sound_query(syllables: tuple[str, ...], schema: tantivy.Schema) -> Query:
    return Query.boost_query(_run_query(SOUNDS, syllables, schema), _BY_SOUND)


def _run_query(field: str, parts: Sequence[str], schema: tantivy.Schema) -> Query:
    """A run of characters or syllables, by its pairs."""
    pairs = [Query.term_query(schema, field, each, index_option="basic") for each in words.paired(parts)]
    return pairs[0] if len(pairs) == 1 else Query.boolean_query([(Occur.Must, each) for each in pairs])


def _word_query(word: Word, schema: tantivy.Schema, *, is_typed: bool) -> Query:
    """The word where it counts most, with a little for where else it is. By the words inside it only if it was typed itself."""
    ways = _in_fields(word.text, schema)
    if word.parts and is_typed:
        parts = [
            (Occur.Must, Query.disjunction_max_query(_in_fields(part, schema), _TIE)) for part in word.parts
        ]
        ways.append(Query.boost_query(Query.boolean_query(parts), _BY_PARTS))
    if word.chars:
        ways.append(Query.boost_query(_run_query(CHARACTERS, word.chars, schema), _BY_CHARACTERS))
    return Query.disjunction_max_query(ways, _TIE)


def _character_query(char: str, schema: tantivy.Schema) -> Query:
    return Query.boost_query(_run_query(CHARACTERS, [char], schema), _BY_CHARACTERS)


def _in_fields(text: str, schema: tantivy.Schema) -> list[Query]:
    return [
        Query.boost_query(Query.term_query(schema, field, text, index_option="freq"), weight)
        for field, weight in ((NAMES, _NAME), (TEXTS, _TEXT))
    ]
