"""What every test can use; the database itself is started by `tests.plugins.database`."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _language_forgotten() -> Iterator[None]:
    """A request leaves its reader's language active in the thread that answered it; no test may depend on the one before."""
    yield
    translation.deactivate()
