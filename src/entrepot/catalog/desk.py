"""Reads of the merchant's own pages: the catalogue with what it still needs, one product to edit, the imports."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from entrepot.catalog import lacking
from entrepot.catalog.importing.reporting import Told, told
from entrepot.catalog.lacking import Lack
from entrepot.catalog.models import Import, Product, ProductQuerySet, Variant, is_published
from entrepot.catalog.readiness import TODOS, Scope, ToDo, blocks_china, blocks_sale, readiness
from entrepot.kit.actor import Actor, Permission
from entrepot.kit.errors import NotAllowed, NotFound
from entrepot.kit.money import Money
from entrepot.stock import queries as stock

PAGE = 30
REPORT_PAGE = 100


class State(StrEnum):
    """Which products a list shows."""

    ALL = "all"
    PUBLISHED = "published"
    DRAFT = "draft"
    NEEDS = "needs"  # something is missing for a sale to China


@dataclass(frozen=True, slots=True)
class Summary:
    """How the catalogue stands: numbers of products."""

    products: int
    published: int
    drafts: int
    ready: int
    needs_china: int


@dataclass(frozen=True, slots=True)
class Row:
    """A product in the merchant's list."""

    product: Product
    picture: str
    price: Money | None
    is_from: bool
    available: int
    variants: int
    is_published: bool
    todos: Sequence[ToDo]

    @property
    def sells_to_china(self) -> bool:
        return not blocks_china(self.todos)


@dataclass(frozen=True, slots=True)
class RowPage:
    """Rows by keyset: `next` is where the following page begins."""

    rows: Sequence[Row]
    next: UUID | None


@dataclass(frozen=True, slots=True)
class EditedVariant:
    """A variant with what is on hand and what of it is promised."""

    variant: Variant
    on_hand: int
    reserved: int

    @property
    def tiers(self) -> list[tuple[int, Money]]:
        """Price steps: from how many on, what one costs."""
        currency = self.variant.currency
        return [(tier.quantity_min, Money(tier.price_minor, currency)) for tier in self.variant.tiers.all()]


@dataclass(frozen=True, slots=True)
class Edited:
    """One product with everything that its page edits. The pictures lie in `product.pictures`."""

    product: Product
    is_published: bool
    variants: Sequence[EditedVariant]
    withdrawn: Sequence[Variant]
    todos: Sequence[ToDo]

    @property
    def blocks_sale(self) -> list[ToDo]:
        return blocks_sale(self.todos)

    @property
    def sells_to_china(self) -> bool:
        return not blocks_china(self.todos)


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Rows of an import's report; `next` is the row after which the following page begins."""

    rows: Sequence[Told]
    next: int | None


def summary(merchant_id: UUID, *, by: Actor) -> Summary:
    """Counted in one statement, whatever the number of products. Raises NotAllowed."""
    products, published = _own(merchant_id, by), is_published()
    counted = products.aggregate(
        all=Count("pk"),
        on_sale=Count("pk", filter=published),
        ready=Count("pk", filter=~published & ~lacking.any_of(Scope.SALE)),
        needs_china=Count("pk", filter=lacking.any_of(Scope.SALE) | lacking.any_of(Scope.CHINA)),
    )
    drafts = counted["all"] - counted["on_sale"]
    return Summary(counted["all"], counted["on_sale"], drafts, counted["ready"], counted["needs_china"])


def to_do(merchant_id: UUID, *, by: Actor) -> Sequence[Lack]:
    """What keeps this merchant's products from being sold or found, with how many lack it. Raises NotAllowed."""
    return lacking.counted(_own(merchant_id, by))


def chosen(
    merchant_id: UUID, *, text: str = "", state: State = State.ALL, need: str = "", by: Actor
) -> ProductQuerySet:
    """The merchant's products by words of the name or a SKU's beginning, how far they are, and what they lack (a to-do's code).

    Raises NotAllowed.
    """
    found = _own(merchant_id, by)
    if state is State.PUBLISHED:
        found = found.published()
    elif state is State.DRAFT:
        found = found.drafts()
    elif state is State.NEEDS:
        found = found.filter(lacking.any_of(Scope.SALE) | lacking.any_of(Scope.CHINA))
    if need in TODOS:
        found = found.filter(lacking.lacks(need))
    for word in text.split()[:5]:
        sku = Variant.objects.filter(product=OuterRef("pk"), sku__istartswith=word)
        found = found.filter(Q(title__icontains=word) | Q(title_zh__icontains=word) | Exists(sku))
    return found


