"""Disputes, debts and contracts to the cent (trade rules, section 2.4: D1 to D4, N1 to N3, B1 to B5)."""

import pytest

from entrepot.kit.ids import new_id
from entrepot.ledger import audit, chart, contract_journals, dispute_journals, queries
from entrepot.ledger.entries import Journal
from entrepot.ledger.errors import Insufficient
from tests.ledger.conftest import MERCHANT, ORDER, PAYOUT, PURCHASE, REFUND, SWEEP, cny, usd
from tests.ledger.test_journals import J1, J4, J5, J7A, written

SHARE = new_id()
D1 = dispute_journals.chargeback(dispute_id=REFUND, amount=cny("1,766.33"), fee=cny("107.00"))
D4 = dispute_journals.chargeback_won(dispute_id=REFUND, amount=cny("1,766.33"))
N1 = dispute_journals.recovery(order_id=ORDER, merchant_id=MERCHANT, amount=cny("500.00"))
N2 = dispute_journals.provision(provision_id=SWEEP, merchant_id=MERCHANT, amount=cny("300.00"))
N3 = dispute_journals.write_off(write_off_id=SWEEP, merchant_id=MERCHANT, amount=cny("300.00"))
B1 = contract_journals.deposit(payment_id=PAYOUT, milestone_id=ORDER, amount=usd("6,000.00"))
B2 = contract_journals.deposit(payment_id=PURCHASE, milestone_id=ORDER, amount=usd("14,000.00"))
B4B = contract_journals.refund(refund_id=REFUND, milestone_id=ORDER, amount=usd("3,000.00"))
B5 = contract_journals.credit(credit_id=REFUND, order_id=ORDER, amount=usd("100.00"))


def lost(
    *,
    escrow: str = "0.00",
    import_tax: str = "0.00",
    payable: str = "0.00",
    reserve: str = "0.00",
    debt: str = "0.00",
) -> Journal:
    """D3, borne by the order's held money and the merchant."""
    return dispute_journals.chargeback_lost(
        share_id=SHARE,
        dispute_id=REFUND,
        order_id=ORDER,
        merchant_id=MERCHANT,
        escrow=cny(escrow),
        import_tax=cny(import_tax),
        payable=cny(payable),
        reserve=cny(reserve),
        debt=cny(debt),
    )


def released(fee: str, *, to_buyer: str = "0.00") -> Journal:
    """B3, or B4 where the buyer gets a part."""
    return contract_journals.release(
        milestone_id=ORDER,
        merchant_id=MERCHANT,
        escrow=usd("20,000.00"),
        fee=usd(fee),
        to_buyer=usd(to_buyer),
    )


@pytest.mark.parametrize(
    ("journal", "lines"),
    [
        pytest.param(
            D1, ["Dr 1350 Cr 1100 CNY 1766.33", "Dr 6200 Cr 1100 CNY 107.00"], id="D1 chargeback, D2 fee"
        ),
        pytest.param(
            lost(reserve="153.91", debt="1,612.42"),
            ["Dr 2210 Cr 1350 CNY 153.91", "Dr 1300 Cr 1350 CNY 1612.42"],
            id="D3 lost, the merchant bears it",
        ),
        pytest.param(
            lost(payable="1,766.33"),
            ["Dr 2200 Cr 1350 CNY 1766.33"],
            id="D3 the balance pays first",
        ),
        pytest.param(
            lost(escrow="1,619.00", import_tax="147.33"),
            ["Dr 2100 Cr 1350 CNY 1619.00", "Dr 2400 Cr 1350 CNY 147.33"],
            id="D3 lost before it was sent: what is held pays",
        ),
        pytest.param(
            dispute_journals.chargeback_lost_by_house(dispute_id=REFUND, amount=cny("1,766.33")),
            ["Dr 6300 Cr 1350 CNY 1766.33"],
            id="D3' lost, we bear it",
        ),
        pytest.param(D4, ["Dr 1100 Cr 1350 CNY 1766.33"], id="D4 won"),
        pytest.param(N1, ["Dr 2200 Cr 1300 CNY 500.00"], id="N1 recovery"),
        pytest.param(N2, ["Dr 6310 Cr 1390 CNY 300.00"], id="N2 provision"),
        pytest.param(N3, ["Dr 1390 Cr 1300 CNY 300.00"], id="N3 write-off"),
        pytest.param(B1, ["Dr 1100 Cr 2110 USD 6000.00"], id="B1 deposit"),
        pytest.param(B2, ["Dr 1100 Cr 2110 USD 14000.00"], id="B2 balance"),
        pytest.param(
            released("400.00"),
            ["Dr 2110 Cr 2200 USD 19600.00", "Dr 2110 Cr 4110 USD 400.00"],
            id="B3 release",
        ),
        pytest.param(
            released("340.00", to_buyer="3,000.00"),
            ["Dr 2110 Cr 2300 USD 3000.00", "Dr 2110 Cr 2200 USD 16660.00", "Dr 2110 Cr 4110 USD 340.00"],
            id="B4 after a dispute",
        ),
        pytest.param(B4B, ["Dr 2300 Cr 1100 USD 3000.00"], id="B4b refund"),
        pytest.param(B5, ["Dr 6400 Cr 2500 USD 100.00"], id="B5 credit"),
    ],
)
def test_worked_journal(journal: Journal, lines: list[str]) -> None:
    assert written(journal) == lines


class TestDispute:
    def test_lost_after_the_payout_is_owed_recovered_and_written_off(self, post):
        post(J1, J4, J5, J7A, D1, lost(reserve="153.91", debt="1,612.42"))
        assert queries.balance(chart.SELLER_RECEIVABLE.of(MERCHANT, "CNY")) == cny("1,612.42")
        assert queries.balance(chart.DISPUTES_RECEIVABLE.of(REFUND, "CNY")) == cny("0.00")
        post(N2, N3)
        assert queries.balance(chart.SELLER_RECEIVABLE.of(MERCHANT, "CNY")) == cny("1,312.42")
        with pytest.raises(Insufficient):
            post(N1)
        assert all(result.ok for result in audit.run([1, 4]) if result.check.name.startswith("ledger."))

    def test_is_decided_once(self, post):
        post(J1, D1, D4)
        with pytest.raises(Insufficient):
            post(lost(debt="1,766.33"))


class TestContract:
    def test_pays_out_all_that_was_paid_in(self, post):
        post(B1, B2, released("340.00", to_buyer="3,000.00"), B4B)
        assert queries.balance(chart.ESCROW_MILESTONE.of(ORDER, "USD")) == usd("0.00")
        assert queries.balance(chart.REFUNDS_PAYABLE.of(ORDER, "USD")) == usd("0.00")
        assert queries.balance(chart.SELLER_PAYABLE.of(MERCHANT, "USD")) == usd("16,660.00")
        assert queries.balance(chart.COMMISSION_B2B.house("USD")) == usd("340.00")

    def test_releases_no_more_than_was_paid_in(self, post):
        post(B1)
        with pytest.raises(Insufficient):
            post(released("400.00"))
