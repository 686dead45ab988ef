"""Release: what is owed is recovered first (at most half), then a new merchant's reserve kept; the rest is payable."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.ledger import chart, journals, queries
from entrepot.ledger.entries import Journal, Line
from entrepot.ledger.posting import post
from entrepot.merchants.models import Merchant
from entrepot.payments import freezing, standing
from entrepot.payments.freezing import Frozen
from entrepot.payments.models import Reserve
from entrepot.payments.parameters import payout_terms
from entrepot.payments.releasing import Parts, Release, release
from entrepot.payments.reserving import release_reserves
from tests import market

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
TERMS = payout_terms(AT.date())


def cny(text: str) -> Money:
    return Money.parse(text, "CNY")


@pytest.fixture
def bo(db: None) -> Merchant:
    return market.merchant("bo")


def captured(*escrows: str, of: Merchant) -> list[Release]:
    """Orders that were paid and received, with no commission."""
    found = [Release(new_id(), of.pk, cny(escrow), cny("0.00"), cny("0.00")) for escrow in escrows]
    post(
        [
            journals.capture(order_id=each.order_id, escrow=each.escrow, import_tax=cny("0.00"))
            for each in found
        ]
    )
    return found


def released(*escrows: str, of: Merchant, at: datetime = AT) -> list[Release]:
    found = captured(*escrows, of=of)
    with transaction.atomic():
        release(found, at=at)
    return found


def owes(merchant: Merchant, amount: str) -> None:
    """The merchant owes so much, for a dispute that it lost."""
    line = Line(chart.SELLER_RECEIVABLE.of(merchant.pk, "CNY"), chart.PSP_CLEARING.house("CNY"), cny(amount))
    post([Journal(new_id(), new_id(), "chargeback_lost", (line,))])


def balances(merchant: Merchant) -> list[str]:
    """Payable, reserve, debt."""
    entries = (chart.SELLER_PAYABLE, chart.SELLER_RESERVE, chart.SELLER_RECEIVABLE)
    return [queries.balance(entry.of(merchant.pk, "CNY")).decimal for entry in entries]


def trusted(merchant: Merchant) -> None:
    """Long enough here, and ten orders whose money became its own; nothing of it is left."""
    Merchant.objects.filter(pk=merchant.pk).update(created_at=AT - timedelta(days=90))
    released(*["0.01"] * 10, of=merchant)


class TestParts:
    @pytest.mark.parametrize(
        ("net", "owed", "is_new", "recovered", "reserved"),
        [
            ("1539.05", "0.00", True, "0.00", "153.91"),  # 153.905, half up
            ("1539.05", "0.00", False, "0.00", "0.00"),
            ("1000.00", "300.00", True, "300.00", "100.00"),
            ("1000.00", "1612.42", True, "500.00", "100.00"),
            ("0.03", "5.00", False, "0.01", "0.00"),  # at most half, so rounded down
            ("0.05", "0.00", True, "0.00", "0.01"),
            ("0.00", "5.00", True, "0.00", "0.00"),
        ],
    )
    def test_of_a_release(self, net: str, owed: str, is_new: bool, recovered: str, reserved: str) -> None:
        parts = Parts.of(cny(net), owed=cny(owed), is_new=is_new, terms=TERMS)
        assert parts == Parts(cny(recovered), cny(reserved))


class TestRelease:
    def test_keeps_a_tenth_of_a_new_merchants_money_for_thirty_days(self, bo: Merchant) -> None:
        [each] = released("1539.05", of=bo)
        row = Reserve.objects.get()
        assert (row.order_id, row.amount, row.left, row.release_on) == (
            each.order_id,
            cny("153.91"),
            cny("153.91"),
            date(2026, 12, 20),
        )
        assert balances(bo) == ["1385.14", "153.91", "0.00"]

    def test_keeps_nothing_of_a_merchant_who_is_no_longer_new(self, bo: Merchant) -> None:
        trusted(bo)
        assert balances(bo) == ["0.10", "0.00", "0.00"]  # of 0.01 a tenth is nothing
        released("1000.00", of=bo)
        assert balances(bo) == ["1000.10", "0.00", "0.00"]

    def test_pays_a_debt_with_at_most_half_of_each_order(self, bo: Merchant) -> None:
        owes(bo, "130.00")
        found = released("100.00", "100.00", "100.00", of=bo)
        recovered = {
            journal.subject_id: journal.transfers[0].amount.decimal
            for journal in queries.journals_of([each.order_id for each in found])
            if journal.code == "recovery"
        }
        assert list(recovered.values()) == ["50.00", "50.00", "30.00"]
        assert balances(bo) == ["140.00", "30.00", "0.00"]

    def test_of_many_orders_takes_as_many_statements_as_of_one(self, bo: Merchant) -> None:
        cy = market.merchant("cy")
        owes(cy, "10.00")

        def statements(count: int) -> int:
            found = captured(*["10.00"] * count, of=bo) + captured(*["10.00"] * count, of=cy)
            with transaction.atomic(), CaptureQueriesContext(connection) as captured_queries:
                release(found, at=AT)
            return len(captured_queries)

        statements(1)
        assert statements(40) == statements(2)

    def test_of_an_order_that_cost_nothing_is_nothing(self, bo: Merchant) -> None:
        with transaction.atomic():
            release([Release(new_id(), bo.pk, cny("0.00"), cny("0.00"), cny("0.00"))], at=AT)
        assert balances(bo) == ["0.00", "0.00", "0.00"]


class TestStanding:
    def test_is_new_below_either_number(self, bo: Merchant) -> None:
        cy = market.merchant("cy")
        Merchant.objects.update(created_at=AT - timedelta(days=90))
        released(*["0.01"] * 9, of=bo)
        released(*["0.01"] * 10, of=cy)
        assert standing.new_among([bo.pk, cy.pk], at=AT) == {bo.pk}
        released("0.01", of=bo)
        assert standing.new_among([bo.pk, cy.pk], at=AT) == set()
        assert standing.new_among([bo.pk, cy.pk], at=AT - timedelta(days=1)) == {bo.pk, cy.pk}


class TestReleaseReserves:
    def test_makes_payable_what_its_day_has_come_for(self, bo: Merchant) -> None:
        released("100.00", of=bo)
        released("50.00", of=bo, at=AT + timedelta(days=1))
        for day, expected in [(29, "135.00"), (30, "145.00"), (31, "150.00"), (31, "150.00")]:
            with clock.standing_at(AT + timedelta(days=day)):
                release_reserves(by=SYSTEM)
            assert balances(bo)[0] == expected
        assert {(row.left.decimal, row.released_at is not None) for row in Reserve.objects.all()} == {
            ("0.00", True)
        }

    def test_waits_while_somebody_claims_against_the_merchant(
        self, bo: Merchant, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cy = market.merchant("cy")
        claim = Frozen(bo.pk, new_id(), cny("5.00"), "disputed")
        monkeypatch.setattr(freezing, "_finders", [lambda merchants: [claim] if bo.pk in merchants else []])
        released("100.00", of=bo)
        released("100.00", of=cy)
        with clock.standing_at(AT + timedelta(days=30)):
            assert release_reserves(by=SYSTEM) == 2
            assert release_reserves(by=SYSTEM) == 0  # looked at again tomorrow
        assert (balances(bo)[:2], balances(cy)[:2]) == (["90.00", "10.00"], ["100.00", "0.00"])
        monkeypatch.setattr(freezing, "_finders", [])
        with clock.standing_at(AT + timedelta(days=31)):
            release_reserves(by=SYSTEM)
        assert balances(bo)[:2] == ["100.00", "0.00"]
