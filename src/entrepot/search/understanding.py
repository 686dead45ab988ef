"""What a question is about: its words in groups, each with the other names of the same thing, misspelt ones as they were meant.

A group is what must be found together ("hand cream", 护手霜). Which groups there are is decided by the glossary, the longest
name first; what it does not know stands for itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from entrepot.search import glossary, needs, sounds, words
from entrepot.search.glossary import Names
from entrepot.search.reading import View
from entrepot.search.schema import NAMES, SPELT, TEXTS
from entrepot.search.words import Word

TYPED_MAX = 200
_GROUPS_MAX = 24
#: The longest names that are looked up: so many Latin words, so many Chinese characters.
_WORDS_MAX, _CHARACTERS_MAX = 4, 8
#: Another name of the same thing, and a word that was meant by a misspelt one, against what was typed.
_SYNONYM, _MEANT, _SPOKEN = 0.8, 0.9, 0.7
#: A word of a question that tells of a need, against what would serve it.
_BESIDE = 0.4
#: From how many letters on a word may be misspelt, and from how many by two.
_MISSPELT, _MISSPELT_TWICE = 4, 8
_VOCABULARY_MAX = 20_000

_FIELDS = (NAMES, TEXTS)


@dataclass(frozen=True, slots=True)
class Way:
    """Words that are found together, or syllables that follow each other; `weight` against what was typed."""

    words: tuple[Word, ...] = ()
    syllables: tuple[str, ...] = ()
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Group:
    """One thing that is asked for, and the ways to find it. `typed`: as it was typed; `meant`: as it was taken, if otherwise.

    inner: the things that its name is made of (自行车 and 包 of 自行车包), for when there is nothing of that name.
    """

    ways: tuple[Way, ...]
    typed: str
    meant: str = ""
    inner: "tuple[Group, ...]" = ()

    @property
    def characters(self) -> tuple[str, ...]:
        """Its Chinese characters."""
        return tuple(char for way in self.ways[:1] for word in way.words for char in word.chars)


@dataclass(frozen=True, slots=True)
class Meaning:
    """A whole question. `corrected`: the text that was taken for it where a word was misspelt; "" otherwise."""

    groups: tuple[Group, ...] = ()
    #: What nothing on the market is about, beside groups that something is about.
    unknown: tuple[str, ...] = ()
    #: The whole of it read as pinyin, by the ways to cut it.
    spoken: tuple[tuple[str, ...], ...] = ()
    corrected: str = ""


@dataclass(slots=True)
class _Reading:
    """A question being read: what the glossary knows of it, by the kind of name."""

    view: View
    en: dict[str, list[Names]] = field(default_factory=dict)
    zh: dict[str, list[Names]] = field(default_factory=dict)
    pinyin: dict[str, list[Names]] = field(default_factory=dict)

    def learn(self, candidates: set[str]) -> None:
        kinds = {"en": self.en, "zh": self.zh, "pinyin": self.pinyin}
        for found in glossary.known(candidates):
            kinds[found.kind].setdefault(found.text, []).append(found.names)

    def is_known(self, text: str) -> bool:
        """Whether any product has this word."""
        return any(self.view.searcher.doc_freq(name, text) for name in _FIELDS)

    def is_had(self, group: Group) -> bool:
        """Whether any product may be found by the group; one with several ways is given the benefit of the doubt."""
        [first, *others] = group.ways
        if others or any(self.is_known(word.text) for word in first.words):
            return True
        return len(group.characters) > 1 and self.view.has_characters(group.characters)


def understand(typed: str, view: View) -> Meaning:
    """What `typed` asks for. One statement for the glossary, and look-ups in the index's dictionaries."""
    text = words.normal(typed[:TYPED_MAX])
    runs = [(run, None if is_chinese else words.latin(run)) for run, is_chinese in words.runs(text)]
    reading = _Reading(view)
    reading.learn({name for run, latin in runs for name in _names(run, latin)})
    found = [
        group
        for run, latin in runs
        for group in (_chinese(run, reading) if latin is None else _latin(latin, reading))
    ]
    telling = [group for group in found if not _is_particle(group)] or found
    stems = {word.text for _, latin in runs if latin for word in latin}
    if needed := needs.things(text, stems):
        return Meaning((_needed(needed, text, telling, reading),))
    had = [group for group in telling if reading.is_had(group)] or telling
    groups = tuple({group.typed: group for group in had}.values())[:_GROUPS_MAX]
    unknown = tuple(dict.fromkeys(group.typed for group in telling if group not in had))
    letters = "".join(text.split())
    corrected = text
    for group in groups:
        if group.meant:
            corrected = corrected.replace(group.typed, group.meant, 1)
    spoken = tuple(sounds.cuts(letters))
    return Meaning(groups, unknown, spoken, corrected if corrected != text else "")


def _needed(things: Sequence[str], text: str, telling: Sequence[Group], reading: _Reading) -> Group:
    """One group of all that would serve, under any of its names; less so by the words that were typed."""
    each = [tuple(_words_of(thing)) for thing in things]
    reading.learn({" ".join(word.text for word in found) for found in each})
    ways: list[Way] = []
    for found in each:
        ways.append(Way(found))
        ways += _synonyms(reading.en.get(" ".join(word.text for word in found), []), found)
    ways += [replace(way, weight=way.weight * _BESIDE) for group in telling for way in group.ways[:1]]
    return Group(tuple(ways), text)


