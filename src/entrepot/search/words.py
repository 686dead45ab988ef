"""What the words of a text are, in either language; texts and queries are taken apart alike.

Chinese is segmented, and every word of a search in it also by the shorter words inside; everything else is lower-cased, freed
of accents and stemmed as English. No text is refused: what has no words has none.
"""

import re
import unicodedata
from dataclasses import dataclass

import rjieba
import tantivy

#: Runs of Chinese characters.
_HAN = re.compile("([\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)")
#: "500ml" and "500 ml" are the same two words.
_NUMBER_THEN_UNIT = re.compile(r"(?<=\d)(?=[^\W\d_])")
_WORD_MAX = 40

#: Words that a question is made of, not about; passed over unless nothing else is asked.
_PARTICLES = frozenset("的了和与及或是在给用要想买个把款我你吗呢吧")

_builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
for _filter in (
    tantivy.Filter.remove_long(_WORD_MAX),
    tantivy.Filter.lowercase(),
    tantivy.Filter.ascii_fold(),
    tantivy.Filter.stemmer("english"),
):
    _builder = _builder.filter(_filter)
_english = _builder.build()
_stopped = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    .filter(tantivy.Filter.remove_long(_WORD_MAX))
    .filter(tantivy.Filter.lowercase())
    .filter(tantivy.Filter.ascii_fold())
    .filter(tantivy.Filter.stopword("english"))
    .filter(tantivy.Filter.stemmer("english"))
    .build()
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question. `parts`: shorter words inside a Chinese one; `chars`: its characters, if it is Chinese."""

    text: str
    parts: tuple[str, ...] = ()
    chars: tuple[str, ...] = ()


def normal(text: str) -> str:
    """One form for what looks alike: full width becomes half, capitals small, control characters spaces."""
    folded = unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode()).lower()
    return "".join(" " if unicodedata.category(char)[0] == "C" else char for char in folded)


def words(text: str) -> str:
    """The words of a text for the index, with spaces between them."""
    return " ".join(_words(normal(text)))


def characters(text: str) -> str:
    """The Chinese characters of a text, with spaces between them: a word that segmentation cut otherwise is found by these."""
    return " ".join(char for run in _HAN.findall(normal(text)) for char in run)


def code(text: str) -> str:
    """A SKU, a barcode or a model number in the one form in which it is compared."""
    return "".join(normal(text).split()).replace("-", "")


def asked(text: str, limit: int = 24) -> list[Word]:
    """The words of a question, in its order, each once, at most `limit`; particles only if there is nothing else."""
    found: dict[str, Word] = {}
    for run in _HAN.split(normal(text)):
        for word in _chinese(run) if _HAN.match(run) else _latin(run, _stopped):
            found.setdefault(word.text, word)
    if not found:
        found = {word.text: word for word in _latin(normal(text), _english)}
    telling = [word for word in found.values() if word.text not in _PARTICLES]
    return (telling or list(found.values()))[:limit]


def _words(text: str) -> list[str]:
    taken: list[str] = []
    for run in _HAN.split(text):
        taken += rjieba.cut_for_search(run) if _HAN.match(run) else _english.analyze(_spaced(run))
    return taken


def _spaced(run: str) -> str:
    return _NUMBER_THEN_UNIT.sub(" ", run)


def _latin(run: str, analyzer: tantivy.TextAnalyzer) -> list[Word]:
    return [Word(text) for text in analyzer.analyze(_spaced(run))]


def _chinese(run: str) -> list[Word]:
    return [
        Word(text, tuple(part for part in rjieba.cut_for_search(text) if part != text), tuple(text))
        for text in rjieba.cut(run)
    ]
