"""What a flash sale needs of the market around it: goods of which there are few, and buyers. Needs Django."""

import random
from pathlib import Path
from uuid import UUID

from django.db.models import F

from entrepot.bench.seeding import STOCK, identity_numbers
from entrepot.kit.actor import SYSTEM
from entrepot.stock import counting
from entrepot.stock import queries as stock
from entrepot.stock.models import Level


def list_buyers(data: Path, count: int) -> None:
    """Write so many identity numbers, each of another buyer, where the load reads them."""
    (data / "buyers.txt").write_text("\n".join(identity_numbers(count)) + "\n")


def restock() -> None:
    """Have everything again that a flash sale has sold out, so that who measures next in this market is refused nothing."""
    short = Level.objects.filter(on_hand__lt=F("reserved") + STOCK // 2)
    for variant, reserved in short.values_list("variant_id", "reserved"):
        counting.count(variant, quantity=reserved + STOCK, by=SYSTEM)


def limited(data: Path, units: int) -> UUID:
    """One of the market's variants, of which there are so many to be had and no more."""
    variant = UUID(random.choice((data / "variants.txt").read_text().split()))
    _on_hand, reserved = stock.counts([variant])[variant]
    counting.count(variant, quantity=reserved + units, by=SYSTEM)
    return variant
