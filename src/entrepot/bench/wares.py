"""A large catalogue that can be searched: goods described in both languages, with options, in categories, of many merchants.

Their words are those of the glossary, common things much more often than rare ones, as in a market.
"""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from entrepot.bench import seeding
from entrepot.catalog.models import Category
from entrepot.kit import clock
from entrepot.kit.ids import new_id
from entrepot.kit.sql import columns, insert_rows, run
from entrepot.search import glossary

CHUNK = 4_000
#: Of a product's variants: so many on average.
VARIANTS = 2.5
_PRODUCT = columns(
    "id merchant_id source source_key title text title_zh text_zh brand category_id tags option_names option_names_zh hs8 origin"
    " net_content net_unit created_at changed_at"
)
_PUBLICATION = columns("id product_id created_at")
_VARIANT = columns(
    "id product_id merchant_id source_key sku barcode options options_zh price_minor currency weight_grams pieces position"
)
_LEVEL = columns("id variant_id location_id merchant_id on_hand reserved")


def _pairs(listed: str) -> tuple[tuple[str, str], ...]:
    words = listed.split()
    return tuple(zip(words[::2], words[1::2], strict=True))


#: English and Chinese, side by side.
_KINDS = _pairs(
    "Small 小号 Large 大号 Travel 旅行 Everyday 日常 Handmade 手工 Classic 经典 Organic 有机 Folding 折叠 Waterproof 防水"
    " Lightweight 轻便 Vintage 复古 Double 双层 Slim 超薄 Heavy 厚重 Soft 柔软 Quiet 静音 Insulated 保温 Washed 水洗"
)
_STUFFS = _pairs(
    "Cotton 棉 Linen 亚麻 Walnut 胡桃木 Oak 橡木 Steel 不锈钢 Copper 铜 Leather 皮 Wool 羊毛 Glass 玻璃 Stoneware 陶"
    " Silicone 硅胶 Canvas 帆布 Bamboo 竹 Titanium 钛 Silk 真丝 Denim 牛仔"
)
_COLOURS = _pairs(
    "Black 黑色 White 白色 Navy 藏青 Green 绿色 Red 红色 Oat 燕麦色 Grey 灰色 Sand 沙色 Rust 铁锈红 Sky 天蓝"
)
_SIZES = ("S", "M", "L", "XL", "350 ml", "500 ml", "1 l", "20 cm", "30 cm")
_BRANDS = (
    "Bench Works",
    "Northfield",
    "Larch & Co",
    "Mill Creek",
    "Harbor",
    "Plainsong",
    "Ironbark",
    "Juniper Hill",
)


@dataclass(frozen=True, slots=True)
class Thing:
    """What a product is, in both languages."""

    en: str
    zh: str


def things() -> list[Thing]:
    """The things of our own glossary, in its order."""
    return [Thing(names.en[0], names.zh[0]) for names in glossary.ours() if names.en and names.zh]


def fill(*, merchants: int, variants: int, tell: Callable[[str], None]) -> None:
    """Fill an empty database with so many merchants and variants, all on sale."""
    sellers = seeding.market(merchants, tell=tell)
    known = things()
    categories = list(
        Category.objects.filter(parent__isnull=False).order_by("slug").values_list("slug", flat=True)
    )
    made, number = 0, 0
    goods = wares(known, categories)
    while made < variants:
        rows = list(islice(goods, int(min(CHUNK, (variants - made) / VARIANTS + 1))))
        made += _insert(rows, sellers, number)
        number += len(rows)
        tell(f"{made:,} of {variants:,} variants")
    run("ANALYZE", [])


@dataclass(frozen=True, slots=True)
class Ware:
    """A product as a bench describes it."""

    title: str
    title_zh: str
    text: str
    text_zh: str
    category: str
    brand: str
    tags: Sequence[str]
    values: Sequence[tuple[tuple[str, str], str]]
    price: int


def wares(known: Sequence[Thing], categories: Sequence[str]) -> Iterator[Ware]:
    """Goods without end, the same ones each time."""
    chance = random.Random(20261127)
    weights = [1 / (place + 10) for place in range(len(known))]
    while True:
        for at in chance.choices(range(len(known)), weights, k=1000):
            yield _ware(known, at, categories, chance)


