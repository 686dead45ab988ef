"""What one of something would cost with everything, before an address is known: priced as it would be for a typical one."""

from dataclasses import dataclass
from uuid import UUID

from entrepot.kit.errors import DomainError
from entrepot.trade import quotes
from entrepot.trade.pricing import Priced
from entrepot.trade.requests import Basket, Destination, WantedLine
from entrepot.web.shop.reading import Reader

#: Freight is by country and weight, and tax by country and goods, so any address of the country gives the same price.
_TYPICAL = {"CN": Destination("CN", "上海市", {}), "US": Destination("US", "CA", {})}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A price with everything, or why there is none for this destination."""

    priced: Priced | None
    refusal: str = ""

    @property
    def days(self) -> tuple[int, int] | None:
        """The fewest and the most days that the merchant names."""
        rate = self.priced.orders[0].rate if self.priced else None
        return (rate.days_min, rate.days_max) if rate else None


def estimate(variant_id: UUID, quantity: int, reader: Reader) -> Estimate:
    """The landed cost of so many of a variant to the reader's country. Nothing is written."""
    basket = Basket(reader.currency, _TYPICAL[reader.country], (WantedLine(variant_id, quantity),))
    try:
        return Estimate(quotes.quote(basket))
    except DomainError as refusal:
        return Estimate(None, str(refusal))
