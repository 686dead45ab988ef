"""What every test can use; the database itself is started by `tests.plugins.database`."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import translation

from entrepot.customs import queries as customs
from entrepot.payments import rates
from tests.plugins.serving import Pages


def pytest_configure() -> None:
    """Hundreds of people are made; a password that takes half a second to guess takes as long to set."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _language_forgotten() -> Iterator[None]:
    """A request leaves its reader's language active in the thread that answered it; no test may depend on the one before."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _readings_forgotten() -> Iterator[None]:
    """What a process has read of rates and rules is of a database that the next test does not have."""
    yield
    rates.forget()
    customs.forget()


@pytest.fixture(scope="session")
def live_server() -> Iterator[Pages]:
    """What browsers look at; pytest-django's, with its static files served as in production."""
    server = Pages("localhost")
    yield server
    server.stop()
