"""Whatever is posted, in whatever order: an auditor in memory foresees every answer, and the database agrees
with it.
"""

from collections import Counter
from uuid import UUID, uuid5

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.ledger import audit, chart, posting, queries
from entrepot.ledger.chart import AccountRef
from entrepot.ledger.entries import Journal, Line
from entrepot.ledger.errors import Insufficient

OWNERS = [uuid5(UUID(int=7), str(number)) for number in range(3)]
CURRENCIES = ("CNY", "USD", "JPY")


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """A transfer between any two accounts of one currency."""
    currency = draw(st.sampled_from(CURRENCIES))
    refs = st.sampled_from(
        [
            chart.BANK_CLIENT.house(currency),
            chart.PSP_CLEARING.house(currency),
            chart.FX_TRADING.house(currency),
            *(entry.of(owner, currency) for entry in OWNED for owner in OWNERS),
        ]
    )
    debit = draw(refs)
    credit = draw(refs.filter(lambda ref: ref != debit))
    return Line(debit, credit, Money(draw(st.integers(1, 1000)), currency))


OWNED = (chart.ESCROW, chart.SELLER_PAYABLE, chart.SELLER_RECEIVABLE)
BATCHES = st.lists(st.lists(st.lists(lines(), min_size=1, max_size=3), min_size=1, max_size=4), max_size=8)


class Auditor:
    """Foresees the balances, debits less credits, and which lists of journals are refused."""

    def __init__(self) -> None:
        self.balances: Counter[AccountRef] = Counter()

    def foresee(self, batch: list[Journal]) -> set[AccountRef]:
        """The accounts that refuse the list; where there are none, it is taken as posted."""
        after = Counter(self.balances)
        for line in (line for journal in batch for line in journal.lines):
            after[line.debit] += line.amount.minor
            after[line.credit] -= line.amount.minor
        refused = {ref for ref, minor in after.items() if not ref.is_house and minor * ref.entry.side < 0}
        if not refused:
            self.balances = after
        return refused


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=BATCHES)
def test_any_journals_keep_every_promise(db, batches):
    with transaction.atomic():
        auditor = Auditor()
        for batch in batches:
            posted = [Journal(new_id(), OWNERS[0], "any", tuple(journal)) for journal in batch]
            expected = auditor.foresee(posted)
            try:
                with transaction.atomic():
                    posting.post(posted)
                refused = set()
            except Insufficient as refusal:
                refused = set(refusal.refused)
            assert refused == expected
        for ref, minor in auditor.balances.items():
            assert queries.balance(ref).minor == minor * ref.entry.side
        broken = [result for result in audit.run([1, 2, 4]) if not result.ok]
        assert [result.check.name for result in broken if result.check.name.startswith("ledger.")] == []
        assert all(not trial.difference for trial in queries.trial_balance())
        transaction.set_rollback(True)
