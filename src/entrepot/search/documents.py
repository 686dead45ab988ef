"""What the index takes of products: the catalogue's words, and what merchants, freight, customs and stock say of them."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from entrepot.catalog.indexing import Listing
from entrepot.customs import queries as customs
from entrepot.kit.money import Money
from entrepot.merchants import performing
from entrepot.merchants import queries as merchants
from entrepot.merchants.performing import Performance
from entrepot.payments import rates
from entrepot.search.schema import COMPARABLE, Seller, Standing, document
from entrepot.shipping import queries as shipping
from entrepot.shipping.queries import FreightRate
from entrepot.stock import queries as stock


def documents(listings: Iterable[Listing]) -> list[dict[str, list[Any]]]:
    """What the index takes of those of these products whose merchants may sell: a statement for each who knows something."""
    rows = list(listings)
    ids = {row.merchant_id for row in rows}
    sellers = merchants.terms(ids)
    freight: dict[UUID, list[FreightRate]] = {}
    for rate in shipping.rates(ids).values():
        freight.setdefault(rate.merchant_id, []).append(rate)
    performances = performing.performances(ids)
    stocked = {key for key, level in stock.available(_variants(rows)).items() if level.quantity > 0}
    return [
        document(
            row,
            _seller(row, sellers[row.merchant_id], freight.get(row.merchant_id, ())),
            _standing(row, performances[row.merchant_id], stocked),
            comparable=_comparable,
        )
        for row in rows
        if row.merchant_id in sellers and not sellers[row.merchant_id].is_suspended
    ]


def _variants(rows: Iterable[Listing]) -> list[UUID]:
    return [key for row in rows for key in row.variant_ids]


def _seller(listing: Listing, terms: merchants.Terms, freight: Sequence[FreightRate]) -> Seller:
    reach = tuple(
        (rate.country, rate.first_minor == 0 and rate.step_minor == 0)
        for rate in freight
        if customs.admits(rate.country, hs8=listing.hs8, name=listing.title_zh)
    )
    return Seller(terms.slug, terms.country, reach)


def _standing(listing: Listing, performance: Performance, stocked: set[UUID]) -> Standing:
    """The gate of a newcomer's place: in stock, described in words and a picture, in a category, by who does well by buyers."""
    is_stocked = not stocked.isdisjoint(listing.variant_ids)
    is_described = bool(listing.has_picture and listing.category and (listing.text or listing.text_zh))
    is_fit = is_stocked and is_described and performance.quality >= performing.QUALITY_MIN
    return Standing(performance.quality, performance.is_newcomer and is_fit, is_stocked)


def _comparable(minor: int, currency: str) -> int | None:
    """At the rate of the moment of indexing; without a rate the product is found, but not by its price."""
    try:
        return rates.current(currency, COMPARABLE).rate.convert(Money(minor, currency)).minor
    except rates.RateMissing:
        return None
