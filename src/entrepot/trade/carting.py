"""Filling a cart: what a person, or a guest's browser, means to buy. Nothing is reserved and no price is promised by it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from entrepot.catalog import queries as catalog
from entrepot.catalog.queries import Offer
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import DomainError, FieldError, Malformed, NotFound
from entrepot.kit.verb import verb
from entrepot.merchants import queries as merchants
from entrepot.trade.carts import owned
from entrepot.trade.errors import NotOnSale
from entrepot.trade.models import Cart, CartLine
from entrepot.trade.requests import LINES_MAX, QUANTITY_MAX


class CartFull(DomainError):
    """A purchase has at most so many lines, so a cart has too."""

    code = "cart.full"
    sentence = _("A cart holds at most {most} different goods. Please buy or remove some first.")


@verb(allow={Caller.GUEST, Caller.PERSON})
def put_in(variant_id: UUID, quantity: int, *, by: Actor) -> int:
    """Put so many more of a variant in the caller's cart; answers how many goods the cart holds now.

    Raises Malformed (quantity), NotOnSale, CartFull.
    """
    _check_quantity(quantity)
    offer = on_sale(variant_id)
    cart = _cart(by)
    line = cart.lines.filter(variant_id=variant_id).first()
    if line is None:
        if cart.lines.count() >= LINES_MAX:
            raise CartFull(most=LINES_MAX)
        _create(cart, max(quantity, offer.quantity_min), offer)
    else:
        _set(line, min(line.quantity + quantity, QUANTITY_MAX), offer)
    return _count(cart)


@verb(allow={Caller.GUEST, Caller.PERSON})
def change(variant_id: UUID, quantity: int, *, by: Actor) -> int:
    """Set how many of a variant the cart holds; answers how many goods it holds now.

    The buyer has seen today's price with it. Raises Malformed (quantity), NotFound, NotOnSale.
    """
    _check_quantity(quantity)
    line = CartLine.objects.filter(cart__in=owned(by), variant_id=variant_id).select_related("cart").first()
    if line is None:
        raise NotFound
    _set(line, quantity, on_sale(variant_id))
    return _count(line.cart)


@verb(allow={Caller.GUEST, Caller.PERSON})
def take_out(variant_ids: list[UUID], *, by: Actor) -> int:
    """Take these variants out of the cart, whether they are in it or not; answers how many goods are left."""
    CartLine.objects.filter(cart__in=owned(by), variant_id__in=variant_ids).delete()
    return sum(CartLine.objects.filter(cart__in=owned(by)).values_list("quantity", flat=True))


@verb(allow={Caller.GUEST, Caller.PERSON})
def settle(bought: Mapping[UUID, int], *, by: Actor) -> int:
    """Take what was bought (quantity by variant) out of the cart; what was added meanwhile stays. Answers how many are left."""
    lines = CartLine.objects.filter(cart__in=owned(by))
    for line in lines.filter(variant_id__in=list(bought)):
        if line.quantity <= bought[line.variant_id]:
            line.delete()
        else:
            lines.filter(pk=line.pk).update(quantity=F("quantity") - bought[line.variant_id])
    return sum(lines.values_list("quantity", flat=True))


@verb(allow={Caller.PERSON})
def merge(guest_key: str, *, by: Actor) -> int:
    """A guest signed in: what the browser's cart held joins the person's; answers how many goods that is.

    A variant that both hold keeps the greater quantity: who filled the same cart twice wanted one of them, not the sum.
    """
    cart = _cart(by)
    guest = Cart.objects.filter(guest_key=guest_key).exclude(guest_key="").first()
    if guest is not None:
        mine = {line.variant_id: line for line in cart.lines.all()}
        for line in guest.lines.all():
            kept = mine.get(line.variant_id)
            if kept is None and len(mine) < LINES_MAX:
                line.cart = cart
                line.save(update_fields=["cart"])
                mine[line.variant_id] = line
            elif kept is not None and kept.quantity < line.quantity:
                kept.quantity = line.quantity
                kept.save(update_fields=["quantity"])
        guest.delete()
    return _count(cart)


def _check_quantity(quantity: int) -> None:
    if not 1 <= quantity <= QUANTITY_MAX:
        message = format_lazy(_("A quantity is a whole number from 1 to {most}."), most=QUANTITY_MAX)
        raise Malformed(fields=[FieldError("quantity", message)])


def on_sale(variant_id: UUID) -> Offer:
    """The offer of a variant that can be chosen now. Raises NotOnSale."""
    offer = catalog.offers([variant_id]).get(variant_id)
    if (
        offer is None
        or not offer.is_published
        or merchants.terms([offer.merchant_id])[offer.merchant_id].is_suspended
    ):
        raise NotOnSale([0])
    return offer


def _cart(by: Actor) -> Cart:
    if by.id is not None:
        return Cart.objects.get_or_create(person_id=by.id)[0]
    if not by.guest_key:
        raise NotFound
    return Cart.objects.get_or_create(guest_key=by.guest_key)[0]


def _create(cart: Cart, quantity: int, offer: Offer) -> None:
    """A new line; of two made in the same moment (a button pressed twice) the later counts."""
    line = CartLine(cart=cart, variant_id=offer.variant_id, quantity=quantity, **_seen(offer, quantity))
    CartLine.objects.bulk_create(
        [line],
        update_conflicts=True,
        unique_fields=["cart", "variant_id"],
        update_fields=["quantity", "seen_minor", "seen_currency"],
    )


def _set(line: CartLine, quantity: int, offer: Offer) -> None:
    line.quantity = quantity
    for field, value in _seen(offer, quantity).items():
        setattr(line, field, value)
    line.save()


def _seen(offer: Offer, quantity: int) -> dict[str, Any]:
    """The price the buyer saw, so that the cart can say when it has changed."""
    return {"seen_minor": offer.unit_minor(quantity), "seen_currency": offer.currency}


def _count(cart: Cart) -> int:
    return sum(cart.lines.values_list("quantity", flat=True))
