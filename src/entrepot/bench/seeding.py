"""A large market to measure in: merchants, goods, stock, freight, rules and rates, inserted set-wise."""

import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from uuid import UUID

from entrepot.catalog.models import Product
from entrepot.customs import seeding as customs_seeding
from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.kit.ids import new_id
from entrepot.kit.sql import columns, insert_rows, run
from entrepot.merchants.models import FeePlan
from entrepot.payments import rates

CHUNK = 5_000
STOCK = 1_000_000
#: Tariff lines that the seeds know: honey, soap, skincare, socks, a mug.
HS = ("04090000", "34011100", "33049900", "61159500", "69120010")

_BUSINESS = columns(
    "id kind legal_name country registration_number street city region postal_code created_at"
)
_MERCHANT = columns(
    "id business_kind slug name name_zh legal_name trade trade_zh story"
    " story_zh currency country region city created_at"
)
_RATE = columns(
    "id merchant_id country currency first_grams first_minor step_grams"
    " step_minor days_min days_max changed_at"
)
_LOCATION = columns("id merchant_id name created_at")
_PRODUCT = columns(
    "id merchant_id source source_key title text title_zh text_zh brand"
    " tags option_names option_names_zh hs8 origin net_content net_unit"
    " created_at changed_at"
)
_PUBLICATION = columns("id product_id created_at")
_VARIANT = columns(
    "id product_id merchant_id source_key sku barcode options options_zh"
    " price_minor currency weight_grams pieces position"
)
_LEVEL = columns("id variant_id location_id merchant_id on_hand reserved")
_MOVEMENT = columns("id level_id merchant_id kind quantity created_at")


def seed(*, merchants: int, variants: int, tell: Callable[[str], None]) -> list[UUID]:
    """Fill an empty database; the ids of the variants, all on sale with stock that does not run out."""
    sellers = market(merchants, tell=tell)
    ids: list[UUID] = []
    for start in range(0, variants, CHUNK):
        ids += _goods(sellers, start, min(CHUNK, variants - start))
        tell(f"{len(ids):,} of {variants:,} variants")
    run("ANALYZE", [])
    return ids


def market(merchants: int, *, tell: Callable[[str], None]) -> list[tuple[UUID, UUID]]:
    """Rules, rates and so many merchants that send to China, in an empty database: each with the place of its stock."""
    if Product.objects.exists():
        raise RuntimeError("the bench fills only an empty database")
    customs_seeding.load()
    for base, quote, value in (("USD", "CNY", "7.1"), ("CNY", "USD", "0.14084507")):
        rates.publish_rate(
            base=base, quote=quote, value=Decimal(value), source="bench", as_of=date(2026, 6, 1), by=SYSTEM
        )
    FeePlan.objects.create(commission_bps=500, effective_from=clock.now().replace(year=2020))
    sellers = [(new_id(), new_id()) for _ in range(merchants)]
    for start in range(0, merchants, CHUNK):
        _merchants(sellers[start : start + CHUNK], start)
    tell(f"{merchants:,} merchants")
    return sellers


def _merchants(sellers: list[tuple[UUID, UUID]], start: int) -> None:
    at = clock.now()
    named = [(key, location, f"Bench {start + i}") for i, (key, location) in enumerate(sellers)]
    insert_rows(
        "identity_business",
        _BUSINESS,
        [(key, "trader", f"{name} LLC", "US", "", "", "Columbus", "OH", "", at) for key, _, name in named],
    )
    insert_rows(
        "merchants_merchant",
        _MERCHANT,
        [
            (
                key,
                "trader",
                f"bench-{start + i}",
                name,
                "",
                f"{name} LLC",
                "",
                "",
                "",
                "",
                "USD",
                "US",
                "OH",
                "Columbus",
                at,
            )
            for i, (key, _, name) in enumerate(named)
        ],
    )
    insert_rows(
        "shipping_rate",
        _RATE,
        [(new_id(), key, "CN", "USD", 1000, 900, 1000, 500, 7, 14, at) for key, _, _ in named],
    )
    insert_rows("stock_location", _LOCATION, [(location, key, "Main", at) for key, location, _ in named])


def _goods(sellers: list[tuple[UUID, UUID]], start: int, count: int) -> list[UUID]:
    at, chance = clock.now(), random.Random(start)
    rows = [
        (
            new_id(),
            new_id(),
            new_id(),
            *sellers[(start + i) % len(sellers)],
            chance.randrange(500, 4000),
            chance.choice(HS),
        )
        for i in range(count)
    ]
    insert_rows(
        "catalog_product",
        _PRODUCT,
        [
            (
                product,
                seller,
                "own",
                str(start + i),
                f"Thing {start + i}",
                "",
                f"东西 {start + i}",
                "",
                "",
                "[]",
                "[]",
                "[]",
                hs,
                "US",
                500,
                "g",
                at,
                at,
            )
            for i, (product, _, _, seller, _, _, hs) in enumerate(rows)
        ],
    )
    insert_rows("catalog_publication", _PUBLICATION, [(new_id(), product, at) for product, *_ in rows])
    insert_rows(
        "catalog_variant",
        _VARIANT,
        [
            (variant, product, seller, "", "", "", "[]", "[]", price, "USD", 400, 1, 0)
            for product, variant, _, seller, _, price, _ in rows
        ],
    )
    insert_rows(
        "stock_level",
        _LEVEL,
        [(level, variant, location, seller, STOCK, 0) for _, variant, level, seller, location, _, _ in rows],
    )
    insert_rows(
        "stock_movement",
        _MOVEMENT,
        [(new_id(), level, seller, "received", STOCK, at) for _, _, level, seller, _, _, _ in rows],
    )
    return [variant for _, variant, *_ in rows]


def identity_numbers(count: int) -> list[str]:
    """So many valid Chinese identity numbers of nobody: a district, a birthday, a serial number, the right check digit."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    numbers = []
    for i in range(count):
        body = f"110105{1950 + i % 50}{1 + i // 50 % 12:02}{1 + i // 600 % 28:02}{i // 16_800 % 1000:03}"
        body = body[:17]
        total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
        numbers.append(body + "10X98765432"[total % 11])
    return numbers
