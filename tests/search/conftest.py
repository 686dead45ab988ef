"""Each test has an index of its own in a folder of its own."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from entrepot.kit.actor import SYSTEM
from entrepot.payments import rates
from entrepot.search import reading
from entrepot.search.writing import Writer


@pytest.fixture
def folder(tmp_path: Path, settings) -> Iterator[Path]:
    """An empty data folder, and a reader that has seen nothing yet."""
    settings.DATA = tmp_path
    reading.forget()
    rates.forget()
    yield tmp_path / "search"
    reading.forget()
    rates.forget()


@pytest.fixture
def writer(db, folder: Path) -> Iterator[Writer]:
    """The writing process's writer, turned by hand."""
    writer = Writer()
    yield writer
    writer.close()


@pytest.fixture
def look(monkeypatch) -> None:
    """Readers see a commit at once, so that no test has to wait for it."""
    monkeypatch.setattr(reading, "FRESH_SECONDS", 0.0)


@pytest.fixture
def dollars_in_yuan(db) -> None:
    """One dollar is 7.1 yuan."""
    rates.publish_rate(
        base="USD", quote="CNY", value=Decimal("7.1"), source="test", as_of=date(2026, 6, 1), by=SYSTEM
    )
