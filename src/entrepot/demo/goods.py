"""What the demo's shops sell, as the files in `goods/` tell it: one file a shop, every text written for its own product."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "goods"
#: The shop that most of the demo is told about comes first, so that a small demo has it too.
FIRST = "ohio-little-oak"


@dataclass(frozen=True, slots=True)
class Choice:
    """One variant of a product. `price`: plain decimal of US dollars."""

    values: tuple[str, ...]
    values_zh: tuple[str, ...]
    price: str
    stock: int
    weight_grams: int
    sku: str


@dataclass(frozen=True, slots=True)
class Good:
    """One product. `draw`: the object, colours and variation of its picture."""

    slug: str
    title: str
    title_zh: str
    text: str
    text_zh: str
    category: str
    tags: tuple[str, ...]
    hs8: str
    origin: str
    net_content: str
    net_unit: str
    options: tuple[str, ...]
    options_zh: tuple[str, ...]
    choices: tuple[Choice, ...]
    draw: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shop:
    """One small business with what it says of itself. `freight`: to China, by the kilogram."""

    slug: str
    name: str
    name_zh: str
    legal_name: str
    trade: str
    trade_zh: str
    street: str
    city: str
    state: str
    postal_code: str
    founded: int
    staff: int
    story: str
    story_zh: str
    freight: Mapping[str, Any]
    goods: tuple[Good, ...]


@cache
def shops() -> tuple[Shop, ...]:
    """Every shop with its goods."""
    read = [_shop(tomllib.loads(path.read_text("utf-8"))) for path in sorted(_FOLDER.glob("*.toml"))]
    return tuple(sorted(read, key=lambda shop: (shop.slug != FIRST, shop.slug)))


def _shop(told: dict[str, Any]) -> Shop:
    goods = tuple(_good(product) for product in told.pop("product"))
    return Shop(**told, goods=goods)


def _good(told: Mapping[str, Any]) -> Good:
    return Good(
        slug=told["slug"],
        title=told["title"],
        title_zh=told["title_zh"],
        text=told["text"],
        text_zh=told["text_zh"],
        category=told["category"],
        tags=tuple(told["tags"]),
        hs8=told["hs"],
        origin=told["origin"],
        net_content=told["net_content"],
        net_unit=told["net_unit"],
        options=tuple(told.get("options", ())),
        options_zh=tuple(told.get("options_zh", ())),
        choices=tuple(_choice(one) for one in told.get("variant") or [told]),
        draw=told["draw"],
    )


def _choice(told: Mapping[str, Any]) -> Choice:
    return Choice(
        values=tuple(told.get("values", ())),
        values_zh=tuple(told.get("values_zh", ())),
        price=told["price"],
        stock=told["stock"],
        weight_grams=told["weight_grams"],
        sku=told.get("sku", ""),
    )
