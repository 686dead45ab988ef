"""How well merchants keep their promises: counted anew each day from their orders, told of, and one part of the ranking."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.events import Fact, record_all
from entrepot.kit.sql import arrays_of, fetch
from entrepot.kit.verb import verb

#: Orders of so many days count.
DAYS = 180
#: With fewer deliveries in that time a merchant is a newcomer in search: new, or small.
NEWCOMER_BELOW = 30
#: The least quality of a merchant whose goods may have a newcomer's place; who has no orders yet has 0.75.
QUALITY_MIN = 0.6
#: Everybody begins as if one of so many orders had gone wrong, so that a first bad order does not ruin anyone (trade rules 4.2).
_PRIOR = 20
#: At this share of late or troubled orders nothing is left of that half of the quality.
_WORST = 0.2
#: Smaller changes of quality are no news: each is a reason to write all goods of the merchant into the index anew.
_NEWS = 0.02

_NOTE = """
WITH counted AS (
    SELECT * FROM unnest(%s::uuid[], %s::int[], %s::int[], %s::int[], %s::int[])
                  AS counted (merchant_id, delivered, late, ended, troubled)
), before AS (
    SELECT was.merchant_id, was.delivered, was.late, was.ended, was.troubled
      FROM merchants_performance AS was JOIN counted ON counted.merchant_id = was.merchant_id
), noted AS (
    INSERT INTO merchants_performance (merchant_id, delivered, late, ended, troubled, counted_at)
    SELECT merchant_id, delivered, late, ended, troubled, %s FROM counted ORDER BY merchant_id
    ON CONFLICT (merchant_id) DO UPDATE
       SET delivered = excluded.delivered, late = excluded.late, ended = excluded.ended,
           troubled = excluded.troubled, counted_at = excluded.counted_at
)
SELECT * FROM before
"""
_READ = """
SELECT merchant_id, delivered, late, ended, troubled FROM merchants_performance WHERE merchant_id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Performance:
    """What became of a merchant's orders of DAYS days. late: of those delivered, after the last day that was named to the buyer.

    troubled: of those ended, returned, refunded, disputed, or cancelled by the merchant.
    """

    merchant_id: UUID
    delivered: int = 0
    late: int = 0
    ended: int = 0
    troubled: int = 0

    @property
    def on_time(self) -> float:
        """The share that came in time, as far as one can know from so few."""
        return 1 - (self.late + 1) / (self.delivered + _PRIOR)

    @property
    def untroubled(self) -> float:
        """The share that went well, as far as one can know from so few."""
        return 1 - (self.troubled + 1) / (self.ended + _PRIOR)

    @property
    def quality(self) -> float:
        """From 0 to 1: half for time, half for orders without trouble."""
        halves = (max(0.0, 1 - (1 - share) / _WORST) for share in (self.on_time, self.untroubled))
        return sum(halves) / 2

    @property
    def is_newcomer(self) -> bool:
        return self.delivered < NEWCOMER_BELOW


@verb(allow={Caller.SYSTEM})
def note_performances(counted: Sequence[Performance], *, by: Actor) -> int:
    """Note these counts; answers of how many merchants that is news."""
    rows = [(each.merchant_id, each.delivered, each.late, each.ended, each.troubled) for each in counted]
    before = {row[0]: Performance(*row) for row in fetch(_NOTE, [*arrays_of(rows, 5), clock.now()])}
    news = [
        each
        for each in counted
        if _is_news(before.get(each.merchant_id, Performance(each.merchant_id)), each)
    ]
    record_all(
        [
            Fact("merchant.performed", each.merchant_id, by, each.merchant_id, {"delivered": each.delivered})
            for each in news
        ]
    )
    return len(news)


def performances(merchant_ids: Iterable[UUID]) -> dict[UUID, Performance]:
    """The performance of each merchant, as it was last counted; of one that never was, as of one without orders."""
    ids = set(merchant_ids)
    return {key: Performance(key) for key in ids} | {
        row[0]: Performance(*row) for row in fetch(_READ, [list(ids)])
    }


def _is_news(was: Performance, now: Performance) -> bool:
    return was.is_newcomer != now.is_newcomer or abs(was.quality - now.quality) >= _NEWS
