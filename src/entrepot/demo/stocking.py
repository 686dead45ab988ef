"""Stocking a shop: its products with variants, pictures, prices by quantity and stock, and all that is ready put on sale."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from uuid import UUID

from entrepot.catalog.editing import create_product
from entrepot.catalog.models import Variant
from entrepot.catalog.picturing import keep_drawing
from entrepot.catalog.publishing import publish_ready
from entrepot.catalog.tiering import set_tiers
from entrepot.catalog.varying import add_variant
from entrepot.demo.drawing import close_up, draw
from entrepot.demo.goods import Choice, Good, Shop
from entrepot.kit.actor import SYSTEM, Actor, Caller
from entrepot.kit.verb import verb
from entrepot.stock.counting import count_all

_WHOLE, _CENT = Decimal(1), Decimal("0.01")
#: Steps of the price: from so many on, this part of it.
_STEPS = ((1, Decimal(1)), (6, Decimal("0.93")), (24, Decimal("0.86")))
#: Who buys by the dozen buys what there is enough of.
_STOCK_FOR_STEPS = 60
#: Shops that are still being filled have drafts.
_FILLING = ("ohio-little-oak", "seattle-rainier-audio", "vermont-sugarbush-lane")


@dataclass(frozen=True, slots=True)
class Offered:
    """What a shop does with one of its goods, decided by chance that is the same every time."""

    good: Good
    #: A draft lacks its weight, so it cannot be sold yet; a fresh one lacks what customs asks as well.
    is_draft: bool
    is_fresh: bool
    was_reduced: bool
    has_steps: bool


def offered(shop: Shop) -> list[Offered]:
    """The goods of a shop. A few are drafts, as in every shop that is still being filled."""
    chance = Random(shop.slug)
    last = len(shop.goods) - 1
    return [
        Offered(
            good,
            is_draft=shop.slug in _FILLING and place >= last - 1,
            is_fresh=shop.slug in _FILLING and place == last,
            was_reduced=chance.random() < 0.08,
            has_steps=good.choices[0].stock >= _STOCK_FOR_STEPS and chance.random() < 0.6,
        )
        for place, good in enumerate(shop.goods)
    ]


@verb(allow={Caller.SYSTEM})
def stock(shop: Shop, merchant_id: UUID, *, owner: Actor, by: Actor) -> int:
    """Write the products of a shop as its owner, count them, put on sale what is ready; how many that is."""
    counts: dict[UUID, int] = {}
    # What a shop is known for stands first in its file, and is to be first where the newest goods are shown.
    for one in reversed(offered(shop)):
        counts |= _product(one, merchant_id, owner)
    count_all(counts, merchant_id=merchant_id, by=owner)
    return publish_ready(merchant_id, by=owner)


def _product(one: Offered, merchant_id: UUID, owner: Actor) -> dict[UUID, int]:
    """A product with its variants and its picture; how many of each variant there are."""
    good = one.good
    customs = {
        "hs8": good.hs8,
        "origin": good.origin,
        "net_content": good.net_content,
        "net_unit": good.net_unit,
    }
    product = create_product(
        merchant_id,
        source_key=good.slug,
        title=good.title,
        title_zh=good.title_zh,
        text=good.text,
        text_zh=good.text_zh,
        category=good.category,
        tags=good.tags,
        option_names=good.options,
        option_names_zh=good.options_zh,
        by=owner,
        **({} if one.is_fresh else customs),
    )
    counts = {}
    for choice in good.choices:
        variant = _variant(choice, one, product.pk, owner)
        counts[variant.pk] = choice.stock
    _pictures(good, product.pk)
    return counts


def _variant(choice: Choice, one: Offered, product_id: UUID, owner: Actor) -> Variant:
    price = Decimal(choice.price)
    before = str((price * Decimal("1.2")).quantize(_WHOLE, ROUND_HALF_UP)) if one.was_reduced else ""
    variant = add_variant(
        product_id,
        price=choice.price,
        was=before,
        options=choice.values,
        options_zh=choice.values_zh,
        sku=choice.sku,
        weight_grams=None if one.is_draft else choice.weight_grams,
        by=owner,
    )
    if one.has_steps:
        steps = [(least, str((price * part).quantize(_CENT, ROUND_HALF_UP))) for least, part in _STEPS]
        set_tiers(variant.pk, tiers=steps, by=owner)
    return variant


def _pictures(good: Good, product_id: UUID) -> None:
    """One picture; what comes in several choices is looked at more closely, so it has a second."""
    svg = draw(good.draw["object"], good.draw["colours"], variant=good.draw["variant"])
    keep_drawing(product_id, svg=svg, alt=good.title, alt_zh=good.title_zh, size=800, by=SYSTEM)
    if len(good.choices) > 1:
        alt, alt_zh = f"{good.title}, close up", f"{good.title_zh}，近看"
        keep_drawing(product_id, svg=close_up(svg), alt=alt, alt_zh=alt_zh, size=800, by=SYSTEM)
