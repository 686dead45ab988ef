"""Bo's empty shop, and a way to upload a file to it and read what became of it."""

import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from entrepot.catalog import categories
from entrepot.catalog.importing import running
from entrepot.catalog.importing.reporting import Told, told
from entrepot.catalog.models import Import
from entrepot.kit.actor import SYSTEM, Actor
from tests import market

FILES = Path(__file__).parents[4] / "shared" / "data" / "merchant_csv"


def merchant_file(name: str) -> bytes:
    """A real export of the shared data, or the test is skipped where that is not at hand."""
    path = FILES / name
    if not path.exists():
        pytest.skip(f"the shared data is not here: {path}")
    return path.read_bytes()


def totals(run: Import) -> tuple[int, int, int, int, int]:
    return run.rows_done, run.taken, run.changed, run.unchanged, run.refused


def report(run: Import) -> dict[int, Told]:
    return {row.row: row for row in (told(outcome) for outcome in run.outcomes.order_by("row"))}


@pytest.fixture
def bo(db: None) -> SimpleNamespace:
    categories.load()
    merchant = market.merchant("bo")
    return SimpleNamespace(pk=merchant.pk, merchant=merchant, keeper=market.staff_of(merchant))


@pytest.fixture
def upload(bo: SimpleNamespace) -> Callable[..., Import]:
    """Upload and run an import to its end, as the system does for Bo."""

    def run(data: bytes | str, *, encoding: str = "", by: Actor = SYSTEM) -> Import:
        content = data.encode() if isinstance(data, str) else data
        asked = running.ask(bo.pk, file=io.BytesIO(content), file_name="goods.csv", encoding=encoding, by=by)
        return running.run_here(asked.pk)

    return run
