"""What the words of a text are, in either language; texts and queries are taken apart alike.

Chinese is made simplified and segmented, and every word of a search in it also by the shorter words inside; everything else is
lower-cased, freed of accents and stemmed as English. No text is refused: what has no words has none.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

import opencc
import rjieba
import tantivy

#: Runs of Chinese characters.
_HAN = re.compile("([\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)")
#: Where characters lie that may have a simplified form.
_HAN_RANGES = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
_LINES = re.compile(r"[\n\r\t]")
#: "500ml" and "500 ml" are the same two words.
_NUMBER_THEN_UNIT = re.compile(r"(?<=\d)(?=[^\W\d_])")
_WORD_MAX = 40
#: Plurals that stemming does not bring together with their singulars.
_PLURALS = {
    "knives": "knife", "leaves": "leaf", "scarves": "scarf", "shelves": "shelf", "loaves": "loaf", "halves": "half",
    "mice": "mouse", "teeth": "tooth", "feet": "foot", "men": "man", "women": "woman", "children": "child", "people": "person",
}  # fmt: skip
#: What follows this in a title is said of the thing, and is not the thing.
_BESIDE = re.compile(r"[,，;:：(（–—]| (?=\d)| (?:with|for|in|on|of|and|to) ")
#: "一对", "三枚装": how many, at the end of a Chinese title.
_COUNTED = re.compile(
    r"(?:[一二两三四五六七八九十百]+[只枚片件条张粒支根双对个块团把卷包盒本]装?|套装|盒装|礼盒装)$"
)
_PLURAL = re.compile(rf"\b({'|'.join(_PLURALS)})\b")

#: Words that a question is made of, not about; passed over unless nothing else is asked.
_PARTICLES = frozenset(
    "的了和与及或是在给用要想买个把款我你他她它吗呢吧啊么什怎哪些有没能可以请问送爱喝吃去上下里好很不就都也还会该适合推荐喜欢需"
)


def listed(text: str) -> tuple[str, ...]:
    """The words of a list that is written with spaces."""
    return tuple(text.split())


_ASKING = frozenset(
    listed(
        "what which who how where when do does can could should would i me my you your we us our she her he his it its some any"
        " something anything thing things stuff need needs want wants looking look find get buy give make keep use using put"
        " best good nice great most really very so from about than too whom has have had am im like likes love loves lover"
        " after before made during while"
    )
)


def _analyzer(*filters: tantivy.Filter) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    common = (tantivy.Filter.remove_long(_WORD_MAX), tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold())
    for each in (*common, *filters):
        builder = builder.filter(each)
    return builder.build()


_plain = _analyzer()
_english = _analyzer(tantivy.Filter.stemmer("english"))
_telling = _analyzer(tantivy.Filter.stopword("english"))


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question as the index has it. `parts`: shorter words inside a Chinese one; `chars`: its characters, if it
    is Chinese; `typed`: as it was typed, if it is not."""

    text: str
    parts: tuple[str, ...] = ()
    chars: tuple[str, ...] = ()
    typed: str = ""


@lru_cache(maxsize=1024)
def normal(text: str) -> str:
    """One form for what looks alike: full width is half, capitals small, traditional simplified, control characters spaces."""
    if text.isascii() and text.isprintable():
        return text.lower()
    clean = unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode()).lower()
    if not clean.isprintable():
        clean = _LINES.sub(" ", clean)
    if not clean.isprintable():
        clean = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in clean)
    return clean if _traditional().isdisjoint(clean) else _simplifier().convert(clean)


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _traditional() -> frozenset[str]:
    """The characters that are another one in simplified writing: asking for them costs a hundredth of simplifying a text."""
    chars = [chr(code) for first, last in _HAN_RANGES for code in range(first, last + 1)]
    simple = _simplifier().convert("\n".join(chars)).split("\n")
    return frozenset(char for char, other in zip(chars, simple, strict=True) if char != other)


def words(text: str) -> str:
    """The words of a text for the index, with spaces between them."""
    return " ".join(_words(normal(text)))


def characters(text: str) -> str:
    """The Chinese characters of a text and their pairs: a word that segmentation cut otherwise is found by these."""
    return " ".join(
        each for run, is_chinese in runs(normal(text)) if is_chinese for each in (*run, *paired(tuple(run)))
    )


def han(text: str) -> str:
    """The Chinese characters of a text that is `normal`."""
    return "".join(run for run, is_chinese in runs(text) if is_chinese)


def paired(parts: Sequence[str]) -> list[str]:
    """What is compared for a run of characters or syllables: each with its neighbour, or the one there is."""
    return [f"{first}'{second}" for first, second in pairwise(parts)] or list(parts)


def spelt(text: str) -> str:
    """The words of a text that are not Chinese, with their endings."""
    return " ".join(
        word
        for run, is_chinese in runs(normal(text))
        if not is_chinese
        for word in _plain.analyze(_spaced(run))
    )


def heads(title: str) -> str:
    """What a thing is, by its title: the last word before a comma or "with", the last one in Chinese before what counts it."""
    text = _BESIDE.split(normal(title), maxsplit=1)[0]
    found: list[str] = []
    for run, is_chinese in runs(text):
        if not is_chinese:
            found += [word.text for word in latin(run)][-1:]
        elif counted := _COUNTED.sub("", run):
            last = rjieba.cut(counted)[-1]
            found += [last, *(part for part in rjieba.cut_for_search(last) if last.endswith(part))]
    return " ".join(dict.fromkeys(found))


def code(text: str) -> str:
    """A SKU, a barcode or a model number in the one form in which it is compared."""
    return "".join(normal(text).split()).replace("-", "")


@lru_cache(maxsize=1024)
def runs(text: str) -> tuple[tuple[str, bool], ...]:
    """`text`, which is `normal`, in its order: runs of Chinese characters (True) and what is between them (False)."""
    if text.isascii():
        return ((text, False),) if text.strip() else ()
    return tuple((run, bool(at % 2)) for at, run in enumerate(_HAN.split(text)) if run.strip())


def latin(run: str) -> list[Word]:
    """The words of what is not Chinese."""
    return [Word(stemmed(typed), typed=typed) for typed in _plain.analyze(_spaced(run))]


def chinese(run: str) -> list[Word]:
    """The words of a run of Chinese characters."""
    return [whole(text) for text in rjieba.cut(run)]


def whole(text: str) -> Word:
    """A Chinese word that is known to be one."""
    return Word(text, tuple(part for part in rjieba.cut_for_search(text) if part != text), tuple(text))


@lru_cache(maxsize=20_000)
def stemmed(typed: str) -> str:
    """One word without its endings."""
    return " ".join(_english.analyze(_PLURALS.get(typed, typed))) or typed


def is_particle(word: Word) -> bool:
    """Whether a question is made of this word rather than about it."""
    if word.chars:
        return _PARTICLES.issuperset(word.chars)
    return word.typed in _ASKING or not _telling.analyze(word.typed)


def _words(text: str) -> list[str]:
    taken: list[str] = []
    for run, is_chinese in runs(text):
        taken += rjieba.cut_for_search(run) if is_chinese else _english.analyze(_singular(_spaced(run)))
    return taken


def _singular(run: str) -> str:
    if not any(plural in run for plural in _PLURALS):
        return run
    return _PLURAL.sub(lambda found: _PLURALS[found[0]], run)


def _spaced(run: str) -> str:
    return _NUMBER_THEN_UNIT.sub(" ", run)