def _ware(known: Sequence[Thing], at: int, categories: Sequence[str], chance: random.Random) -> Ware:
    thing, kind, stuff = known[at], chance.choice(_KINDS), chance.choice(_STUFFS)
    beside, other = (known[chance.randrange(len(known))] for _ in range(2))
    size, brand = chance.choice(_SIZES), chance.choice(_BRANDS)
    count = chance.choice((1, 2, 2, 3, 3, 4))
    return Ware(
        title=f"{kind[0]} {stuff[0]} {thing.en.title()}, {size}",
        title_zh=f"{kind[1]}{stuff[1]}{thing.zh} {size}",
        text=(
            f"A {kind[0].lower()} {thing.en} of {stuff[0].lower()}, made in small batches by {brand}. It goes well with a"
            f" {beside.en} and is often given together with a {other.en}. Wash by hand, keep dry, and it lasts for years."
        ),
        text_zh=(
            f"{brand}小批量制作的{kind[1]}{stuff[1]}{thing.zh}，适合搭配{beside.zh}，也常与{other.zh}一起作为礼物。"
            "请手洗，保持干燥，可以使用多年。"
        ),
        category=categories[at % len(categories)],
        brand=brand,
        tags=(stuff[0], beside.en),
        values=[(colour, size) for colour in chance.sample(_COLOURS, count)],
        price=chance.randrange(500, 20_000),
    )


def _insert(rows: Sequence[Ware], sellers: Sequence[tuple[UUID, UUID]], number: int) -> int:
    """Products with their publications, variants and stock; how many variants."""
    at = clock.now()
    named = [(new_id(), *sellers[(number + i) % len(sellers)], ware) for i, ware in enumerate(rows)]
    insert_rows(
        "catalog_product",
        _PRODUCT,
        [
            (
                key, seller, "own", str(number + i), ware.title, ware.text, ware.title_zh, ware.text_zh, ware.brand,
                ware.category, json.dumps(ware.tags), '["Color", "Size"]', '["颜色", "尺寸"]',
                seeding.HS[i % len(seeding.HS)], "US", 500, "g", at, at,
            )
            for i, (key, seller, _, ware) in enumerate(named)
        ],
    )  # fmt: skip
    insert_rows("catalog_publication", _PUBLICATION, [(new_id(), key, at) for key, *_ in named])
    variants = [
        (new_id(), key, seller, location, place, colour, size, ware)
        for key, seller, location, ware in named
        for place, (colour, size) in enumerate(ware.values)
    ]
    insert_rows(
        "catalog_variant",
        _VARIANT,
        [
            (
                variant, key, seller, "", f"B{variant.hex[-10:]}", "", json.dumps([colour[0], size]),
                json.dumps([colour[1], size], ensure_ascii=False), ware.price + place * 100, "USD", 400, 1, place,
            )
            for variant, key, seller, _, place, colour, size, ware in variants
        ],
    )  # fmt: skip
    insert_rows(
        "stock_level",
        _LEVEL,
        [(new_id(), variant, location, seller, 1000, 0) for variant, _, seller, location, *_ in variants],
    )
    return len(variants)


def questions(count: int) -> list[tuple[str, str]]:
    """What people type, with its language: things with and without what they are of, in either language, some of it misspelt."""
    chance = random.Random(4711)
    known = things()
    weights = [1 / (place + 10) for place in range(len(known))]
    asked = []
    for thing in chance.choices(known, weights, k=count):
        kind, stuff = chance.choice(_KINDS), chance.choice(_STUFFS)
        english = [
            thing.en,
            f"{stuff[0].lower()} {thing.en}",
            f"{kind[0].lower()} {stuff[0].lower()} {thing.en}",
        ]
        chinese = [thing.zh, f"{stuff[1]}{thing.zh}", f"{kind[1]}{thing.zh}"]
        if chance.random() < 0.5:
            asked.append((chance.choice(chinese), chance.choice(("zh-hans", "zh-hans", "en"))))
        else:
            typed = chance.choice(english)
            asked.append((_slip(typed, chance) if chance.random() < 0.05 else typed, "en"))
    return asked


def _slip(typed: str, chance: random.Random) -> str:
    """With one letter left out."""
    at = chance.randrange(1, len(typed))
    return typed[:at] + typed[at + 1 :]
