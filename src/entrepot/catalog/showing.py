"""Reads of the shop's pages: a product with all that is shown of it, cards for grids, the shelves of the home page.

Each is one statement, however many pictures and variants there are; a page shows what is on sale, in the order of its keys.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from entrepot.catalog.models import Category, Picture, PriceTier, Product, Publication, Variant
from entrepot.kit.actor import ANONYMOUS, Actor, Permission
from entrepot.kit.compiled import Compiled, rows_of
from entrepot.kit.errors import NotFound
from entrepot.kit.money import Money
from entrepot.kit.sql import columns

PAGE = 24


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture in two sizes (paths in the media folder) and what it shows, in both languages."""

    path: str
    path_small: str
    alt: str
    alt_zh: str
    variant_id: str | None


@dataclass(frozen=True, slots=True)
class ShownVariant:
    """A variant that can be chosen. tiers: (from this quantity on, one costs)."""

    id: UUID
    options: list[str]
    options_zh: list[str]
    price: Money
    was: Money | None
    weight_grams: int | None
    tiers: Sequence[tuple[int, Money]]

    @property
    def quantity_min(self) -> int:
        return self.tiers[0][0] if self.tiers else 1


@dataclass(frozen=True, slots=True)
class Seller:
    """Who offers it, as `{% party %}` shows a business."""

    slug: str
    name: str
    name_zh: str
    legal_name: str
    trade: str
    trade_zh: str
    city: str
    region: str
    country: str
    founded: int | None


@dataclass(frozen=True, slots=True)
class Done:
    """What became of the merchant's orders of the last half year (merchants/performing.py), as far as it was counted."""

    delivered: int
    late: int
    ended: int
    troubled: int

    @property
    def in_time(self) -> int:
        """How many of those delivered came by the last day that was named to the buyer."""
        return self.delivered - self.late


@dataclass(frozen=True, slots=True)
class ShownProduct:
    """A product as its page shows it."""

    id: UUID
    merchant_id: UUID
    title: str
    title_zh: str
    text: str
    text_zh: str
    brand: str
    category: str
    category_name: str
    category_name_zh: str
    hs8: str
    origin: str
    net_content: Decimal | None
    net_unit: str
    option_names: list[str]
    option_names_zh: list[str]
    seller: Seller
    done: Done
    pictures: Sequence[ShownPicture]
    variants: Sequence[ShownVariant]
    is_on_sale: bool

    def variant(self, variant_id: UUID | None) -> ShownVariant | None:
        """The variant with this id, else the first; None of a product without any."""
        chosen = next((each for each in self.variants if each.id == variant_id), None)
        return chosen or next(iter(self.variants), None)


@dataclass(frozen=True, slots=True)
class Card:
    """A product of a grid: the lowest price of its variants, in the merchant's currency; `is_from` if they differ."""

    product_id: UUID
    title: str
    title_zh: str
    picture: str
    price: Money
    is_from: bool
    merchant_slug: str
    merchant_name: str
    merchant_name_zh: str