def _names(run: str, latin: Sequence[Word] | None) -> Iterator[str]:
    """All that may be a name in the glossary; `latin` are the words of a run that is not Chinese."""
    if latin is None:
        for begin in range(len(run)):
            yield from (
                run[begin:end] for end in range(begin + 1, min(begin + _CHARACTERS_MAX, len(run)) + 1)
            )
        return
    for begin in range(len(latin)):
        for end in range(begin + 1, min(begin + _WORDS_MAX, len(latin)) + 1):
            joined = "".join(word.typed for word in latin[begin:end])
            yield from (" ".join(word.text for word in latin[begin:end]), joined, words.stemmed(joined))


def _latin(run: Sequence[Word], reading: _Reading) -> Iterator[Group]:
    """The groups of what is not Chinese."""
    at = 0
    while at < len(run):
        for end in range(min(at + _WORDS_MAX, len(run)), at, -1):
            part = run[at:end]
            typed = " ".join(word.typed for word in part)
            if names := reading.en.get(" ".join(word.text for word in part)):
                inner = (
                    tuple(each for word in part for each in _latin([word], reading)) if len(part) > 1 else ()
                )
                yield Group((Way(tuple(part)), *_synonyms(names, part)), typed, inner=inner)
                break
            if len(part) == 2 and reading.is_known(joined := words.stemmed(part[0].typed + part[1].typed)):
                names = reading.en.get(joined, [])
                one = Word(joined, typed=part[0].typed + part[1].typed)
                yield Group((Way(tuple(part)), Way((one,)), *_synonyms(names, (one,))), typed)
                break
            if names := reading.pinyin.get("".join(word.typed for word in part)):
                ways = _synonyms(names, ())
                yield Group((*ways, Way(tuple(part), weight=_SPOKEN)), typed)
                break
        else:
            end = at + 1
            yield _unnamed(run, at, reading)
        at = end


def _unnamed(run: Sequence[Word], at: int, reading: _Reading) -> Group:
    """A word that the glossary does not have: as it is, or as it is spoken, or as it was meant."""
    word = run[at]
    ways = [Way((word,)), *(Way(syllables=cut, weight=_SPOKEN) for cut in sounds.cuts(word.typed))]
    if len(word.typed) < _MISSPELT or not word.typed.isalpha() or reading.is_known(word.text):
        return Group(tuple(ways), word.typed)
    meant = _meant(word, reading.view) or _split(word.typed, reading)
    if not meant:
        return Group(tuple(ways), word.typed)
    stems = [Word(words.stemmed(each), typed=each) for each in meant.split()]
    ways.append(Way(tuple(stems), weight=_MEANT))
    reading.learn({key := " ".join(each.text for each in stems)})
    ways += [Way(way.words, weight=_MEANT * _SYNONYM) for way in _synonyms(reading.en.get(key, []), stems)]
    return Group(tuple(ways), word.typed, meant)


def _split(typed: str, reading: _Reading) -> str:
    """Two words that were run together, if both are in use."""
    for place in range(3, len(typed) - 2):
        first, second = typed[:place], typed[place:]
        if reading.is_known(words.stemmed(first)) and reading.is_known(words.stemmed(second)):
            return f"{first} {second}"
    return ""


def _meant(word: Word, view: View) -> str:
    """The word in use that is the nearest to a misspelt one, the commonest of equally near; "" where none is near."""
    far = 2 if len(word.typed) >= _MISSPELT_TWICE else 1
    counts: dict[str, int] = {}
    # Most slips leave the first letter alone; those that do not change it with the second.
    for prefix in {word.typed[:1], word.typed[1:2]}:
        counts |= dict(view.searcher.terms_with_prefix(SPELT, prefix, limit=_VOCABULARY_MAX))
    near = process.extract(word.typed, list(counts), scorer=OSA.distance, score_cutoff=far, limit=20)
    first = word.typed[0]
    best = min(near, key=lambda found: (found[1], found[0][0] != first, -counts[found[0]]), default=None)
    return best[0] if best else ""


def _chinese(run: str, reading: _Reading, *, longest: int = _CHARACTERS_MAX) -> Iterator[Group]:
    """The groups of a run of Chinese characters: the longest names of the glossary, and the words of what is between them."""
    alone = {word for word in (each.text for each in words.chinese(run)) if len(word) == 1}
    at = begin = 0
    while at < len(run):
        length = next(
            (
                length
                for length in range(min(longest, len(run) - at), 0, -1)
                if run[at : at + length] in reading.zh and (length > 1 or run[at] in alone)
            ),
            0,
        )
        if length:
            yield from _between(run[begin:at])
            name = run[at : at + length]
            inner = tuple(_chinese(name, reading, longest=length - 1)) if length > 2 else ()
            ways = (Way((words.whole(name),)), *_synonyms(reading.zh[name], (), but=name))
            yield Group(ways, name, inner=inner)
            begin = at + length
        at += length or 1
    yield from _between(run[begin:])


def _between(part: str) -> Iterator[Group]:
    for word in words.chinese(part) if part else ():
        yield Group((Way((word,)),), word.text)


def _synonyms(names: Sequence[Names], part: Sequence[Word], *, but: str = "") -> tuple[Way, ...]:
    """The other names of these things, in both languages."""
    typed = " ".join(word.text for word in part)
    ways: dict[tuple[str, ...], Way] = {}
    for each in names:
        for name in (*each.zh, *each.en):
            found = tuple(_words_of(name))
            key = tuple(word.text for word in found)
            if found and " ".join(key) != typed and name != but:
                ways.setdefault(key, Way(found, weight=_SYNONYM))
    return tuple(ways.values())


def _words_of(name: str) -> Iterator[Word]:
    """The words of one name; a Chinese one is one word."""
    for run, is_chinese in words.runs(words.normal(name)):
        yield from [words.whole(run)] if is_chinese else words.latin(run)


def _is_particle(group: Group) -> bool:
    return len(group.ways) == 1 and all(words.is_particle(word) for word in group.ways[0].words)
