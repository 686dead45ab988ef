"""The quote: a signed token that holds exchange rates and rules for fifteen minutes. Nothing is written; prices are today's."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.core import signing
from msgspec import Struct

from entrepot.kit import clock
from entrepot.payments import rates
from entrepot.payments.rates import SAME, Held
from entrepot.trade.errors import QuoteExpired, QuoteUnusable

#: For how long the rates and rules of a quote hold (architecture, section 5, step 1).
HOLDS = timedelta(minutes=15)

_SALT = "entrepot.trade.quote"


class Quote(Struct, frozen=True):
    """Which rates (by currency of the goods), which version of the rules, as at which moment, until when."""

    currency: str
    rate_ids: Mapping[str, UUID]
    rules_version: int
    at: datetime
    #: What was quoted, and for which basket: the same basket is never charged another total without being told.
    total_minor: int | None = None
    basket: str = ""

    @property
    def expires_at(self) -> datetime:
        return self.at + HOLDS

    def sign(self) -> str:
        """The token that a buyer hands back."""
        rates_held = {base: rate_id.hex for base, rate_id in self.rate_ids.items()}
        return signing.dumps(
            [
                self.currency,
                rates_held,
                self.rules_version,
                int(self.at.timestamp()),
                self.total_minor,
                self.basket,
            ],
            salt=_SALT,
        )

    def expected_minor(self, basket: str) -> int | None:
        """The total that was quoted for this basket; None if the quote was for another."""
        return self.total_minor if basket == self.basket else None

    def rate(self, base: str) -> Held:
        """The rate this quote holds for goods priced in `base`; the newest where the quote has none. Raises RateMissing."""
        held = rates.named(self.rate_ids[base]) if self.rate_ids.get(base, SAME) != SAME else None
        return held or rates.current(base, self.currency)


def read(token: str, *, currency: str) -> Quote:
    """The quote in a token, for a basket in `currency`. Raises QuoteUnusable (also for one in another currency), QuoteExpired."""
    try:
        quoted, rates_held, version, at, total_minor, basket = signing.loads(token, salt=_SALT)
        held = {base: UUID(rate_id) for base, rate_id in rates_held.items()}
        quote = Quote(quoted, held, version, datetime.fromtimestamp(at, UTC), total_minor, basket)
    except (signing.BadSignature, ValueError, TypeError, KeyError):
        raise QuoteUnusable from None
    if quote.currency != currency:
        raise QuoteUnusable
    if clock.now() > quote.expires_at:
        raise QuoteExpired(until=f"{quote.expires_at:%Y-%m-%d %H:%M} UTC")
    return quote
