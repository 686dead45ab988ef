"""The cast of identity at the pages."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from entrepot.identity.models import Person
from tests.identity.conftest import anna, as_actor, bakery, bo, cleo

__all__ = ["anna", "as_actor", "bakery", "bo", "cleo"]


@pytest.fixture(autouse=True)
def patient_limits() -> None:
    """Each test begins without the attempts of the one before."""
    cache.clear()


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """Passwords are hashed by Django's own slow function; its slowness is not what is tested here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def signed_in() -> Callable[[Person], Client]:
    """A browser in which this person is signed in."""

    def enter(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return enter
