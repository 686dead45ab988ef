"""The cast of identity, and an application of Anna's bakery."""

import pytest

from entrepot.identity.models import Business, Person
from entrepot.merchants import applying
from entrepot.merchants.models import Application
from tests.identity.conftest import anna, as_actor, bakery, bo, cleo

__all__ = ["anna", "bakery", "bo", "cleo"]

SHOP = {"name": "Rye & Co", "slug": "rye-and-co", "trade": "Bread"}


@pytest.fixture
def application(anna: Person, bakery: Business) -> Application:
    return applying.apply(bakery.pk, **SHOP, by=as_actor(anna))
