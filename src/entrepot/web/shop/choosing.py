"""Choosing a variant: each option of a product with its values, and what the variant behind each costs and has left."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from entrepot.catalog.showing import ShownProduct, ShownVariant
from entrepot.kit.money import Money
from entrepot.web.shop.reading import Reader, in_language

#: From here down a page says how many are left; above it the number helps nobody.
FEW = 5


@dataclass(frozen=True, slots=True)
class Option:
    """A value of one of a product's options, as a link to the variant that has it and else is most like the one chosen.

    price: what one of that variant costs, in the reader's currency. left: how many of it can be had; fewer than it is sold in
    is none.
    """

    label: str
    url: str
    is_current: bool
    price: Money
    left: int

    @property
    def is_few(self) -> bool:
        return 0 < self.left <= FEW


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """An option with its values."""

    name: str
    options: list[Option]


def groups(
    shown: ShownProduct, chosen: ShownVariant | None, left: Mapping[UUID, int], reader: Reader
) -> list[OptionGroup]:
    """Every option in which there is something to choose. left: how many can be had, by variant."""
    if chosen is None or len(shown.variants) < 2:
        return []
    found = []
    for place, name in enumerate(shown.option_names or [""]):
        name_zh = shown.option_names_zh[place] if place < len(shown.option_names_zh) else ""
        options = [_option(shown, value, place, chosen, left, reader) for value in _values(shown, place)]
        if len(options) > 1:
            found.append(OptionGroup(in_language(name, name_zh), options))
    return found


def first_price(variant: ShownVariant) -> Money:
    """What one costs where the fewest are bought at once that can be."""
    least = variant.quantity_min
    return next((price for quantity, price in reversed(variant.tiers) if quantity <= least), variant.price)


def _values(shown: ShownProduct, place: int) -> list[str]:
    found = (variant.options[place] for variant in shown.variants if place < len(variant.options))
    return list(dict.fromkeys(found))


def _option(
    shown: ShownProduct,
    value: str,
    place: int,
    chosen: ShownVariant,
    left: Mapping[UUID, int],
    reader: Reader,
) -> Option:
    having = [each for each in shown.variants if place < len(each.options) and each.options[place] == value]
    best = max(having, key=lambda each: _likeness(each, chosen))
    label_zh = best.options_zh[place] if place < len(best.options_zh) else ""
    count = left.get(best.id, 0)
    return Option(
        label=in_language(value, label_zh),
        url=f"{reverse('shop:product', args=[shown.id])}?variant={best.id}#buy",
        is_current=chosen.options[place : place + 1] == [value],
        price=reader.priced(first_price(best)),
        left=count if shown.is_on_sale and count >= best.quantity_min else 0,
    )


def _likeness(variant: ShownVariant, chosen: ShownVariant) -> int:
    return sum(mine == other for mine, other in zip(variant.options, chosen.options, strict=False))
