"""Many prices changed by a percentage: seen before it is done, done whole or not at all, taken back if it was wrong."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from entrepot.catalog.errors import PriceChangeUndone, PricesMoved, TooManyPrices
from entrepot.catalog.models import PriceChange, Product
from entrepot.catalog.varying import PRICE_MAX_MAJOR, currency_of
from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller, Permission
from entrepot.kit.errors import FieldError, Malformed, NotAllowed, NotFound
from entrepot.kit.events import Fact, record_all
from entrepot.kit.money import Money
from entrepot.kit.verb import verb

PERCENT_MIN, PERCENT_MAX = Decimal(-90), Decimal(500)
#: How many variants one deed prices anew.
VARIANTS_MAX = 50_000
SAMPLE = 50
#: What a price of a currency with hundredths may be made to end in.
ENDINGS = (0, 50, 90, 95, 99)

# What each price becomes. With an ending it is the nearest price that ends so, never less than one minor unit; a step of
# the percentage keeps the order of the prices, so a step's price still never rises with the quantity.
_NEW = """
greatest(CASE WHEN %(ending)s::int IS NULL THEN round({price} * (100 + %(percent)s::numeric) / 100)
     ELSE coalesce(
        nullif(greatest(round(({price} * (100 + %(percent)s::numeric) / 100 - %(ending)s) / 100) * 100 + %(ending)s, 0), 0),
        nullif(%(ending)s, 0), 100) END, 1)::bigint
"""
_PRICES = f"""
    SELECT variant.id, variant.product_id, variant.position, variant.options, variant.price_minor AS before,
           variant.was_minor AS was, {_NEW.format(price="variant.price_minor")} AS after
      FROM catalog_variant AS variant
     WHERE variant.product_id = ANY(%(products)s) AND variant.withdrawn_at IS NULL AND variant.price_minor > 0
"""
_SUMMARY = f"""
SELECT count(*), count(*) FILTER (WHERE after <> before), count(*) FILTER (WHERE was <= after), max(after),
       md5(string_agg(concat_ws(':', id, before, was), ',' ORDER BY id))
  FROM ({_PRICES}) AS priced
"""
_SAMPLE = f"""
SELECT product.title, priced.options, priced.before, priced.after, priced.was <= priced.after
  FROM ({_PRICES}) AS priced JOIN catalog_product AS product ON product.id = priced.product_id
 WHERE priced.after <> priced.before
 ORDER BY product.id DESC, priced.position, priced.id LIMIT {SAMPLE}
"""
_NOTE = f"""
INSERT INTO catalog_pricechangeline
       (change_id, variant_id, quantity_min, before_minor, after_minor, was_before_minor, was_after_minor)
SELECT %(change)s, id, 0, before, after, was, CASE WHEN was > after THEN was END
  FROM ({_PRICES}) AS priced WHERE after <> before
 UNION ALL
SELECT %(change)s, tier.variant_id, tier.quantity_min, tier.price_minor, {_NEW.format(price="tier.price_minor")}, NULL, NULL
  FROM catalog_pricetier AS tier JOIN ({_PRICES}) AS priced ON priced.id = tier.variant_id
"""
_WRITE = """
UPDATE catalog_variant AS variant SET price_minor = line.after_minor, was_minor = line.was_after_minor
  FROM catalog_pricechangeline AS line
 WHERE line.change_id = %(change)s AND line.quantity_min = 0 AND variant.id = line.variant_id
RETURNING variant.id, variant.product_id
"""
_WRITE_STEPS = """
UPDATE catalog_pricetier AS tier SET price_minor = line.after_minor
  FROM catalog_pricechangeline AS line
 WHERE line.change_id = %(change)s AND line.quantity_min > 0
   AND tier.variant_id = line.variant_id AND tier.quantity_min = line.quantity_min
