"""Why a product stands where it stands: the parts of its sum, with the facts they were made of."""

from dataclasses import dataclass
from uuid import UUID

from tantivy import Query

from entrepot.catalog import indexing
from entrepot.kit import clock
from entrepot.kit.money import Money
from entrepot.merchants import performing
from entrepot.merchants.performing import Performance
from entrepot.search import ranking
from entrepot.search.matching import Matching
from entrepot.search.ranking import EVERY, Part, Seat
from entrepot.search.schema import COMPARABLE, LOWEST, age_of, price_of


@dataclass(frozen=True, slots=True)
class Reasons:
    """place: from one, among `candidates` of `total` that match. price: as it is compared; prices: the lowest and the highest."""

    product_id: UUID
    place: int
    candidates: int
    total: int
    parts: tuple[Part, ...]
    #: Whether it has a place that is kept for newcomers, and whether it has all that was asked for.
    is_turn: bool
    is_full: bool
    performance: Performance
    days_old: int
    price: Money | None
    prices: tuple[Money, Money] | None

    @property
    def points(self) -> float:
        """The sum, from 0 to 1."""
        return sum(part.points for part in self.parts)

    @property
    def every(self) -> int:
        return EVERY


def reasons(found: Matching, product_id: UUID) -> Reasons | None:
    """Of one product; None where it is not among the candidates, or not on sale any more."""
    seats = found.seats(ranking.today())
    place = _place(found, seats, product_id)
    rows = indexing.found([product_id])
    if place is None or product_id not in rows:
        return None
    seat = seats[place - 1]
    merchant = rows[product_id].merchant_id
    prices = _prices(found, seats)
    return Reasons(
        product_id=product_id,
        place=place,
        candidates=len(seats),
        total=found.total,
        parts=seat.tier.parts(seat.number),
        is_turn=seat.is_turn,
        is_full=seat.tier is found.tiers[0] or found.full == found.total,
        performance=performing.performances([merchant])[merchant],
        days_old=age_of(seat.published, int(clock.now().timestamp() * 1000)),
        price=prices[place - 1],
        prices=_ends(prices),
    )


def _place(found: Matching, seats: list[Seat], product_id: UUID) -> int | None:
    searcher = found.view.searcher
    query = Query.term_query(found.view.schema, "id", str(product_id), index_option="basic")
    at = {(address.segment_ord, address.doc) for _, address in searcher.search(query, limit=1).hits}
    places = (
        place
        for place, seat in enumerate(seats, start=1)
        if (seat.address.segment_ord, seat.address.doc) in at
    )
    return next(places, None)


def _prices(found: Matching, seats: list[Seat]) -> list[Money | None]:
    lowest = found.view.searcher.fast_field_values(LOWEST, [seat.address for seat in seats])
    prices = (price_of(int(each)) for each in lowest)  # type: ignore[arg-type]  # whole numbers, in our columns
    return [None if price is None else Money(price, COMPARABLE) for price in prices]


def _ends(prices: list[Money | None]) -> tuple[Money, Money] | None:
    known = [price for price in prices if price is not None]
    return (min(known), max(known)) if known else None
