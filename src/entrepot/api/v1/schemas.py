"""The shapes that the API takes. What a field means is checked once, in trade/asking.py; here only its type."""

from uuid import UUID

from ninja import Schema
from pydantic import Field, StrictInt


class ShipTo(Schema):
    """Where to and to whom; `id_number` only for China."""

    country: str = Field(max_length=2)
    region: str = Field("", max_length=200)
    city: str = Field("", max_length=200)
    district: str = Field("", max_length=200)
    postal_code: str = Field("", max_length=40)
    lines: list[str] = Field(default_factory=list, max_length=10)
    name: str = Field("", max_length=200)
    phone: str = Field("", max_length=40)
    id_number: str = Field("", max_length=40)


class WantedLineIn(Schema):
    """So many of a variant."""

    variant: UUID
    quantity: StrictInt


class QuoteIn(Schema):
    """What a landed cost is asked for."""

    currency: str = Field(max_length=3)
    ship_to: ShipTo
    lines: list[WantedLineIn] = Field(max_length=1000)


class PaymentIn(Schema):
    """A provider and its token of a card or a wallet."""

    provider: str = Field("sandbox", max_length=20)
    token: str = Field(max_length=200)


class PurchaseIn(QuoteIn):
    """A quote's body, with who pays and how."""

    payment: PaymentIn
    email: str = Field("", max_length=254)
    quote: str = Field("", max_length=1000)
    expected_total: StrictInt | None = None


class ShipmentIn(Schema):
    """A parcel handed to a carrier."""

    carrier: str = Field(max_length=200)
    tracking_number: str = Field(max_length=200)


class CancellationIn(Schema):
    """Why an order is given up."""

    reason: str = Field("", max_length=200)
