"""Each test has an index of its own in a folder of its own."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from entrepot.catalog.models import Category, Variant
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


@pytest.fixture
def shop(writer, dollars_in_yuan) -> SimpleNamespace:
    """Syrup and candy of a sugarhouse, mugs of a pottery; all of it in the index."""
    for slug, name, name_zh, parent in (
        ("larder", "Food and drink", "食品饮料", None),
        ("larder/sweet", "Sweet things", "甜食", "larder"),
        ("hearth", "Home", "家居", None),
    ):
        Category.objects.create(slug=slug, name=name, name_zh=name_zh, parent_id=parent)
    sugar, clay = market.merchant("sugarbush"), market.merchant("blue-ridge")
    clay.name_zh = "蓝岭陶坊"
    clay.save()
    sweet, home = Category.objects.get(slug="larder/sweet"), Category.objects.get(slug="hearth")
    made = SimpleNamespace(sugar=sugar, clay=clay)
    made.syrup = market.product(
        sugar,
        "Amber Maple Syrup",
        2400,
        title_zh="琥珀枫糖浆",
        text="Boiled over wood",
        category=sweet,
        brand="Sugarbush",
    )
    made.candy = market.product(
        sugar,
        "Leaf Candy",
        900,
        title_zh="枫叶糖",
        text="Made of maple syrup and nothing else",
        category=sweet,
    )
    made.mug = market.product(
        clay, "River Mug, 350 ml", 3800, title_zh="河流马克杯 350毫升", text_zh="斑点炻器土两次拉坯成形", category=home,
        tags=["stoneware"],
    )  # fmt: skip
    made.bowl = market.product(
        clay, "Soup Bowl", 4200, title_zh="", text="Stoneware, thrown", category=home, stock=0
    )
    Variant.objects.filter(pk=made.mug.pk).update(sku="BRC-MUG-BL")
    rebuilding.rebuild()
    return made
