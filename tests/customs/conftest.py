"""Each test reads the rows that it loaded itself, not those a test before it left with the process."""

from collections.abc import Iterator

import pytest

from entrepot.customs import queries


@pytest.fixture(autouse=True)
def _no_books_kept() -> Iterator[None]:
    queries.forget()
    yield
    queries.forget()
