"""Reads of freight and parcels for other domains and screens."""

from collections.abc import Iterable
from uuid import UUID

from msgspec import Struct

from entrepot.kit.money import Money
from entrepot.kit.sql import fetch
from entrepot.shipping.models import Parcel
from entrepot.shipping.rules import freight

__all__ = ["FreightRate", "Parcel", "parcels", "rates"]

_RATES = """
SELECT merchant_id, country, currency, first_grams, first_minor, step_grams, step_minor, days_min, days_max
  FROM shipping_rate WHERE merchant_id = ANY(%s)
"""


class FreightRate(Struct, frozen=True):
    """What a merchant asks to send one order to a country, and how many days it takes."""

    merchant_id: UUID
    country: str
    currency: str
    first_grams: int
    first_minor: int
    step_grams: int
    step_minor: int
    days_min: int
    days_max: int

    def price(self, weight_grams: int) -> Money:
        """The freight of one order of this weight, in the merchant's currency."""
        return freight(
            weight_grams=weight_grams,
            first_grams=self.first_grams,
            first=Money(self.first_minor, self.currency),
            step_grams=self.step_grams,
            step=Money(self.step_minor, self.currency),
        )


def rates(merchant_ids: Iterable[UUID]) -> dict[tuple[UUID, str], FreightRate]:
    """The rate of each of these merchants to each country they send to."""
    return {(row[0], row[1]): FreightRate(*row) for row in fetch(_RATES, [list(merchant_ids)])}


def parcels(order_ids: Iterable[UUID]) -> dict[UUID, list[Parcel]]:
    """The parcels of each order, with their lines and tracking, oldest first."""
    answer: dict[UUID, list[Parcel]] = {}
    for parcel in (
        Parcel.objects.filter(order_id__in=list(order_ids))
        .prefetch_related("tracking", "lines")
        .order_by("id")
    ):
        answer.setdefault(parcel.order_id, []).append(parcel)
    return answer
