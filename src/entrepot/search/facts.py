"""What the index takes of products: the catalogue's words, and what merchants, freight, customs and stock say of them."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from entrepot.catalog.indexing import Listing
from entrepot.customs import queries as customs
from entrepot.customs.rulebook import RuleBook
from entrepot.kit.money import Money, Rate
from entrepot.merchants import performing
from entrepot.merchants import queries as merchants
from entrepot.merchants.performing import Performance
from entrepot.payments import rates
from entrepot.search.schema import COMPARABLE, Facts, Seller, Standing
from entrepot.shipping import queries as shipping
from entrepot.shipping.queries import FreightRate
from entrepot.stock import queries as stock


def facts_of(listings: Iterable[Listing]) -> list[Facts]:
    """All that a document is made of, for these products: a statement for each domain that knows something."""
    rows = list(listings)
    ids = {row.merchant_id for row in rows}
    sellers = merchants.terms(ids)
    freight: dict[UUID, list[FreightRate]] = {}
    for each in shipping.rates(ids).values():
        freight.setdefault(each.merchant_id, []).append(each)
    performances = performing.performances(ids)
    available = stock.available(key for row in rows for key in row.variant_ids)
    stocked = {key for key, level in available.items() if level.quantity > 0}
    exchange = {currency: _rate(currency) for currency in {price[1] for row in rows for price in row.prices}}
    book = customs.rulebook()
    return [
        (
            row,
            _seller(row, sellers[row.merchant_id], freight.get(row.merchant_id, ()), book),
            _standing(row, performances[row.merchant_id], stocked),
            [
                rate.convert(Money(minor, currency)).minor
                for minor, currency in row.prices
                if (rate := exchange[currency]) is not None
            ],
        )
        for row in rows
        if row.merchant_id in sellers and not sellers[row.merchant_id].is_suspended
    ]


def _seller(
    listing: Listing, terms: merchants.Terms, freight: Sequence[FreightRate], book: RuleBook
) -> Seller:
    reach = tuple(
        (rate.country, rate.first_minor == 0 and rate.step_minor == 0)
        for rate in freight
        if customs.admits(book, rate.country, hs8=listing.hs8, name=listing.title_zh)
    )
    return Seller(terms.slug, terms.country, reach)


def _standing(listing: Listing, performance: Performance, stocked: set[UUID]) -> Standing:
    """The gate of a newcomer's place: in stock, described in words and a picture, in a category, by who does well by buyers."""
    is_stocked = not stocked.isdisjoint(listing.variant_ids)
    is_described = bool(listing.has_picture and listing.category and (listing.text or listing.text_zh))
    is_fit = is_stocked and is_described and performance.quality >= performing.QUALITY_MIN
    return Standing(performance.quality, performance.is_newcomer and is_fit, is_stocked)


def _rate(currency: str) -> Rate | None:
    """The rate of the moment of indexing; without one the product is found, but not by its price."""
    try:
        return rates.current(currency, COMPARABLE).rate
    except rates.RateMissing:
        return None