"""
# Only what still has the price that the change gave it: what somebody priced since then stays as it is.
_RESTORE = """
UPDATE catalog_variant AS variant SET price_minor = line.before_minor, was_minor = line.was_before_minor
  FROM catalog_pricechangeline AS line
 WHERE line.change_id = %(change)s AND line.quantity_min = 0 AND variant.id = line.variant_id
   AND variant.price_minor = line.after_minor AND variant.was_minor IS NOT DISTINCT FROM line.was_after_minor
RETURNING variant.id, variant.product_id
"""
_RESTORE_STEPS = """
UPDATE catalog_pricetier AS tier SET price_minor = line.before_minor
  FROM catalog_pricechangeline AS line
 WHERE line.change_id = %(change)s AND line.quantity_min > 0 AND line.variant_id = ANY(%(variants)s)
   AND tier.variant_id = line.variant_id AND tier.quantity_min = line.quantity_min
   AND tier.price_minor = line.after_minor
"""
_HOLD_PRODUCTS = """
SELECT id FROM catalog_product WHERE id IN (
    SELECT variant.product_id FROM catalog_pricechangeline AS line JOIN catalog_variant AS variant ON variant.id = line.variant_id
     WHERE line.change_id = %(change)s)
 ORDER BY id FOR UPDATE
"""


@dataclass(frozen=True, slots=True)
class Repricing:
    """What a person asks: so many percent more (or less, below zero), and the minor units that a price shall end in."""

    percent: Decimal
    ending: int | None = None


@dataclass(frozen=True, slots=True)
class Repriced:
    """One price of a preview. is_was_dropped: the price before, struck through, is no longer the higher one and goes."""

    title: str
    options: Sequence[str]
    before: Money
    after: Money
    is_was_dropped: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do. seal: of the prices as they are now; the deed is refused if they are others by then."""

    variants: int
    changed: int
    was_dropped: int
    sample: Sequence[Repriced]
    seal: str


def read(percent: str, ending: str, *, currency: str) -> Repricing:
    """What a form says. Raises Malformed, naming `percent` or `ending`."""
    text = percent.strip().removesuffix("%").replace("−", "-").strip()
    try:
        value = Decimal(text)
        if not value.is_finite() or value != round(value, 2):
            raise InvalidOperation
    except InvalidOperation:
        raise Malformed(
            fields=[FieldError("percent", _("Write a percentage as a plain number such as 5 or -12.5."))]
        ) from None
    if not PERCENT_MIN <= value <= PERCENT_MAX or not value:
        raise Malformed(fields=[FieldError("percent", _("From -90 to 500, and not 0."))])
    if not ending:
        return Repricing(value)
    if not ending.isascii() or not ending.isdigit() or int(ending[:4]) not in endings(currency):
        raise Malformed(fields=[FieldError("ending", _("Please choose one of these endings."))])
    return Repricing(value, int(ending))


def endings(currency: str) -> tuple[int, ...]:
    """What prices in this currency may be made to end in; none for one without hundredths."""
    return ENDINGS if Money.parse("1", currency).minor == 100 else ()


