"""Reads of carts and wish lists: every line with today's price and stock, and what has changed since it was chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from entrepot.catalog import queries as catalog
from entrepot.catalog.queries import Offer
from entrepot.kit.actor import Actor
from entrepot.kit.money import Money, total
from entrepot.merchants import queries as merchants
from entrepot.merchants.queries import Terms
from entrepot.payments import rates
from entrepot.stock import queries as stock
from entrepot.trade.models import Cart, CartLine, Wish
from entrepot.trade.requests import WantedLine


class Trouble(StrEnum):
    """Why a line cannot be bought as it stands."""

    GONE = "gone"  # not on sale any more
    SOLD_OUT = "sold_out"
    SHORT = "short"  # there are some, but fewer
    TOO_FEW = "too_few"  # fewer than the merchant sells at once


@dataclass(frozen=True, slots=True)
class CartItem:
    """A line of a cart. `unit`, `amount`: in the buyer's currency; `listed`: in the merchant's; `seen`: as it was when put in.

    `offer` is None for goods that were deleted; then there is nothing to show but that they are gone.
    """

    variant_id: UUID
    quantity: int
    offer: Offer | None
    listed: Money
    seen: Money | None
    unit: Money
    available: int
    trouble: Trouble | None

    @property
    def amount(self) -> Money:
        return self.unit * self.quantity

    @property
    def price_change(self) -> Money | None:
        """By how much one costs more (or less) than when it was put in, in the merchant's currency; None if it does not."""
        if self.seen is None or self.seen.currency != self.listed.currency or self.seen == self.listed:
            return None
        return self.listed - self.seen


@dataclass(frozen=True, slots=True)
class CartShop:
    """One merchant's part of a cart."""

    terms: Terms
    items: Sequence[CartItem]
    goods: Money


@dataclass(frozen=True, slots=True)
class CartView:
    """A cart as a page shows it. `gone`: lines whose goods no longer exist."""

    shops: Sequence[CartShop]
    gone: Sequence[CartItem]
    goods: Money

    @property
    def items(self) -> list[CartItem]:
        return [item for shop in self.shops for item in shop.items] + list(self.gone)

    @property
    def count(self) -> int:
        return sum(item.quantity for item in self.items)

    @property
    def is_buyable(self) -> bool:
        """Whether all of it can be bought as it stands."""
        return bool(self.shops) and all(item.trouble is None for item in self.items)

    @property
    def wanted(self) -> list[WantedLine]:
        return [WantedLine(item.variant_id, item.quantity) for item in self.items if item.trouble is None]


def owned(by: Actor):  # type: ignore[no-untyped-def]  # a QuerySet of Cart, whose type arguments say nothing more
    """The carts of this caller: the person's, or the guest's; none for a browser without a key."""
    if by.id is not None:
        return Cart.objects.filter(person_id=by.id)
    return Cart.objects.filter(guest_key=by.guest_key) if by.guest_key else Cart.objects.none()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a line stands for: so many of a variant (None: the least that is sold at once), and what one cost then."""

    variant_id: UUID
    quantity: int | None
    seen: Money | None


def wished(by: Actor):  # type: ignore[no-untyped-def]  # a QuerySet of Wish, as above
    """The wishes of this caller, those made last first."""
    if by.id is not None:
        own = Wish.objects.filter(person_id=by.id)
    else:
        own = Wish.objects.filter(guest_key=by.guest_key) if by.guest_key else Wish.objects.none()
    return own.order_by("-created_at", "-pk")


def is_wished(variant_id: UUID, *, by: Actor) -> bool:
    """Whether it is on the caller's wish list."""
    return bool(wished(by).filter(variant_id=variant_id).exists())


def wishes(*, by: Actor, currency: str) -> list[tuple[CartItem, Terms | None]]:
    """The caller's wish list, each with its merchant (None of what was deleted): four queries, however long it is.

    Raises RateMissing.
    """
    lines = [Chosen(wish.variant_id, None, Money(wish.seen_minor, wish.seen_currency)) for wish in wished(by)]
    return _items(lines, currency)


def cart(*, by: Actor, currency: str) -> CartView:
    """The caller's cart, priced one by one in `currency`: four queries, however much is in it. Raises RateMissing."""
    lines = [
        Chosen(line.variant_id, line.quantity, _seen(line))
        for line in CartLine.objects.filter(cart__in=owned(by))
    ]
    by_merchant: dict[UUID, tuple[Terms, list[CartItem]]] = {}
    gone = []
    for item, terms in _items(lines, currency):
        if terms is None:
            gone.append(item)
        else:
            by_merchant.setdefault(terms.id, (terms, []))[1].append(item)
    shops = [CartShop(terms, items, _sum(items, currency)) for terms, items in by_merchant.values()]
    return CartView(shops, gone, total((shop.goods for shop in shops), currency))


def _seen(line: CartLine) -> Money | None:
    return None if line.seen_minor is None else Money(line.seen_minor, line.seen_currency)


def _items(lines: Sequence[Chosen], currency: str) -> list[tuple[CartItem, Terms | None]]:
    if not lines:
        return []
    offers = catalog.offers({line.variant_id for line in lines})
    terms = merchants.terms({offer.merchant_id for offer in offers.values()})
    levels = stock.available(offers)
    found: list[tuple[CartItem, Terms | None]] = []
    for line in lines:
        offer = offers.get(line.variant_id)
        if offer is None:
            nothing = Money(0, currency)
            item = CartItem(
                line.variant_id, line.quantity or 1, None, nothing, line.seen, nothing, 0, Trouble.GONE
            )
            found.append((item, None))
            continue
        level, merchant = levels.get(line.variant_id), terms[offer.merchant_id]
        available = level.quantity if level else 0
        found.append((_item(line, offer, available, currency, suspended=merchant.is_suspended), merchant))
    return found


def _item(line: Chosen, offer: Offer, available: int, currency: str, *, suspended: bool) -> CartItem:
    quantity = line.quantity or offer.quantity_min
    listed = Money(offer.unit_minor(quantity), offer.currency)
    trouble = None
    if not offer.is_published or suspended:
        trouble = Trouble.GONE
    elif available < offer.quantity_min:
        trouble = Trouble.SOLD_OUT
    elif quantity < offer.quantity_min:
        trouble = Trouble.TOO_FEW
    elif available < quantity:
        trouble = Trouble.SHORT
    unit = rates.current(offer.currency, currency).rate.convert(listed)
    return CartItem(line.variant_id, quantity, offer, listed, line.seen, unit, max(available, 0), trouble)


def _sum(items: Sequence[CartItem], currency: str) -> Money:
    """What can be bought of these; what is gone costs nothing."""
    buyable = (item.amount for item in items if item.trouble not in (Trouble.GONE, Trouble.SOLD_OUT))
    return total(buyable, currency)
