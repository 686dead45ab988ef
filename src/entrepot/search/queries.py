"""Finding: from the index which products and in which order, from the database what they are now.

Promises: what is not on sale this moment is not shown, however old the index; prices and availability are today's; a query in
either language finds goods described in either; no text is refused.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from typing import Any
from uuid import UUID

from entrepot.catalog import indexing, naming
from entrepot.kit.money import MINOR_MAX, Money, exponent
from entrepot.merchants import queries as merchants
from entrepot.payments import rates
from entrepot.search import asking, ordering, reading, words
from entrepot.search.asking import Question
from entrepot.search.ordering import Batches
from entrepot.search.paging import Place, Sort
from entrepot.search.reading import View
from entrepot.search.schema import COMPARABLE
from entrepot.search.understanding import TYPED_MAX, understand
from entrepot.stock import queries as stock

_MERCHANTS_MAX = 20
_CATEGORIES_MAX = 200
#: More is read from the index than a page shows, for what was withdrawn since the index was written.
_SPARE = 8
#: With fewer than these, what has only some of what was asked for is shown below.
_FEW = 8
#: Without an index: how many words are looked at, and how many products are put in order.
_NAMES_MAX, _NAMED_MAX = 8, 200


@dataclass(frozen=True, slots=True)
class Hit:
    """A product that was found. `price`: the lowest of its variants in the reader's currency; `listed`: as it is asked for."""

    product_id: UUID
    title: str
    merchant_slug: str
    merchant_name: str
    price: Money
    listed: Money
    picture: str
    category: str
    is_available: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One value that the results could be narrowed to, and how many would stay."""

    value: str
    name: str
    count: int


type Facets = Mapping[str, Sequence[Facet]]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of what was found. `facets`: `category` (each with what lies in it) and `merchant`, the most numerous first;
    each counted without its own filter. `next` is empty on the last page."""

    items: tuple[Hit, ...]
    next: str
    total: int
    facets: Facets
    #: How many have enough of what was asked for; they stand first, and the others have some of it.
    full: int = 0
    #: What was taken for a misspelt question; "" for one that was not.
    corrected: str = ""
    #: What of the question no goods are about.
    unknown: tuple[str, ...] = ()
    #: Whether only names were compared, because there is no index to read at the moment.
    is_plain: bool = False


_NO_FACETS: Facets = {"category": (), "merchant": ()}


def find(
    q: str = "",
    *,
    lang: str = "en",
    category: str = "",
    merchant: str = "",
    price_min: int | None = None,
    price_max: int | None = None,
    currency: str = COMPARABLE,
    sort: Sort = Sort.RELEVANCE,
    after: str = "",
    limit: int = 24,
) -> SearchPage:
    """Goods on sale that match `q`, in the order of `sort`. While there is no index to read, one page of what is named so.

    `category` also finds what lies in it; prices are in `currency`'s minor unit, and a range given upside down is turned over.
    Raises PageUnknown for an `after` that no search gave out, RateMissing for a price range in a currency without a rate.
    """
    low, high = _comparable_range(price_min, price_max, currency)
    question = Question(q, lang=lang, category=category, merchant=merchant, price_min=low, price_max=high)
    if question.is_open and sort is Sort.RELEVANCE:
        sort = Sort.NEWEST
    begin = Place.of(after, sort=sort)
    view = reading.view()
    try:
        if view is not None:
            with reading.watched(view):
                return _find(view, question, sort, begin, limit, currency)
    except reading.IndexDamaged:
        pass
    return _named(question, sort, limit, currency, price_min, price_max)


def _find(
    view: View, question: Question, sort: Sort, begin: Place | None, limit: int, currency: str
) -> SearchPage:
    """From the index, a page after `begin`."""
    if not question.is_open:
        question = replace(question, meaning=understand(question.typed, view))
    sellers = _Sellers(question.lang)
    total, batches = ordering.ordered(view, question, sort, begin, limit + _SPARE)
    full = total
    # In another order than by relevance what has only some of it would stand among what has all.
    enough = _FEW if sort is Sort.RELEVANCE else 1
    for wider, few in (("is_spoken", 1), ("is_wide", enough), ("is_loose", enough)):
        if total < few and not question.is_open and _count_bare(view, question, total) < few:
            question = replace(question, **{wider: True})  # type: ignore[arg-type]  # the names of truths
            total, batches = ordering.ordered(view, question, sort, begin, limit + _SPARE)
            full = total if wider == "is_spoken" else full
    facets = _facets(view, question, sellers)
    shown, end = _on_sale(view, batches, sellers, limit)
    items = _hits(shown, sellers, currency)
    meaning = question.meaning
    return SearchPage(
        items, end.token() if end else "", total, facets, full, meaning.corrected, meaning.unknown
    )


def _named(
    question: Question, sort: Sort, limit: int, currency: str, low: int | None, high: int | None
) -> SearchPage:
    """From the database, one page: of the newest goods those with all words in their names; prices in `currency`."""
    names = words.normal(_storable(question.typed[:TYPED_MAX])).split()[:_NAMES_MAX]
    category, merchant = _storable(question.category), _storable(question.merchant)
    ids = naming.named(names, category=category, merchant=merchant, limit=_NAMED_MAX)
    found = indexing.found(ids)
    sellers = _Sellers(question.lang)
    sellers.know(row.merchant_id for row in found.values())
    rows = [found[key] for key in ids if key in found and sellers.may_sell(found[key].merchant_id)]
    least, most = sorted((low, high)) if low is not None and high is not None else (low, high)
    hits = [
        hit
        for hit in _hits(rows, sellers, currency)
        if (least is None or hit.price.minor >= least) and (most is None or hit.price.minor <= most)
    ]
    if sort in (Sort.CHEAPEST, Sort.DEAREST):
        hits.sort(key=lambda hit: hit.price.minor, reverse=sort is Sort.DEAREST)
    shown = tuple(hits[:limit])
    return SearchPage(shown, "", len(shown), _NO_FACETS, len(shown), is_plain=True)