@dataclass(frozen=True, slots=True)
class CardPage:
    """Cards by keyset: `next` is where the following page begins, None on the last."""

    cards: Sequence[Card]
    next: UUID | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category of the first level, with a picture of the newest goods in it."""

    slug: str
    name: str
    name_zh: str
    picture: str


@dataclass(frozen=True, slots=True)
class CategoryName:
    """A category of the tree; `parent` is the slug of the one it lies in, "" on the first level."""

    slug: str
    name: str
    name_zh: str
    parent: str


#: The fields of a ShownProduct that are columns as they are.
_OWN = columns(
    "id merchant_id title title_zh text text_zh brand category category_name category_name_zh"
    " hs8 origin net_content net_unit"
)
#: What `{% party %}` reads of a business.
_SELLER = tuple(f"merchant__{each.name}" for each in fields(Seller))
_DONE = tuple(f"merchant__performance__{each.name}" for each in fields(Done))
#: As everybody sees it who keeps no catalogue.
_SHOWN = Compiled(lambda product_id: _shown(product_id, ANONYMOUS))


def product(product_id: UUID, *, by: Actor) -> ShownProduct:
    """One product, if this caller may see it: one query. Raises NotFound."""
    if by.is_operator or by.is_system or by.businesses(Permission.CATALOGUE):
        rows = rows_of(_shown(product_id, by))
    else:
        rows = _SHOWN.fetch(product_id)
    if not rows:
        raise NotFound
    return _product(rows[0])


def products(product_ids: Iterable[UUID], *, by: Actor) -> list[ShownProduct]:
    """Those of these products that this caller may see, in the order of the ids: one query."""
    wanted = list(product_ids)
    found = {row[0]: _product(row) for row in rows_of(_shown(wanted, by))}
    return [found[key] for key in wanted if key in found]


def _product(values: Sequence[Any]) -> ShownProduct:
    row = list(values)
    own = dict(zip(_OWN, row, strict=False))
    names, names_zh, pictures, variants, live, *rest = row[len(_OWN) :]
    return ShownProduct(
        **own,
        option_names=json.loads(names),
        option_names_zh=json.loads(names_zh),
        seller=Seller(*rest[: len(_SELLER)]),
        done=Done(*(count or 0 for count in rest[len(_SELLER) :])),
        pictures=[ShownPicture(**json.loads(picture)) for picture in pictures],
        variants=[_variant(json.loads(values)) for values in variants],
        is_on_sale=live is not None,
    )


def newest(limit: int = 10, *, of_one_shop: int = 2) -> list[Card]:
    """What was put on sale last, and of one shop only so many: a shop that uploads its catalogue does not fill the page."""
    chosen: list[Card] = []
    seen: dict[str, int] = {}
    for row in _cards(Product.objects.on_sale()).order_by("-pk")[: limit * 12]:
        card = _card(row)
        seen[card.merchant_slug] = seen.get(card.merchant_slug, 0) + 1
        if seen[card.merchant_slug] <= of_one_shop and len(chosen) < limit:
            chosen.append(card)
    return chosen


def of_merchant(
    merchant_id: UUID, *, before: UUID | None = None, but: UUID | None = None, limit: int = PAGE
) -> CardPage:
    """What a merchant has on sale, newest first; `but`: without this product."""
    asked = _of_merchant(limit, has_before=before is not None, has_but=but is not None)
    rows = asked.fetch(merchant_id, *(key for key in (before, but) if key is not None))
    return CardPage([_card(row) for row in rows[:limit]], rows[limit - 1][0] if len(rows) > limit else None)


@cache
def _of_merchant(limit: int, *, has_before: bool, has_but: bool) -> Compiled:
    """One more than `limit`, which tells whether a page follows."""

    def build(merchant_id: UUID, *rest: UUID) -> QuerySet[Any, Any]:
        others = list(rest)
        found = _cards(Product.objects.on_sale().filter(merchant_id=merchant_id))
        found = found.filter(pk__lt=others.pop(0)) if has_before else found
        found = found.exclude(pk=others.pop(0)) if has_but else found
        return found.order_by("-pk")[: limit + 1]

    return Compiled(build, ids=1 + has_before + has_but)


def cards(product_ids: Iterable[UUID]) -> dict[UUID, Card]:
    """The cards of these products, of those that are on sale."""
    rows = _cards(Product.objects.on_sale().filter(pk__in=list(product_ids)))
    return {row[0]: _card(row) for row in rows}


def shelves() -> list[Shelf]:
    """The categories of the first level that have goods on sale, in their order."""
    inside = Q(category=OuterRef("slug")) | Q(category__parent=OuterRef("slug"))
    newest_in = Product.objects.on_sale().filter(inside, pictures__isnull=False).order_by("-pk")
    rows = (
        Category.objects.filter(parent=None)
        .annotate(picture=Subquery(newest_in.values("pictures__path_small")[:1]))
        .filter(picture__isnull=False)
        .order_by("position", "slug")
    )
    return [Shelf(row.slug, row.name, row.name_zh, row.picture) for row in rows]


def categories() -> list[CategoryName]:
    """The whole tree, in its order."""
    rows = Category.objects.order_by("position", "slug").values_list("slug", "name", "name_zh", "parent_id")
    return [CategoryName(slug, name, name_zh, parent or "") for slug, name, name_zh, parent in rows]


def _shown(chosen: UUID | list[UUID], by: Actor) -> QuerySet[Any, Any]:
    found = Product.objects.visible_to(by)
    found = found.filter(pk__in=chosen) if isinstance(chosen, list) else found.filter(pk=chosen)
    return found.annotate(picture_rows=_pictures(), variant_rows=_variants(), live=_live()).values_list(
        "pk", "merchant_id", "title", "title_zh", "text", "text_zh", "brand",
        Coalesce("category_id", Value("")), Coalesce("category__name", Value("")), Coalesce("category__name_zh", Value("")),
        "hs8", "origin", "net_content", "net_unit", "option_names", "option_names_zh",
        "picture_rows", "variant_rows", "live", *_SELLER, *_DONE,
    )  # fmt: skip


def _live() -> Subquery:
    publications = Publication.objects.filter(product=OuterRef("pk"), withdrawn_at__isnull=True)
    return Subquery(publications.values("pk")[:1])


def _pictures() -> ArraySubquery:
    shown = {each.name: each.name for each in fields(ShownPicture)}
    rows = Picture.objects.filter(product=OuterRef("pk")).order_by("position", "id")
    return ArraySubquery(rows.values(row=JSONObject(**shown)))


def _variants() -> ArraySubquery:
    steps = PriceTier.objects.filter(variant=OuterRef("pk")).order_by("quantity_min")
    shown: dict[str, Any] = {
        name: name
        for name in ("id", "options", "options_zh", "price_minor", "was_minor", "currency", "weight_grams")
    }
    shown["tiers"] = ArraySubquery(steps.values(row=JSONObject(quantity="quantity_min", minor="price_minor")))
    rows = Variant.objects.filter(product=OuterRef("pk"), withdrawn_at__isnull=True).order_by(
        "position", "id"
    )
    return ArraySubquery(rows.values(row=JSONObject(**shown)))


def _variant(values: dict[str, Any]) -> ShownVariant:
    currency = values["currency"]
    was = values["was_minor"]
    return ShownVariant(
        id=UUID(values["id"]),
        options=values["options"],
        options_zh=values["options_zh"],
        price=Money(values["price_minor"], currency),
        was=Money(was, currency) if was and was > values["price_minor"] else None,
        weight_grams=values["weight_grams"],
        tiers=[(step["quantity"], Money(step["minor"], currency)) for step in values["tiers"]],
    )


def _cards(products: QuerySet[Product]) -> QuerySet[Any]:
    picture = (
        Picture.objects.filter(product=OuterRef("pk")).order_by("position", "id").values("path_small")[:1]
    )
    offered = Variant.objects.filter(product=OuterRef("pk"), withdrawn_at__isnull=True).order_by()
    lowest = offered.values("product").annotate(value=Min("price_minor")).values("value")
    prices = offered.values("product").annotate(value=Count("price_minor", distinct=True)).values("value")
    currency = offered.values("currency")[:1]
    return products.annotate(
        picture=Subquery(picture), lowest=Subquery(lowest), prices=Subquery(prices), paid_in=Subquery(currency)
    ).values_list(
        "pk", "title", "title_zh", "picture", "lowest", "prices", "paid_in",
        "merchant__slug", "merchant__name", "merchant__name_zh",
    ).filter(lowest__isnull=False)  # fmt: skip


def _card(row: tuple[Any, ...]) -> Card:
    key, title, title_zh, picture, lowest, prices, currency, *shop = row
    return Card(key, title, title_zh, picture or "", Money(lowest, currency), prices > 1, *shop)
