"""Whose shop a merchant's page is about: one that the caller belongs to, or there is nothing."""

from django.http import HttpRequest

from entrepot.kit.actor import Actor
from entrepot.kit.errors import NotFound
from entrepot.merchants import showing
from entrepot.merchants.models import Merchant


def caller(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by web/middleware.py
    return actor


def own_shop(request: HttpRequest, slug: str) -> Merchant:
    """The shop with this address, if the caller has a role in it. Raises NotFound."""
    shop = showing.storefront(slug, by=caller(request))
    if shop.pk not in caller(request).memberships:
        raise NotFound
    return shop
