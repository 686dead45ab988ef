"""Reads of the shop's pages: a product with all that is shown of it, cards for grids, the shelves of the home page.

Each is one statement, however many pictures and variants there are; a page shows what is on sale, in the order of its keys.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from entrepot.catalog.models import Category, Picture, PriceTier, Product, Publication, Variant
from entrepot.kit.actor import Actor
from entrepot.kit.errors import NotFound
from entrepot.kit.money import Money

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
class ShownProduct:
    """A product as its page shows it. `product.merchant` and `product.category` are loaded with it."""

    product: Product
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


def product(product_id: UUID, *, by: Actor) -> ShownProduct:
    """One product, if this caller may see it: one query. Raises NotFound."""
    row = (
        Product.objects.visible_to(by)
        .filter(pk=product_id)
        .select_related("merchant", "category")
        .annotate(picture_rows=_pictures(), variant_rows=_variants(), live=_live())
        .first()
    )
    if row is None:
        raise NotFound
    return ShownProduct(
        product=row,
        pictures=[ShownPicture(**picture) for picture in row.picture_rows],
        variants=[_variant(values) for values in row.variant_rows],
        is_on_sale=bool(row.live),
    )


def newest(limit: int = 10, *, of_one_shop: int = 2) -> list[Card]:
    """What was put on sale last, and of one shop only so many: a shop that uploads its catalogue does not fill the page."""
    chosen: list[Card] = []
    seen: dict[str, int] = {}
    for row in _cards(Product.objects.on_sale()).order_by("-pk")[: limit * 12]:
        seen[row["slug"]] = seen.get(row["slug"], 0) + 1
        if seen[row["slug"]] <= of_one_shop and len(chosen) < limit:
            chosen.append(_card(row))
    return chosen


def of_merchant(
    merchant_id: UUID, *, before: UUID | None = None, but: UUID | None = None, limit: int = PAGE
) -> CardPage:
    """What a merchant has on sale, newest first; `but`: without this product."""
    found = _cards(Product.objects.on_sale().filter(merchant_id=merchant_id))
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.exclude(pk=but).order_by("-pk")[: limit + 1])
    return CardPage(
        [_card(row) for row in rows[:limit]], rows[limit - 1]["pk"] if len(rows) > limit else None
    )


def cards(product_ids: Iterable[UUID]) -> dict[UUID, Card]:
    """The cards of these products, of those that are on sale."""
    rows = _cards(Product.objects.on_sale().filter(pk__in=list(product_ids)))
    return {row["pk"]: _card(row) for row in rows}


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
    rows = Category.objects.order_by("position", "slug")
    return [CategoryName(row.slug, row.name, row.name_zh, row.parent_id or "") for row in rows]


def _live() -> Subquery:
    publications = Publication.objects.filter(product=OuterRef("pk"), withdrawn_at__isnull=True)
    return Subquery(publications.values("pk")[:1])


def _pictures() -> ArraySubquery:
    fields = {name: name for name in ("path", "path_small", "alt", "alt_zh", "variant_id")}
    rows = Picture.objects.filter(product=OuterRef("pk")).order_by("position", "id")
    return ArraySubquery(rows.values(row=JSONObject(**fields)))


def _variants() -> ArraySubquery:
    steps = PriceTier.objects.filter(variant=OuterRef("pk")).order_by("quantity_min")
    fields: dict[str, Any] = {
        name: name
        for name in ("id", "options", "options_zh", "price_minor", "was_minor", "currency", "weight_grams")
    }
    fields["tiers"] = ArraySubquery(
        steps.values(row=JSONObject(quantity="quantity_min", minor="price_minor"))
    )
    rows = Variant.objects.filter(product=OuterRef("pk"), withdrawn_at__isnull=True).order_by(
        "position", "id"
    )
    return ArraySubquery(rows.values(row=JSONObject(**fields)))


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
    ).values(
        "pk", "title", "title_zh", "picture", "lowest", "prices", "paid_in",
        slug=F("merchant__slug"), shop=F("merchant__name"), shop_zh=F("merchant__name_zh"),
    ).filter(lowest__isnull=False)  # fmt: skip


def _card(row: dict[str, Any]) -> Card:
    return Card(
        product_id=row["pk"],
        title=row["title"],
        title_zh=row["title_zh"],
        picture=row["picture"] or "",
        price=Money(row["lowest"], row["paid_in"]),
        is_from=row["prices"] > 1,
        merchant_slug=row["slug"],
        merchant_name=row["shop"],
        merchant_name_zh=row["shop_zh"],
    )
