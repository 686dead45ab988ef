"""Reads of merchants for the shop's pages: storefronts, and lists of shops."""

from collections.abc import Sequence
from dataclasses import dataclass

from entrepot.kit.actor import Actor
from entrepot.kit.errors import NotFound
from entrepot.merchants.models import Merchant

PAGE = 24


@dataclass(frozen=True, slots=True)
class ShopPage:
    """Shops by keyset: `next` is the slug after which the following page begins, "" on the last."""

    shops: Sequence[Merchant]
    next: str


def storefront(slug: str, *, by: Actor) -> Merchant:
    """A merchant whose storefront this caller may see. Raises NotFound."""
    found = Merchant.objects.visible_to(by).filter(slug=slug).first()
    if found is None:
        raise NotFound
    return found


def shops(*, after: str = "", limit: int = PAGE) -> ShopPage:
    """Shops that sell now, in the order of their addresses."""
    rows = list(Merchant.objects.selling().filter(slug__gt=after).order_by("slug")[: limit + 1])
    return ShopPage(rows[:limit], rows[limit - 1].slug if len(rows) > limit else "")


def newest(limit: int = 6) -> list[Merchant]:
    """The shops that came last."""
    return list(Merchant.objects.selling().order_by("-pk")[:limit])
