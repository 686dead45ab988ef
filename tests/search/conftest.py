"""Each test has an index of its own in a folder of its own."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from entrepot.kit.actor import SYSTEM
from entrepot.merchants.models import Merchant
from entrepot.payments import rates
from entrepot.search import glossary, reading, rebuilding
from entrepot.search.glossary import Names
from entrepot.search.models import Term
from entrepot.search.writing import Writer
from tests import market


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


TERMS = (
    Names(("hand cream", "hand lotion"), ("护手霜", "润手霜")),
    Names(("headphones", "headset"), ("耳机",)),
    Names(("wallet", "billfold"), ("钱包", "皮夹")),
    Names(("honey",), ("蜂蜜",)),
)


@pytest.fixture
def things(writer, dollars_in_yuan) -> Merchant:
    """Goods of which half are described in one language only, and a glossary of four terms."""
    glossary.load(TERMS, Term.Origin.OURS, by=SYSTEM)
    seller = market.merchant("things")
    for title, title_zh in (
        ("Ranch Hand Cream", ""),
        ("Studio Headphones", "录音棚耳机"),
        ("Bridle Leather Wallet", ""),
        ("Wildflower Honey", "百花蜂蜜"),
        ("Waterproof Notebook", "防水笔记本"),
        ("Candle Holder", "烛台"),
    ):
        market.product(seller, title, 1000, title_zh=title_zh)
    rebuilding.rebuild()
    return seller
