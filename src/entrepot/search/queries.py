"""Finding: from the index which products and in which order, from the database what they are now.

Promises: what is not on sale this moment is not shown, however old the index; prices and availability are today's; a query in
either language finds goods described in either; no text is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from entrepot.catalog import indexing, naming
from entrepot.kit.money import Money
from entrepot.payments import rates
from entrepot.search import explaining, exposure, facets, reading, words
from entrepot.search.asking import Narrow, Question
from entrepot.search.comparing import comparable
from entrepot.search.explaining import Reasons
from entrepot.search.facets import Facets
from entrepot.search.matching import matching
from entrepot.search.ordering import Batches, Spot
from entrepot.search.paging import Place, Sort
from entrepot.search.reading import View
from entrepot.search.schema import COMPARABLE
from entrepot.search.sellers import Sellers, in_language
from entrepot.search.understanding import TYPED_MAX
from entrepot.stock import queries as stock

_CHOICES_MAX = 20
#: More is read from the index than a page shows, for what was withdrawn since the index was written.
_SPARE = 2
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
class SearchPage:
    """One page of what was found. `next` is empty on the last page."""

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
    #: Whether the formula put them in their order (ranking.py).
    is_ranked: bool = False


def find(
    q: str = "",
    *,
    lang: str = "en",
    price_min: int | None = None,
    price_max: int | None = None,
    sort: Sort = Sort.RELEVANCE,
    after: str = "",
    limit: int = 24,
    **narrow: Any,
) -> SearchPage:
    """Goods on sale that match `q`, in the order of `sort`. While there is no index to read, one page of what is named so.

    Prices are in the minor unit of `currency` (schema.COMPARABLE), and a range given upside down is turned over. `narrow` takes
    category (which also finds what lies in it), merchant, country (where that is), choices as facets name them (`Color=Black`);
    `to`, the country the reader would have goods sent to, and `is_sold_there` and `is_freight_free`, which leave only what goes
    there. Raises PageUnknown for an `after` that no search gave out, RateMissing for a price range in a currency without a rate.
    """
    asked = _asked(q, lang=lang, price_min=price_min, price_max=price_max, **narrow)
    if asked.question.is_open and sort is Sort.RELEVANCE:
        sort = Sort.NEWEST
    asked = replace(asked, sort=sort, begin=Place.of(after, sort=sort), limit=limit)
    view = reading.view()
    try:
        if view is not None:
            with reading.watched(view):
                return _find(view, asked)
    except reading.IndexDamaged:
        pass
    return _named(asked, price_min, price_max)


def why(product_id: UUID, q: str = "", *, to: str = "", lang: str = "en", **narrow: Any) -> Reasons | None:
    """Why a product stands where it stands among what matches `q`; None where it does not, or nothing is in an order by rank.

    Takes what `find` takes, without `sort`, `after` and `limit`. Raises RateMissing as that does.
    """
    asked = _asked(q, to=to, lang=lang, **narrow)
    view = reading.view()
    if view is None or asked.question.is_open:
        return None
    try:
        with reading.watched(view):
            found = matching(view, asked.question, Sort.RELEVANCE, to)
            return explaining.reasons(found, product_id)
    except reading.IndexDamaged:
        return None


@dataclass(frozen=True, slots=True)
class _Asked:
    """One search as it was asked, its page token read."""

    question: Question
    currency: str
    to: str
    sort: Sort = Sort.RELEVANCE
    begin: Place | None = None
    limit: int = 24


def _asked(
    q: str,
    *,
    lang: str,
    category: str = "",
    merchant: str = "",
    country: str = "",
    choices: Sequence[str] = (),
    price_min: int | None = None,
    price_max: int | None = None,
    currency: str = COMPARABLE,
    to: str = "",
    is_sold_there: bool = False,
    is_freight_free: bool = False,
) -> _Asked:
    low, high = comparable(price_min, price_max, currency)
    narrow = Narrow(
        category,
        merchant,
        country,
        tuple(dict.fromkeys(choices))[:_CHOICES_MAX],
        low,
        high,
        sold_to=to if is_sold_there else "",
        freight_free_to=to if is_freight_free else "",
    )
    return _Asked(Question(q, lang=lang, narrow=narrow), currency, to)


def _find(view: View, asked: _Asked) -> SearchPage:
    """From the index, a page after `asked.begin`."""
    found = matching(view, asked.question, asked.sort, asked.to)
    sellers = Sellers(asked.question.lang)
    counted = facets.counted(view, found.question, currency=asked.currency)
    sellers.want(counted.merchants)
    shown, end = _on_sale(view, found.batches(asked.begin, asked.limit + _SPARE), sellers, asked.limit)
    items = _hits([row for _, row in shown], sellers, asked.currency)
    if found.tiers:
        exposure.note((row.merchant_id, spot.place.number, spot.is_turn) for spot, row in shown)
    meaning = found.question.meaning
    return SearchPage(
        items,
        end.token() if end else "",
        found.total,
        counted.named(sellers, to=asked.to),
        found.full,
        meaning.corrected,
        meaning.unknown,
        is_ranked=bool(found.tiers),
    )


def _named(asked: _Asked, low: int | None, high: int | None) -> SearchPage:
    """From the database, one page: of the newest goods those with all words in their names; prices in the reader's currency."""
    question, narrow = asked.question, asked.question.narrow
    names = words.normal(_storable(question.typed[:TYPED_MAX])).split()[:_NAMES_MAX]
    category, merchant = _storable(narrow.category), _storable(narrow.merchant)
    ids = naming.named(names, category=category, merchant=merchant, limit=_NAMED_MAX)
    found = indexing.found(ids)
    sellers = Sellers(question.lang)
    sellers.know(row.merchant_id for row in found.values())
    rows = [found[key] for key in ids if key in found and sellers.may_sell(found[key].merchant_id)]
    least, most = sorted((low, high)) if low is not None and high is not None else (low, high)
    hits = [
        hit
        for hit in _hits(rows, sellers, asked.currency)
        if (least is None or hit.price.minor >= least) and (most is None or hit.price.minor <= most)
    ]
    if asked.sort in (Sort.CHEAPEST, Sort.DEAREST):
        hits.sort(key=lambda hit: hit.price.minor, reverse=asked.sort is Sort.DEAREST)
    shown = tuple(hits[: asked.limit])
    return SearchPage(shown, "", len(shown), facets.NONE, len(shown), is_plain=True)


def _storable(text: str) -> str:
    """Without what no text of the database can have."""
    return text.replace("\0", "").encode(errors="ignore").decode()


def _on_sale(
    view: View, batches: Batches, sellers: Sellers, limit: int
) -> tuple[list[tuple[Spot, indexing.Found]], Place | None]:
    """The first `limit` that are on sale now, and where the next page begins; None if there is no more."""
    shown: list[tuple[Spot, indexing.Found]] = []
    for batch in batches:
        ids = [UUID(view.searcher.doc(spot.address).get_first("id")) for spot in batch]
        found = indexing.found(ids)
        sellers.know(row.merchant_id for row in found.values())
        for spot, key in zip(batch, ids, strict=True):
            if key not in found or not sellers.may_sell(found[key].merchant_id):
                continue
            if len(shown) == limit:
                return shown, shown[-1][0].place
            shown.append((spot, found[key]))
    return shown, None


def _hits(shown: Sequence[indexing.Found], sellers: Sellers, currency: str) -> tuple[Hit, ...]:
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
