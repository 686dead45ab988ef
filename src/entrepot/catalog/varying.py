"""Variants: what has a price and a stock."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from entrepot.catalog.editing import Unfit, line
from entrepot.catalog.errors import VariantExists
from entrepot.catalog.models import Product, Variant
from entrepot.catalog.publishing import take_off_unready
from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import FieldError, Malformed, NotFound
from entrepot.kit.events import record
from entrepot.kit.money import Money
from entrepot.kit.verb import verb
from entrepot.merchants import queries as merchants
from entrepot.stock import counting

#: In major units of any currency; above it is a slip of the keyboard.
PRICE_MAX_MAJOR = 10_000_000
WEIGHT_MAX_GRAMS = 1_000_000
PIECES_MAX = 10_000


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def add_variant(
    product_id: UUID,
    *,
    price: str,
    options: Sequence[str] = (),
    quantity: int | str = 0,
    by: Actor,
    **values: Any,
) -> Variant:
    """A variant with its price, in the merchant's currency as a plain decimal, and so many on hand.

    `values` are those of `edit_variant`. A withdrawn variant with these options comes back. Raises NotFound, Malformed
    naming each field, VariantExists.
    """
    product = _product(product_id, by)
    on_hand = parse_quantity(quantity)
    currency = currency_of(product.merchant_id)
    fit = _fit({"price": price, "options": list(options)} | values, currency)
    if len(fit["options"]) != len(product.option_names):
        raise Malformed(fields=[FieldError("options", _("Give a value for each option of the product."))])
    variant = product.variants.filter(options=fit["options"]).first()
    if variant is not None and variant.withdrawn_at is None:
        raise VariantExists(fields=[FieldError("options", VariantExists.sentence)])
    if variant is None:
        last = product.variants.aggregate(last=Max("position"))["last"]
        variant = Variant(
            product=product,
            merchant_id=product.merchant_id,
            currency=currency,
            position=0 if last is None else last + 1,
        )
    variant.withdrawn_at = None
    for name, value in fit.items():
        setattr(variant, name, value)
    variant.save()
    counting.open_levels(merchant_id=product.merchant_id, variant_ids=[variant.pk], by=by)
    if on_hand:
        counting.count(variant.pk, quantity=on_hand, by=by)
    record("variant.priced", variant.pk, by=by, merchant_id=product.merchant_id, product_id=product.pk)
    record("product.changed", product.pk, by=by, merchant_id=product.merchant_id)
    return variant


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def edit_variant(variant_id: UUID, *, by: Actor, **values: Any) -> Variant:
    """Change what is named, and nothing else: price and was (plain decimals in the merchant's currency, was "" for none),
    weight_grams, sku, barcode, pieces, options, options_zh.

    Raises NotFound, Malformed naming each field, VariantExists.
    """
    product, variant = _variant(variant_id, by)
    changed = {
        name: value
        for name, value in _fit(values, variant.currency, variant=variant).items()
        if getattr(variant, name) != value
    }
    if not changed:
        return variant
    if "options" in changed:
        if len(changed["options"]) != len(product.option_names):
            raise Malformed(fields=[FieldError("options", _("Give a value for each option of the product."))])
        if product.variants.filter(options=changed["options"]).exclude(pk=variant.pk).exists():
            raise VariantExists(fields=[FieldError("options", VariantExists.sentence)])
    for name, value in changed.items():
        setattr(variant, name, value)
    variant.save(update_fields=list(changed))
    if {"price_minor", "was_minor"} & set(changed):
        record("variant.priced", variant.pk, by=by, merchant_id=product.merchant_id, product_id=product.pk)
    _note(product, by)
    return variant


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def write_line(variant_id: UUID, *, quantity: str, seen: str, by: Actor, **values: Any) -> Variant:
    """A variant's line of a form, whole or not at all: `values` as in `edit_variant`, and the count.

    seen: the count that the form showed. What was sold since then is not undone by sending the form back: a count is written
    only where the two differ. Raises what `write_changed` raises.
    """
    is_changed = parse_quantity(quantity) != parse_quantity(seen)
    return write_changed(variant_id, quantity=quantity if is_changed else None, by=by, **values)


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def write_changed(variant_id: UUID, *, quantity: str | None = None, by: Actor, **values: Any) -> Variant:
    """A line of which only what a person changed was sent, whole or not at all: `values` as in `edit_variant`, None for no count.

    Raises what `edit_variant` and `counting.count` raise.
    """
    counted = None if quantity is None else parse_quantity(quantity)
    variant = edit_variant(variant_id, by=by, **values)
    if counted is not None:
        counting.count(variant_id, quantity=counted, by=by)
    return variant


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def withdraw_variant(variant_id: UUID, *, by: Actor) -> Variant:
    """Stop selling one variant; what was ordered of it stays ordered. Raises NotFound."""
    product, variant = _variant(variant_id, by)
    if variant.withdrawn_at is None:
        variant.withdrawn_at = clock.now()
        variant.save(update_fields=["withdrawn_at"])
        _note(product, by)
    return variant


def currency_of(merchant_id: UUID) -> str:
    """The currency of a merchant's prices."""
    return merchants.terms([merchant_id])[merchant_id].currency


def parse_price(value: Any, currency: str) -> int:
    """A price as minor units. Raises Unfit for anything but a plain decimal from 0 to PRICE_MAX_MAJOR."""
    text = str(value if value is not None else "").strip()
    try:
        amount = Money.parse(f"0{text}" if text.startswith(".") else text, currency)
    except ValueError:
        raise Unfit(_("Write a price as a plain number such as 12.50.")) from None
    if amount.minor < 0:
        raise Unfit(_("A price cannot be below zero."))
    if amount > Money.parse(str(PRICE_MAX_MAJOR), currency):
        raise Unfit(_("This price is too high to be meant."))
    return amount.minor


def parse_quantity(value: Any) -> int:
    """A count as a person writes it; blank is none. Raises Malformed, naming `quantity`, for anything but a whole number."""
    text = str(value if value is not None else "").strip() or "0"
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise Malformed(fields=[FieldError("quantity", _("Write a whole number, 0 or more."))])
    return int(text)


def _product(product_id: UUID, by: Actor) -> Product:
    product = Product.objects.editable_by(by).locked().filter(pk=product_id).first()
    if product is None:
        raise NotFound(_("There is no such product in your catalogue."))
    return product


def _variant(variant_id: UUID, by: Actor) -> tuple[Product, Variant]:
    product = Product.objects.editable_by(by).locked().filter(variants=variant_id).first()
    if product is None:
        raise NotFound(_("There is no such product in your catalogue."))
    return product, product.variants.get(pk=variant_id)


def _note(product: Product, by: Actor) -> None:
    product.changed_at = clock.now()
    product.save(update_fields=["changed_at"])
    take_off_unready(product, by=by)
    record("product.changed", product.pk, by=by, merchant_id=product.merchant_id)


def _fit(values: Mapping[str, Any], currency: str, *, variant: Variant | None = None) -> dict[str, Any]:
    fit: dict[str, Any] = {}
    wrong = []
    for name, value in values.items():
        try:
            if name in ("price", "was"):
                empty = name == "was" and not str(value or "").strip()
                fit[f"{name}_minor"] = None if empty else parse_price(value, currency)
            else:
                fit[name] = _FITS[name](value)
        except KeyError:
            raise TypeError(f"a variant has no {name!r} to edit") from None
        except Unfit as unfit:
            wrong.append(FieldError(name, unfit.sentence))
    was = fit.get("was_minor")
    price = fit.get("price_minor", variant.price_minor if variant else None)
    if was is not None and price is not None and was <= price:
        wrong.append(FieldError("was", _("The price before is higher than the price now, or is left empty.")))
    if wrong:
        raise Malformed(fields=wrong)
    return fit


def _whole(least: int, most: int, sentence: Any) -> Callable[[Any], int]:
    def take(value: Any) -> int:
        text = str(value).strip()
        if not (text.isascii() and text.isdigit()) or not least <= int(text[:12]) <= most:
            raise Unfit(sentence)
        return int(text)

    return take


_weight = _whole(1, WEIGHT_MAX_GRAMS, _("Give the weight in whole grams, from 1 to 1,000,000."))


def _weight_or_none(value: Any) -> int | None:
    return None if value is None or not str(value).strip() else _weight(value)


def _options(value: Any) -> list[str]:
    """Values in their order, one for each option; none may be empty, and two options may have the same value."""
    listed = [line(80)(part) for part in value]
    if not all(listed):
        raise Unfit(_("Give a value for each option."))
    return listed


_FITS: dict[str, Callable[[Any], Any]] = {
    "sku": line(80),
    "barcode": line(32),
    "weight_grams": _weight_or_none,
    "pieces": _whole(1, PIECES_MAX, _("Give a whole number from 1 to 10,000.")),
    "options": _options,
    "options_zh": _options,
}
