"""What a flash sale needs of the market around it: goods of which there are few, and buyers. Needs Django."""

import random
from pathlib import Path
from uuid import UUID

from entrepot.bench.seeding import identity_numbers
from entrepot.kit.actor import SYSTEM
from entrepot.stock import counting
from entrepot.stock import queries as stock


def list_buyers(data: Path, count: int) -> None:
    """Write so many identity numbers, each of another buyer, where the load reads them."""
    (data / "buyers.txt").write_text("\n".join(identity_numbers(count)) + "\n")


def limited(data: Path, units: int) -> UUID:
    """One of the market's variants, of which there are so many to be had and no more."""
    variant = UUID(random.choice((data / "variants.txt").read_text().split()))
    _on_hand, reserved = stock.counts([variant])[variant]
    counting.count(variant, quantity=reserved + units, by=SYSTEM)
    return variant
