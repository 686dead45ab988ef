"""The shapes that the API takes. What a field means is checked once, in trade/asking.py; here only its type.

Models of pydantic's own: those of ninja look each field up in the request through a wrapper, a sixth of a purchase's time.
"""

import re
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StrictInt
from pydantic_core import PydanticCustomError

from entrepot.kit.money import MINOR_MAX

_UNUSABLE = re.compile("[\0\ud800-\udfff]")


def _usable(text: str) -> str:
    """JSON can spell what neither UTF-8 nor PostgreSQL holds: half a surrogate pair, and NUL."""
    if _UNUSABLE.search(text):
        raise PydanticCustomError("text_unusable", "characters that cannot be kept")
    return text


type Text = Annotated[str, AfterValidator(_usable)]


class ShipTo(BaseModel):
    """Where to and to whom; `id_number` only for China."""

    country: Text = Field(max_length=2)
    region: Text = Field("", max_length=200)
    city: Text = Field("", max_length=200)
    district: Text = Field("", max_length=200)
    postal_code: Text = Field("", max_length=40)
    lines: list[Text] = Field(default_factory=list, max_length=10)
    name: Text = Field("", max_length=200)
    phone: Text = Field("", max_length=40)
    id_number: Text = Field("", max_length=40)


class WantedLineIn(BaseModel):
    """So many of a variant."""

    variant: UUID
    quantity: StrictInt


class QuoteIn(BaseModel):
    """What a landed cost is asked for."""

    currency: Text = Field(max_length=3)
    ship_to: ShipTo
    lines: list[WantedLineIn] = Field(max_length=1000)


class PaymentIn(BaseModel):
    """A provider and its token of a card or a wallet."""

    provider: Text = Field("sandbox", max_length=20)
    token: Text = Field(max_length=200)


class PurchaseIn(QuoteIn):
    """A quote's body, with who pays and how."""

    payment: PaymentIn
    email: Text = Field("", max_length=254)
    quote: Text = Field("", max_length=1000)
    expected_total: StrictInt | None = None


class SentLineIn(BaseModel):
    """So many of a line of an order."""

    line: UUID
    quantity: StrictInt


class ShipmentIn(BaseModel):
    """A parcel handed to a carrier: with these lines, or with all that is left of the order."""

    carrier: Text = Field(max_length=200)
    tracking_number: Text = Field(max_length=200)
    mode: Text = Field("express", max_length=20)
    lines: list[SentLineIn] | None = Field(None, max_length=1000)


class CancellationIn(BaseModel):
    """Why an order is given up."""

    reason: Text = Field("", max_length=200)


#: Minor units of the order's currency.
type Minor = Annotated[StrictInt, Field(ge=1, le=MINOR_MAX)]


class AnswerIn(BaseModel):
    """What is said to the buyer."""

    answer: Text = Field(max_length=500)


class AcceptanceIn(BaseModel):
    """How much is given of what was asked for; without an amount all of it."""

    amount: Minor | None = None
    answer: Text = Field("", max_length=500)


class RefundIn(BaseModel):
    """How much goes back, and why; without an amount all that is left of goods and freight."""

    amount: Minor | None = None
    reason: Text = Field(max_length=500)


class RefundRequestIn(RefundIn):
    """A refund as its buyer asks for it: keeping the goods, or sending them back."""

    with_goods: bool = False


class ReturnedLineIn(SentLineIn):
    """So many of a line came back, and so many of those cannot be sold again."""

    damaged: StrictInt = 0


class ReturnIn(BaseModel):
    """Goods that came back; the amount is what was granted, else their price, unless another is given."""

    lines: list[ReturnedLineIn] = Field(max_length=1000)
    amount: Minor | None = None


class DisputeIn(BaseModel):
    """What the buyer objects to: not_arrived, not_as_described, damaged, not_refunded or other."""

    reason: Text = Field(max_length=40)
    text: Text = Field(max_length=500)
