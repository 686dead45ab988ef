"""How much merchants sell, noted anew each day: small sellers are charged less."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.events import Fact, record_all
from entrepot.kit.sql import arrays_of, fetch
from entrepot.kit.verb import verb

# The row as it was comes back too: only a change of size is news.
_NOTE = """
UPDATE merchants_merchant AS merchant
   SET is_small = sized.is_small, sales_minor = sized.sales, sized_at = %s::timestamptz
  FROM unnest(%s::uuid[], %s::bigint[], %s::bool[]) AS sized (id, sales, is_small),
       merchants_merchant AS before
 WHERE merchant.id = sized.id AND before.id = sized.id
RETURNING merchant.id, merchant.is_small, before.is_small
"""


@dataclass(frozen=True, slots=True)
class Size:
    """What a merchant sold in the time that counts, in minor units of its currency, and whether that is little."""

    merchant_id: UUID
    sales_minor: int
    is_small: bool


@verb(allow={Caller.SYSTEM})
def note_sizes(sizes: Sequence[Size], *, by: Actor) -> int:
    """Note how much these merchants sell; answers how many became small, or ceased to be. Orders keep the fees of their sale."""
    rows = sorted(
        ((size.merchant_id, size.sales_minor, size.is_small) for size in sizes), key=lambda row: row[0]
    )
    noted = fetch(_NOTE, [clock.now(), *arrays_of(rows, 3)])
    changed = [(merchant, is_small) for merchant, is_small, was in noted if is_small != was]
    record_all(
        [
            Fact("merchant.sized", merchant, by, merchant, {"is_small": is_small})
            for merchant, is_small in changed
        ]
    )
    return len(changed)
