"""What matches a question: as it was typed, and where that is too little, as it may have been meant, and some of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from entrepot.kit import clock
from entrepot.search import ordering, ranking
from entrepot.search.asking import Question
from entrepot.search.ordering import Batches
from entrepot.search.paging import Place, Sort
from entrepot.search.ranking import Seat, Tier
from entrepot.search.reading import View
from entrepot.search.understanding import understand

#: With fewer than these, what has only some of what was asked for is shown below.
_FEW = 8


@dataclass(frozen=True, slots=True)
class Matching:
    """question: as wide as it was taken in the end. full: how many of `total` have all of it. tiers: in an order by rank only."""

    view: View
    question: Question
    sort: Sort
    total: int
    full: int
    tiers: Sequence[Tier]

    def batches(self, begin: Place | None, size: int) -> Batches:
        """What matches after `begin`, in batches of `size`."""
        if not self.tiers:
            return ordering.by_column(self.view, self.question, self.sort, begin, size)
        day = date.fromordinal(begin.day) if begin else ranking.today()
        return ordering.by_rank(self.seats(day), day, begin, size)

    def seats(self, day: date) -> list[Seat]:
        """The candidates in their order."""
        return ranking.seated(self.tiers, day)


def matching(view: View, question: Question, sort: Sort, to: str) -> Matching:
    """What matches, to be sent to the country `to` if one is named."""
    if question.is_open:
        total = ordering.count(view, question)
        return Matching(view, question, sort, total, total, ())
    question = replace(question, meaning=understand(question.typed, view))
    at = clock.now()
    tiers: list[Tier] = []

    def count() -> int:
        if sort is not Sort.RELEVANCE:
            return ordering.count(view, question)
        tiers.append(Tier(view, question, to, at))
        return tiers[-1].total

    full = total = count()
    # In another order than by relevance what has only some of it would stand among what has all.
    enough = _FEW if sort is Sort.RELEVANCE else 1
    for wider, few in (("is_spoken", 1), ("is_wide", enough), ("is_loose", enough)):
        if total < few and _count_bare(view, question, total) < few:
            question = replace(question, **{wider: True})  # type: ignore[arg-type]  # the names of truths
            total = count()
            full = total if wider == "is_spoken" else full
    return Matching(view, question, sort, total, full, tiers)


def _count_bare(view: View, question: Question, total: int) -> int:
    """How many would match without the filters, of which `total` match with them."""
    return total if question.bare == question else ordering.count(view, question.bare)