def products(
    merchant_id: UUID,
    *,
    text: str = "",
    state: State = State.ALL,
    need: str = "",
    before: UUID | None = None,
    by: Actor,
) -> RowPage:
    """The catalogue, newest first, as `chosen`. Raises NotAllowed."""
    found = chosen(merchant_id, text=text, state=state, need=need, by=by)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(
        found.prefetch_related("variants", "pictures", "wanted_pictures", "publications").order_by("-pk")[
            : PAGE + 1
        ]
    )
    shown = rows[:PAGE]
    counts = stock.counts(variant.pk for row in shown for variant in row.variants.all())
    return RowPage([_row(row, counts) for row in shown], shown[-1].pk if len(rows) > PAGE else None)


def _row(product: Product, counts: dict[UUID, tuple[int, int]]) -> Row:
    live = [variant for variant in product.variants.all() if variant.withdrawn_at is None]
    available = sum(on_hand - held for on_hand, held in (counts.get(v.pk, (0, 0)) for v in live))
    cheapest = min(live, key=lambda variant: variant.price_minor, default=None)
    pictures = product.pictures.all()
    return Row(
        product,
        pictures[0].path_small if pictures else "",
        cheapest.price if cheapest else None,
        len({variant.price_minor for variant in live}) > 1,
        available,
        len(live),
        product.is_published,
        readiness(product, available=available),
    )


def product(product_id: UUID, *, merchant_id: UUID, by: Actor) -> Edited:
    """One product to edit. Raises NotAllowed, NotFound."""
    row = (
        _own(merchant_id, by)
        .filter(pk=product_id)
        .select_related("category")
        .prefetch_related("variants__tiers", "pictures", "wanted_pictures", "publications")
        .first()
    )
    if row is None:
        raise NotFound
    live = [variant for variant in row.variants.all() if variant.withdrawn_at is None]
    counts = stock.counts(variant.pk for variant in live)
    variants = [EditedVariant(variant, *counts.get(variant.pk, (0, 0))) for variant in live]
    available = sum(each.on_hand - each.reserved for each in variants)
    withdrawn = [variant for variant in row.variants.all() if variant.withdrawn_at is not None]
    return Edited(row, row.is_published, variants, withdrawn, readiness(row, available=available))


def imports(merchant_id: UUID, *, limit: int = 10, by: Actor) -> list[Import]:
    """The last imports, newest first. Raises NotAllowed."""
    _must_keep(merchant_id, by)
    return list(Import.objects.visible_to(by).filter(merchant_id=merchant_id).order_by("-id")[:limit])


def import_run(run_id: UUID, *, merchant_id: UUID, by: Actor) -> Import:
    """One import. Raises NotAllowed, NotFound."""
    _must_keep(merchant_id, by)
    run = Import.objects.visible_to(by).filter(merchant_id=merchant_id, pk=run_id).first()
    if run is None:
        raise NotFound
    return run


def report(run: Import, *, outcome: str = "", after: int = 0) -> ReportPage:
    """What became of the rows, in their order, in the reader's language."""
    found = run.outcomes.filter(row__gt=after).order_by("row", "id")
    if outcome:
        found = found.filter(outcome=outcome)
    rows = list(found[: REPORT_PAGE + 1])
    shown = rows[:REPORT_PAGE]
    return ReportPage([told(row) for row in shown], shown[-1].row if len(rows) > REPORT_PAGE else None)


def _must_keep(merchant_id: UUID, by: Actor) -> None:
    if not by.may(Permission.CATALOGUE, merchant_id):
        raise NotAllowed


def _own(merchant_id: UUID, by: Actor) -> ProductQuerySet:
    _must_keep(merchant_id, by)
    return Product.objects.editable_by(by).filter(merchant_id=merchant_id)
