"""What is priced: plain values that the caller fills in, so that customs knows nothing of products or carts."""

from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from msgspec import Struct

from entrepot.kit.money import Money


class Place(Struct, frozen=True):
    """Where the goods go: ISO 3166 country code, and the region as an address names it (上海市, CA)."""

    country: str
    region: str = ""


class LineInput(Struct, frozen=True):
    """So many of one variant.

    unit_price: in the buyer's currency, converted per unit, once, half-up. hs8: Chinese tariff line, origin:
    ISO country; both may be empty while the merchant has not filled them in. One unit holds `pieces` pieces
    of `net_content` `net_unit` each. name: the Chinese name, by which the positive list's remarks are read.
    field: the caller's path of this line.
    """

    variant_id: UUID
    quantity: int
    unit_price: Money
    hs8: str
    origin: str
    name: str
    net_content: Fraction | Decimal | None = None
    net_unit: str = ""
    pieces: int = 1
    weight_grams: int = 0
    indivisible: bool = True
    field: str = ""


class OrderInput(Struct, frozen=True):
    """What one merchant sends: its lines, and the freight in the buyer's currency."""

    merchant_id: UUID
    freight: Money
    lines: tuple[LineInput, ...]


class Basket(Struct, frozen=True):
    """One purchase, one order per merchant, in `currency`. bonded: from a bonded zone, else posted from abroad."""

    currency: str
    destination: Place
    orders: tuple[OrderInput, ...]
    bonded: bool = False
