"""The merchant's table of prices and counts: a line a variant, over all products."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.db.models import Q

from entrepot.catalog import desk
from entrepot.catalog.desk import State
from entrepot.catalog.models import Variant
from entrepot.kit.actor import Actor
from entrepot.stock import queries as stock

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A variant with its product, how many are on hand and how many of them are promised."""

    variant: Variant
    on_hand: int
    reserved: int


@dataclass(frozen=True, slots=True)
class LinePage:
    """Lines by keyset: `next` is the variant after which the following page begins."""

    lines: Sequence[Line]
    next: UUID | None


def lines(
    merchant_id: UUID,
    *,
    text: str = "",
    state: State = State.ALL,
    need: str = "",
    after: UUID | None = None,
    by: Actor,
) -> LinePage:
    """Variants that are sold, of the products that `desk.chosen` finds, the newest product first. Raises NotAllowed."""
    products = desk.chosen(merchant_id, text=text, state=state, need=need, by=by)
    found = _live(merchant_id).filter(product__in=products)
    last = Variant.objects.filter(pk=after, merchant_id=merchant_id).first() if after else None
    if last is not None:
        further = Q(position__gt=last.position) | Q(position=last.position, pk__gt=last.pk)
        found = found.filter(Q(product_id__lt=last.product_id) | Q(product_id=last.product_id) & further)
    rows = list(found.order_by("-product_id", "position", "pk")[: PAGE + 1])
    shown = rows[:PAGE]
    return LinePage(_with_stock(shown), shown[-1].pk if len(rows) > PAGE else None)


def these(merchant_id: UUID, variant_ids: Sequence[UUID], *, by: Actor) -> Sequence[Line]:
    """Those of these variants that this merchant sells, at most a page, in the table's order. Raises NotAllowed."""
    own = desk.chosen(merchant_id, by=by)
    found = _live(merchant_id).filter(product__in=own, pk__in=variant_ids[:PAGE])
    return _with_stock(list(found.order_by("-product_id", "position", "pk")))


def _live(merchant_id: UUID) -> models.QuerySet[Variant]:
    return Variant.objects.filter(merchant_id=merchant_id, withdrawn_at__isnull=True).select_related(
        "product"
    )


def _with_stock(variants: Sequence[Variant]) -> Sequence[Line]:
    counts = stock.counts(variant.pk for variant in variants)
    return [Line(variant, *counts.get(variant.pk, (0, 0))) for variant in variants]