def _storable(text: str) -> str:
    """Without what no text of the database can have."""
    return text.replace("\0", "").encode(errors="ignore").decode()


class _Sellers:
    """The merchants that one answer speaks of, each read once."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._known: dict[UUID, merchants.Terms] = {}

    def know(self, ids: Iterable[UUID]) -> None:
        if missing := {key for key in ids if key not in self._known}:
            self._known |= merchants.terms(missing)

    def name(self, merchant_id: UUID) -> str:
        row = self._known[merchant_id]
        return in_language(row.name, row.name_zh, self.lang)

    def slug(self, merchant_id: UUID) -> str:
        return self._known[merchant_id].slug

    def may_sell(self, merchant_id: UUID) -> bool:
        row = self._known.get(merchant_id)
        return row is not None and not row.is_suspended


def _count_bare(view: View, question: Question, total: int) -> int:
    """How many would match without the filters, of which `total` match with them."""
    return total if question.bare == question else ordering.count(view, question.bare)


def in_language(english: str, chinese: str, lang: str) -> str:
    """The one of the reader's language, else the other."""
    return (chinese or english) if lang == "zh-hans" else (english or chinese)


def _on_sale(
    view: View, batches: Batches, sellers: _Sellers, limit: int
) -> tuple[list[indexing.Found], Place | None]:
    """The first `limit` that are on sale now, and where the next page begins; None if there is no more."""
    shown: list[indexing.Found] = []
    end: Place | None = None
    for batch in batches:
        ids = [UUID(view.searcher.doc(address).get_first("id")) for _, address in batch]
        found = indexing.found(ids)
        sellers.know(row.merchant_id for row in found.values())
        for (place, _), key in zip(batch, ids, strict=True):
            if key not in found or not sellers.may_sell(found[key].merchant_id):
                continue
            if len(shown) == limit:
                return shown, end
            shown.append(found[key])
            end = place
    return shown, None


def _hits(shown: Sequence[indexing.Found], sellers: _Sellers, currency: str) -> tuple[Hit, ...]:
    available = stock.available(variant for row in shown for variant in row.variant_ids)
    return tuple(
        Hit(
            product_id=row.product_id,
            title=in_language(row.title, row.title_zh, sellers.lang),
            merchant_slug=sellers.slug(row.merchant_id),
            merchant_name=sellers.name(row.merchant_id),
            price=_priced(Money(row.price_minor, row.currency), currency),
            listed=Money(row.price_minor, row.currency),
            picture=row.picture,
            category=row.category,
            is_available=any(key in available and available[key].quantity > 0 for key in row.variant_ids),
        )
        for row in shown
    )


def _priced(listed: Money, currency: str) -> Money:
    """In the reader's currency, or as listed while there is no rate."""
    try:
        return rates.current(listed.currency, currency).rate.convert(listed)
    except rates.RateMissing:
        return listed


def _facets(view: View, question: Question, sellers: _Sellers) -> Facets:
    wanted = {
        "category": {"terms": {"field": "category", "size": _CATEGORIES_MAX}},
        "merchant": {"terms": {"field": "merchant_id", "size": _MERCHANTS_MAX}},
    }
    if question.category or question.merchant:
        counted = {name: _counts(view, question, name, {name: wanted[name]})[name] for name in wanted}
    else:
        counted = _counts(view, question, "", wanted)
    ids = {key: UUID(key) for key, _ in counted["merchant"]}
    sellers.know(ids.values())
    names = indexing.category_names(slug for slug, _ in counted["category"])
    return {
        "category": tuple(
            Facet(slug, in_language(*names[slug], sellers.lang), count)
            for slug, count in counted["category"]
            if slug in names
        ),
        "merchant": tuple(
            Facet(sellers.slug(ids[key]), sellers.name(ids[key]), count)
            for key, count in counted["merchant"]
            if sellers.may_sell(ids[key])
        ),
    }


def _counts(
    view: View, question: Question, but: str, wanted: dict[str, Any]
) -> dict[str, list[tuple[str, int]]]:
    """The values of each facet with their counts, most numerous first, then by name."""
    answer = view.searcher.aggregate(asking.query(question, view.schema, but=but), wanted)
    return {
        name: sorted(
            ((bucket["key"], bucket["doc_count"]) for bucket in answer[name]["buckets"]),
            key=lambda pair: (-pair[1], pair[0]),
        )
        for name in wanted
    }


def _comparable_range(low: int | None, high: int | None, currency: str) -> tuple[int | None, int | None]:
    """The prices in COMPARABLE that are shown within [low, high] of `currency`: the exact turning round of a price's half-up."""
    if low is not None and high is not None and low > high:
        low, high = high, low
    if low is None and high is None:
        return None, None
    rate = rates.current(COMPARABLE, currency).rate.value
    scaled = rate * Fraction(10) ** (exponent(currency) - exponent(COMPARABLE))
    half = Fraction(1, 2)
    return (
        None if low is None else min(ceil((low - half) / scaled), MINOR_MAX),
        None if high is None else min(ceil((high + half) / scaled) - 1, MINOR_MAX),
    )
