"""Comparing: up to four variants beside each other, row by row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from entrepot.catalog import queries as catalog
from entrepot.catalog import showing
from entrepot.catalog.showing import ShownProduct, ShownVariant
from entrepot.kit.actor import Actor
from entrepot.kit.money import Money
from entrepot.stock import queries as stock
from entrepot.web import formatting
from entrepot.web.shop.cards import title_language
from entrepot.web.shop.choosing import FEW, first_price
from entrepot.web.shop.estimating import estimate
from entrepot.web.shop.reading import Reader, in_language, media
from entrepot.web.shop.specifying import facts

#: As many as can be read beside each other.
COLUMNS_MAX = 4


@dataclass(frozen=True, slots=True)
class Column:
    """One of the compared. price: in the reader's currency; total: with everything to where the reader is; else `refusal`."""

    shown: ShownProduct
    variant: ShownVariant
    title: str
    language: str
    url: str
    picture: str
    without: str
    price: Money
    total: Money | None
    refusal: str
    left: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A name, and what stands under it in each column; `differs` if that is not everywhere the same."""

    label: str
    values: Sequence[str]

    @property
    def differs(self) -> bool:
        return len(set(self.values)) > 1


def chosen(variant_ids: Iterable[UUID], product_ids: Iterable[UUID]) -> list[tuple[UUID, UUID | None]]:
    """(product, variant or None for its first) of what an address names, each once, the first four; no unknown variant."""
    wanted = list(dict.fromkeys(variant_ids))
    offers = catalog.offers(wanted) if wanted else {}
    pairs: list[tuple[UUID, UUID | None]] = [(offers[key].product_id, key) for key in wanted if key in offers]
    known = {product for product, _variant in pairs}
    pairs += [(product, None) for product in dict.fromkeys(product_ids) if product not in known]
    return pairs[:COLUMNS_MAX]


def columns(pairs: Sequence[tuple[UUID, UUID | None]], here: Reader, *, by: Actor) -> list[Column]:
    """Those of them that this caller may see and that have something to choose. Statements: three, and an estimate's for each."""
    seen = {
        shown.id: shown for shown in showing.products(dict.fromkeys(key for key, _variant in pairs), by=by)
    }
    found: list[tuple[ShownProduct, ShownVariant]] = []
    for product_id, variant_id in pairs:
        shown = seen.get(product_id)
        variant = shown.variant(variant_id) if shown else None
        if shown and variant and variant.id not in {each.id for _shown, each in found}:
            found.append((shown, variant))
    left = stock.available([variant.id for _shown, variant in found])
    keys = [variant.id for _shown, variant in found]
    return [
        _column(shown, variant, left[variant.id].quantity if variant.id in left else 0, keys, here)
        for shown, variant in found
    ]


def _column(shown: ShownProduct, variant: ShownVariant, left: int, keys: list[UUID], here: Reader) -> Column:
    told = estimate(variant.id, variant.quantity_min, here) if shown.is_on_sale else None
    priced = told.priced if told else None
    values = {each.label: each.value for each in facts(shown, variant)}
    if told and told.days:
        least, most = told.days
        values = {_("Days on the way"): _("{least} to {most}").format(least=least, most=most)} | values
    picture = next((each.path_small for each in shown.pictures), "")
    return Column(
        shown=shown,
        variant=variant,
        title=in_language(shown.title, shown.title_zh),
        language=title_language(shown.title_zh),
        url=f"{reverse('shop:product', args=[shown.id])}?variant={variant.id}",
        picture=media(picture),
        without=address(key for key in keys if key != variant.id),
        price=here.priced(first_price(variant)),
        total=priced.landed.total if priced else None,
        refusal=told.refusal if told else _("Not on sale"),
        left=left if shown.is_on_sale and left >= variant.quantity_min else 0,
        values=values,
    )


def address(variant_ids: Iterable[UUID], product_id: UUID | None = None) -> str:
    """The page that compares these variants, and the first variant of one more product."""
    asked = [("variant", str(key)) for key in variant_ids]
    asked += [("goods", str(product_id))] if product_id else []
    return f"{reverse('shop:compare')}?{urlencode(asked)}" if asked else reverse("shop:compare")


def rows(compared: Sequence[Column]) -> list[Row]:
    """The facts of all, those that any of them has, in the order in which they come up; what is not known is a dash."""
    labels = dict.fromkeys(label for column in compared for label in column.values)
    found = [Row(_("Availability"), [_availability(column.left) for column in compared])]
    found += [
        Row(
            _("Least that is sold at once"),
            [formatting.number(each.variant.quantity_min) for each in compared],
        )
    ]
    found += [Row(label, [column.values.get(label, "–") for column in compared]) for label in labels]
    return [*found, *_sellers(compared)]


def _availability(left: int) -> str:
    if not left:
        return _("Sold out")
    return _("Only {number} left").format(number=left) if left <= FEW else _("In stock")


def _sellers(compared: Sequence[Column]) -> list[Row]:
    sold = [column.shown for column in compared]
    in_time = [
        _("{in_time} of {delivered}").format(in_time=each.done.in_time, delivered=each.done.delivered)
        if each.done.delivered
        else _("nothing known yet")
        for each in sold
    ]
    return [
        Row(_("Shop"), [in_language(each.seller.name, each.seller.name_zh) for each in sold]),
        Row(_("Country of the shop"), [formatting.country(each.seller.country) for each in sold]),
        Row(_("Orders of the shop that came in time"), in_time),
    ]
