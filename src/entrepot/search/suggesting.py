"""What a person may be about to type: words that goods have, names of the glossary that something is called by."""

from tantivy import Occur, Query

from entrepot.kit.sql import fetch
from entrepot.search import reading, words
from entrepot.search.reading import View
from entrepot.search.schema import SPELT

SUGGESTIONS = 8
TYPED_MAX = 60
#: Names that are looked at, to find those that goods have.
_LOOKED_AT = 24

# `text` is compared as bytes, so a beginning is a range of the index.
_BEGINNING = """
SELECT DISTINCT ON (form.text) form.text, term.zh ->> 0 FROM search_termform AS form
  JOIN search_term AS term ON term.id = form.term_id AND NOT term.is_off
 WHERE form.text LIKE %s AND form.kind = %s ORDER BY form.text LIMIT %s
"""


def suggest(typed: str) -> list[str]:
    """Whole questions that begin with what was typed and that goods would answer, the most telling first; at most SUGGESTIONS."""
    text = " ".join(words.normal(typed[:TYPED_MAX]).split())
    view = reading.view()
    if not text or view is None:
        return []
    _run, is_chinese = words.runs(text)[-1]
    try:
        with reading.watched(view):
            found = (
                _names(text, "zh", view) if is_chinese else [*_completed(text, view), *_spoken(text, view)]
            )
    except reading.IndexDamaged:
        return []
    return [each for each in dict.fromkeys(found) if each != text][:SUGGESTIONS]


def _completed(text: str, view: View) -> list[str]:
    """The last word completed by words of goods that have the words before it."""
    head, _space, last = text.rpartition(" ")
    if not last.isalnum():
        return []
    before = [(Occur.Must, Query.term_query(view.schema, SPELT, word.typed)) for word in words.latin(head)]
    narrowed = Query.boolean_query(before) if before else None
    ends = view.searcher.terms_with_prefix(SPELT, last, filter_query=narrowed, limit=SUGGESTIONS + 1)
    return [f"{head} {end}".strip() for end, count in ends if count]


def _spoken(text: str, view: View) -> list[str]:
    """Chinese names whose pinyin begins so."""
    letters = text.replace(" ", "")
    return (
        _names(letters, "pinyin", view)
        if len(letters) > 1 and letters.isascii() and letters.isalpha()
        else []
    )


def _names(text: str, kind: str, view: View) -> list[str]:
    """Chinese names of the glossary that begin so and that goods have in their titles or labels, the shortest first."""
    pattern = text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
    rows = fetch(_BEGINNING, [pattern, kind, _LOOKED_AT])
    names = dict.fromkeys(form if kind == "zh" else words.normal(first) for form, first in rows)
    return sorted((name for name in names if _is_had(name, view)), key=len)


def _is_had(name: str, view: View) -> bool:
    is_whole = len(runs := words.runs(name)) == 1 and runs[0][1]
    return is_whole and view.has_characters(name)
