"""Goods like one: of its kind, with the most words of its names."""

from uuid import UUID

from tantivy import Occur, Query

from entrepot.search import reading, words
from entrepot.search.schema import NAMES, REACH

_WORDS_MAX = 24


def similar(
    product_id: UUID, *, title: str, title_zh: str, category: str, to: str = "", limit: int = 6
) -> list[UUID]:
    """Products of the same category (of any, for one that has none) that can be sent to the country `to`, the likest first.

    By words alone: who sells it and what it brings anybody counts for nothing. None while there is no index to read.
    """
    view = reading.view()
    found = dict.fromkeys(f"{words.words(title)} {words.words(title_zh)}".split())
    if view is None or not found:
        return []
    schema = view.schema
    needed = [("category", category), (REACH, to)]
    clauses = [
        (
            Occur.Must,
            Query.const_score_query(Query.term_query(schema, name, value, index_option="basic"), 0.0),
        )
        for name, value in needed
        if value
    ]
    names = [Query.term_query(schema, NAMES, word, index_option="freq") for word in list(found)[:_WORDS_MAX]]
    clauses.append((Occur.Must, Query.boolean_query([(Occur.Should, each) for each in names])))
    clauses.append((Occur.MustNot, Query.term_query(schema, "id", str(product_id), index_option="basic")))
    try:
        with reading.watched(view):
            hits = view.searcher.search(Query.boolean_query(clauses), limit=limit, count=False).hits
            return [UUID(view.searcher.doc(address).get_first("id")) for _, address in hits]
    except reading.IndexDamaged:
        return []
