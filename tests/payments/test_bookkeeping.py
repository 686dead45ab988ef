"""What the operator posts in person: each with a reason, none more than there is (trade rules 2.4: J4b, J6, N2, N3)."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from entrepot.kit import clock
from entrepot.kit.actor import Actor
from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.ledger import audit, chart, dispute_journals, explaining, journals, queries
from entrepot.ledger.entries import Journal
from entrepot.ledger.explaining import ReasonNeeded
from entrepot.ledger.models import Explanation, Transfer
from entrepot.ledger.posting import post
from entrepot.payments import bookkeeping
from entrepot.payments.errors import (
    MoreThanDebt,
    MoreThanEarned,
    MoreThanProvided,
    NothingDue,
    NotInBank,
)

pytestmark = pytest.mark.django_db

OPERATOR = Actor(id=new_id(), is_operator=True)
ORDER, MERCHANT = new_id(), new_id()


def cny(text: str) -> Money:
    return Money.parse(text, "CNY")


def posted(*entries: Journal, days_ago: int = 0) -> None:
    with clock.standing_at(clock.now() - timedelta(days=days_ago)), transaction.atomic():
        post(entries)


def sold(days_ago: int = 0, *, settled: bool = True) -> None:
    """J1 to J4 of the trade rules' order, CNY 1,766.33, of which 79.95 are our commission."""
    entries = [
        journals.capture(order_id=ORDER, escrow=cny("1619.00"), import_tax=cny("147.33")),
        journals.provider_fee(purchase_id=ORDER, fee=cny("10.60")),
        journals.release(
            order_id=ORDER, merchant_id=MERCHANT, escrow=cny("1619.00"), commission=cny("79.95")
        ),
    ]
    if settled:
        entries.insert(
            2, journals.settlement(settlement_id=new_id(), received=cny("1755.73"), fees=cny("10.60"))
        )
    posted(*entries, days_ago=days_ago)


def owing(amount: str) -> None:
    """A chargeback that the merchant lost, with nothing to pay it from."""
    dispute, zero = new_id(), cny("0.00")
    posted(
        dispute_journals.chargeback(dispute_id=dispute, amount=cny(amount), fee=zero),
        dispute_journals.chargeback_lost(
            share_id=dispute,
            dispute_id=dispute,
            order_id=ORDER,
            merchant_id=MERCHANT,
            escrow=zero,
            import_tax=zero,
            payable=zero,
            reserve=zero,
            debt=cny(amount),
        ),
    )


def balance(entry: chart.Entry, owner: UUID | None = None) -> Money:
    return queries.balance(entry.of(owner, "CNY") if owner else entry.house("CNY"))


class TestSettlement:
    def test_of_the_trade_rules_order_brings_clearing_to_zero(self) -> None:
        """J1 to J3b: 1,766.33 came, the provider kept 10.60, and our own bank account makes the clients' whole."""
        sold()
        assert balance(chart.PSP_CLEARING) == cny("0.00")
        assert (balance(chart.BANK_CLIENT), balance(chart.BANK_HOUSE)) == (cny("1766.33"), cny("-10.60"))


class TestSweep:
    def test_moves_what_was_earned_and_says_why(self) -> None:
        sold()
        [standing] = bookkeeping.standings(by=OPERATOR)
        assert (standing.sweepable, standing.in_bank) == (cny("79.95"), cny("1766.33"))
        entry = bookkeeping.sweep(cny("79.95"), reason="the commissions of November", by=OPERATOR)
        assert (balance(chart.BANK_HOUSE), balance(chart.BANK_CLIENT)) == (cny("69.35"), cny("1686.38"))
        told = explaining.explanation(entry)
        assert told and (told.reason, told.by_id) == ("the commissions of November", OPERATOR.id)
        assert queries.owed_to_house() == {"CNY": cny("0.00")}

    @pytest.mark.parametrize("amount", ["79.96", "0.00", "-1.00"])
    def test_no_more_than_was_earned(self, amount: str) -> None:
        sold()
        before = Transfer.objects.count()
        with pytest.raises(MoreThanEarned):
            bookkeeping.sweep(cny(amount), reason="all of it", by=OPERATOR)
        assert (Transfer.objects.count(), Explanation.objects.count()) == (before, 0)

    def test_not_what_the_provider_still_has(self) -> None:
        sold(settled=False)
        with pytest.raises(MoreThanEarned):
            bookkeeping.sweep(cny("1.00"), reason="early", by=OPERATOR)

    def test_not_without_a_reason(self) -> None:
        sold()
        with pytest.raises(ReasonNeeded):
            bookkeeping.sweep(cny("1.00"), reason="  ", by=OPERATOR)


class TestRemitTax:
    def test_pays_what_was_collected_a_month_ago(self) -> None:
        sold(days_ago=32)
        assert bookkeeping.remit_tax("CNY", reason="customs bill 11/26", by=OPERATOR) == cny("147.33")
        assert balance(chart.IMPORT_TAX, ORDER) == cny("0.00")
        assert balance(chart.BANK_CLIENT) == cny("1619.00")
        with pytest.raises(NothingDue):
            bookkeeping.remit_tax("CNY", reason="again", by=OPERATOR)

    def test_not_before_it_is_due(self) -> None:
        sold(days_ago=30)
        with pytest.raises(NothingDue):
            bookkeeping.remit_tax("CNY", reason="early", by=OPERATOR)

    def test_not_what_the_provider_still_has(self) -> None:
        sold(days_ago=32, settled=False)
        with pytest.raises(NotInBank):
            bookkeeping.remit_tax("CNY", reason="customs bill", by=OPERATOR)
        assert balance(chart.IMPORT_TAX, ORDER) == cny("147.33")


class TestDebt:
    def test_is_provided_for_and_given_up(self) -> None:
        owing("1612.42")
        bookkeeping.provide(MERCHANT, cny("300.00"), reason="shop closed", by=OPERATOR)
        bookkeeping.write_off(MERCHANT, cny("300.00"), reason="insolvent", by=OPERATOR)
        assert balance(chart.SELLER_RECEIVABLE, MERCHANT) == cny("1312.42")
        assert (balance(chart.DOUBTFUL_ALLOWANCE), balance(chart.BAD_DEBT)) == (cny("0.00"), cny("300.00"))
        assert all(result.ok for result in audit.run([1, 2, 4]) if result.check.name.startswith("ledger."))

    def test_no_more_is_provided_for_than_is_owed(self) -> None:
        owing("500.00")
        bookkeeping.provide(MERCHANT, cny("300.00"), reason="shop closed", by=OPERATOR)
        with pytest.raises(MoreThanDebt):
            bookkeeping.provide(MERCHANT, cny("200.01"), reason="more", by=OPERATOR)
        assert balance(chart.BAD_DEBT) == cny("300.00")

    def test_no_more_is_given_up_than_was_provided_for(self) -> None:
        owing("500.00")
        bookkeeping.provide(MERCHANT, cny("300.00"), reason="shop closed", by=OPERATOR)
        with pytest.raises(MoreThanProvided):
            bookkeeping.write_off(MERCHANT, cny("300.01"), reason="insolvent", by=OPERATOR)
        with pytest.raises(MoreThanDebt):
            bookkeeping.write_off(MERCHANT, cny("500.01"), reason="insolvent", by=OPERATOR)
        assert balance(chart.SELLER_RECEIVABLE, MERCHANT) == cny("500.00")
