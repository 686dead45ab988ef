"""What a caller asks for, as plain values: made from JSON or from a form by the edge, understood by every verb of trade."""

import hashlib
from typing import Any
from uuid import UUID

from msgspec import Struct

from entrepot.kit.actor import Actor
from entrepot.kit.sealing import keyed_hash

#: More lines than anybody buys at once, and few enough that one request cannot hold up a batch.
LINES_MAX = 100
QUANTITY_MAX = 9_999
#: One order goes in one parcel; thirty tonnes are more than one lorry takes.
ORDER_GRAMS_MAX = 30_000_000


class WantedLine(Struct, frozen=True):
    """So many of a variant."""

    variant_id: UUID
    quantity: int


class Destination(Struct, frozen=True):
    """Where to and to whom, checked (identity.addresses); `content` is what is sealed."""

    country: str
    region: str
    content: dict[str, Any]
    id_hash: bytes | None = None


class PaymentChoice(Struct, frozen=True):
    """A provider and its token for a card or a wallet."""

    provider: str
    token: str


class PurchaseRequest(Struct, frozen=True):
    """One purchase as asked for; `scope` and `key` tell it from every other."""

    by: Actor
    currency: str
    destination: Destination
    lines: tuple[WantedLine, ...]
    payment: PaymentChoice
    scope: bytes
    key: str
    email: str = ""
    quote: str = ""
    expected_minor: int | None = None
    locale: str = "en"

    @property
    def fingerprint(self) -> dict[str, str]:
        """A keyed hash of each field: other input under the same key is known by it, and no personal data is kept twice."""
        fields = {
            "currency": self.currency,
            "email": self.email,
            "ship_to": repr(sorted((self.destination.content | {"email": ""}).items())),
            "lines": repr([(line.variant_id.hex, line.quantity) for line in self.lines]),
            "payment": f"{self.payment.provider}:{self.payment.token}",
            "expected_total": str(self.expected_minor),
        }
        return {
            field: keyed_hash(text, purpose=f"trade.fingerprint.{field}").hex()
            for field, text in fields.items()
        }


class Basket(Struct, frozen=True):
    """What is priced: a purchase request's part that a quote needs."""

    currency: str
    destination: Destination
    lines: tuple[WantedLine, ...] = ()

    @property
    def mark(self) -> str:
        """What tells this basket from another: its lines and where they go, in a few letters."""
        said = repr((self.destination.country, [(line.variant_id.hex, line.quantity) for line in self.lines]))
        return hashlib.blake2b(said.encode(), digest_size=9).hexdigest()
