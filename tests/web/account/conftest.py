"""The cast of identity at the pages."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from entrepot.identity.models import Person
from tests.identity.conftest import anna, as_actor, bakery, bo, cleo

__all__ = ["anna", "as_actor", "bakery", "bo", "cleo"]


@pytest.fixture(autouse=True)
def patient_limits() -> None:
    """Each test begins without the attempts of the one before."""
    cache.clear()


@pytest.fixture
def signed_in() -> Callable[[Person], Client]:
    """A browser in which this person is signed in."""

    def enter(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return enter