def preview(products: Sequence[UUID], repricing: Repricing, *, merchant_id: UUID, by: Actor) -> Preview:
    """What changing the prices of these products of one merchant would do. Raises NotAllowed, TooManyPrices, Malformed."""
    own = _own(products, merchant_id=merchant_id, by=by)
    return _seen(own, repricing, currency=currency_of(merchant_id))


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def reprice(
    products: Sequence[UUID], repricing: Repricing, *, merchant_id: UUID, seal: str, by: Actor
) -> PriceChange:
    """Change the prices of these products and of their price steps, as the preview with this seal showed.

    A fixed number of statements whatever the number of prices. Raises NotAllowed, PricesMoved, TooManyPrices, Malformed.
    """
    own = _own(products, merchant_id=merchant_id, by=by)
    list(Product.objects.filter(pk__in=own).locked().values_list("pk"))
    seen = _seen(own, repricing, currency=currency_of(merchant_id))
    if seen.seal != seal or not seen.changed:
        raise PricesMoved
    change = PriceChange.objects.create(
        merchant_id=merchant_id,
        by_id=by.id,
        percent=repricing.percent,
        ending=repricing.ending,
        variants=seen.changed,
    )
    values = _values(own, repricing) | {"change": change.pk}
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, values)
        cursor.execute(_WRITE, values)
        priced = cursor.fetchall()
        cursor.execute(_WRITE_STEPS, values)
    _note(priced, merchant_id=merchant_id, by=by)
    return change


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def take_back(change_id: UUID, *, merchant_id: UUID, by: Actor) -> PriceChange:
    """Give the prices of a change back what they were, where nobody has priced them since; `restored` says how many.

    Raises NotFound, PriceChangeUndone.
    """
    change = PriceChange.objects.visible_to(by).locked().filter(pk=change_id, merchant_id=merchant_id).first()
    if change is None or by.is_operator:
        raise NotFound
    if change.undone_at is not None:
        raise PriceChangeUndone
    values: dict[str, Any] = {"change": change.pk}
    with connection.cursor() as cursor:
        cursor.execute(_HOLD_PRODUCTS, values)
        cursor.execute(_RESTORE, values)
        priced = cursor.fetchall()
        cursor.execute(_RESTORE_STEPS, values | {"variants": [variant for variant, _product in priced]})
    change.undone_at, change.restored = clock.now(), len(priced)
    change.save(update_fields=["undone_at", "restored"])
    _note(priced, merchant_id=merchant_id, by=by)
    return change


def changes(merchant_id: UUID, *, limit: int = 5, by: Actor) -> list[PriceChange]:
    """The last changes, newest first. Raises NotAllowed."""
    _must_keep(merchant_id, by)
    return list(PriceChange.objects.visible_to(by).filter(merchant_id=merchant_id).order_by("-id")[:limit])


def _must_keep(merchant_id: UUID, by: Actor) -> None:
    if not (by.is_system or by.may(Permission.CATALOGUE, merchant_id)):
        raise NotAllowed


def _own(products: Sequence[UUID], *, merchant_id: UUID, by: Actor) -> list[UUID]:
    _must_keep(merchant_id, by)
    found = Product.objects.editable_by(by).filter(merchant_id=merchant_id, pk__in=list(products))
    return list(found.values_list("pk", flat=True))


def _values(products: Sequence[UUID], repricing: Repricing) -> dict[str, Any]:
    return {"products": list(products), "percent": repricing.percent, "ending": repricing.ending}


def _seen(products: Sequence[UUID], repricing: Repricing, *, currency: str) -> Preview:
    values = _values(products, repricing)
    with connection.cursor() as cursor:
        cursor.execute(_SUMMARY, values)
        variants, changed, dropped, highest, seal = cursor.fetchone()
        cursor.execute(_SAMPLE, values)
        sample = cursor.fetchall()
    if variants > VARIANTS_MAX:
        raise TooManyPrices(most=VARIANTS_MAX)
    if highest and Money(highest, currency) > Money.parse(str(PRICE_MAX_MAJOR), currency):
        raise Malformed(fields=[FieldError("percent", _("A price would be too high to be meant."))])
    rows = [
        Repriced(
            title, json.loads(options), Money(before, currency), Money(after, currency), bool(is_dropped)
        )
        for title, options, before, after, is_dropped in sample
    ]
    return Preview(variants, changed, dropped or 0, rows, seal or "")


def _note(priced: Sequence[tuple[UUID, UUID]], *, merchant_id: UUID, by: Actor) -> None:
    products = {product for _variant, product in priced}
    Product.objects.filter(pk__in=products).update(changed_at=clock.now())
    record_all(
        [
            Fact("variant.priced", variant, by, merchant_id, {"product_id": str(product)})
            for variant, product in priced
        ]
        + [Fact("product.changed", product, by, merchant_id) for product in products]
    )
