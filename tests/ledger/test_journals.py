"""The worked journals of the trade rules, section 2.4, to the cent.

An order of goods 1,599.00 + freight 20.00, import tax 147.33, paid CNY 1,766.33; commission 79.95,
provider's fee 10.60.
"""

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from entrepot.kit.money import Rate
from entrepot.ledger import chart, journals, queries
from entrepot.ledger.entries import Journal
from entrepot.ledger.errors import AlreadyResolved, Insufficient
from tests.ledger.conftest import MERCHANT, ORDER, PAYOUT, PURCHASE, REFUND, SETTLEMENT, SWEEP, cny, usd

MID = Rate("USD", "CNY", Fraction("7.1"), "worked example", datetime(2026, 6, 30, tzinfo=UTC))


def _rate(spread: str) -> Rate:
    return Rate("USD", "CNY", MID.value * Fraction(spread), MID.source, MID.at).inverse()


SOLD = cny("1,385.14")
PROMISED = _rate("1.005").convert(SOLD)
BOUGHT = _rate("1.001").convert(SOLD)

J1 = journals.capture(order_id=ORDER, escrow=cny("1,619.00"), import_tax=cny("147.33"))
J2 = journals.provider_fee(purchase_id=PURCHASE, fee=cny("10.60"))
J3 = journals.settlement(settlement_id=SETTLEMENT, received=cny("1,755.73"), fees=cny("10.60"))
J4 = journals.release(order_id=ORDER, merchant_id=MERCHANT, escrow=cny("1,619.00"), commission=cny("79.95"))
J4B = journals.sweep(sweep_id=SWEEP, income=cny("79.95"))
J5 = journals.reserve(order_id=ORDER, merchant_id=MERCHANT, amount=cny("153.91"))
J5_RELEASED = journals.reserve_release(order_id=ORDER, merchant_id=MERCHANT, amount=cny("153.91"))
J6 = journals.tax_to_customs(order_id=ORDER, tax=cny("147.33"))
J7A = journals.exchange_for_merchant(payout_id=PAYOUT, merchant_id=MERCHANT, sold=SOLD, bought=PROMISED)
J7B = journals.exchange_at_bank(payout_id=PAYOUT, sold=SOLD, bought=BOUGHT, promised=PROMISED)
J8 = journals.payout_start(payout_id=PAYOUT, merchant_id=MERCHANT, amount=PROMISED)
J8_CONFIRMED = journals.payout_confirm(payout_id=PAYOUT, merchant_id=MERCHANT, amount=PROMISED)
J8_FAILED = journals.payout_fail(payout_id=PAYOUT, merchant_id=MERCHANT, amount=PROMISED)
ALL = (J1, J2, J3, J4, J4B, J5, J6, J7A, J7B, J8, J8_CONFIRMED)

R1 = journals.refund_before_release(
    refund_id=REFUND, order_id=ORDER, escrow=cny("1,619.00"), import_tax=cny("147.33")
)


def refund_480(*, payable: str, reserve: str = "0.00", debt: str = "0.00") -> Journal:
    """R2, of which our 5 % commission is 24.00."""
    return journals.refund_after_release(
        refund_id=REFUND,
        order_id=ORDER,
        merchant_id=MERCHANT,
        commission_returned=cny("24.00"),
        payable=cny(payable),
        reserve=cny(reserve),
        debt=cny(debt),
    )


def tax_back(*, paid_to_customs: bool) -> Journal:
    """R3."""
    return journals.tax_refund(
        refund_id=REFUND, order_id=ORDER, tax=cny("147.33"), paid_to_customs=paid_to_customs
    )


def written(journal: Journal) -> list[str]:
    """The lines as an accountant writes them."""
    return [f"Dr {line.debit.number} Cr {line.credit.number} {line.amount}" for line in journal.lines]


@pytest.mark.parametrize(
    ("journal", "lines"),
    [
        pytest.param(J1, ["Dr 1100 Cr 2100 CNY 1619.00", "Dr 1100 Cr 2400 CNY 147.33"], id="J1 capture"),
        pytest.param(J2, ["Dr 6100 Cr 1100 CNY 10.60"], id="J2 provider's fee"),
        pytest.param(J3, ["Dr 1010 Cr 1100 CNY 1755.73", "Dr 1010 Cr 1020 CNY 10.60"], id="J3 settlement"),
        pytest.param(J4, ["Dr 2100 Cr 2200 CNY 1539.05", "Dr 2100 Cr 4100 CNY 79.95"], id="J4 release"),
        pytest.param(J4B, ["Dr 1020 Cr 1010 CNY 79.95"], id="J4b sweep"),
        pytest.param(J5, ["Dr 2200 Cr 2210 CNY 153.91"], id="J5 reserve"),
        pytest.param(J5_RELEASED, ["Dr 2210 Cr 2200 CNY 153.91"], id="J5 ends"),
        pytest.param(J6, ["Dr 2400 Cr 1010 CNY 147.33"], id="J6 tax to customs"),
        pytest.param(
            J7A, ["Dr 2200 Cr 3900 CNY 1385.14", "Dr 3900 Cr 2200 USD 194.12"], id="J7a for the merchant"
        ),
        pytest.param(
            J7B,
            ["Dr 3900 Cr 1010 CNY 1385.14", "Dr 1010 Cr 3900 USD 194.90", "Dr 3900 Cr 4200 USD 0.78"],
            id="J7b at the bank, J7c margin",
        ),
        pytest.param(J8, ["Dr 2200 Cr 2250 USD 194.12"], id="J8 payout"),
        pytest.param(J8_CONFIRMED, ["Dr 2250 Cr 1010 USD 194.12"], id="J8 confirmed"),
        pytest.param(J8_FAILED, ["Dr 2250 Cr 2200 USD 194.12"], id="J8 failed"),
        pytest.param(R1, ["Dr 2100 Cr 1100 CNY 1619.00", "Dr 2400 Cr 1100 CNY 147.33"], id="R1 full refund"),
        pytest.param(
            refund_480(payable="456.00"),
            ["Dr 2200 Cr 1100 CNY 456.00", "Dr 4190 Cr 1100 CNY 24.00"],
            id="R2 partial",
        ),
        pytest.param(
            refund_480(payable="100.00", reserve="153.91", debt="202.09"),
            [
                "Dr 2200 Cr 1100 CNY 100.00",
                "Dr 2210 Cr 1100 CNY 153.91",
                "Dr 1300 Cr 1100 CNY 202.09",
                "Dr 4190 Cr 1100 CNY 24.00",
            ],
            id="R2 what the balance lacks is from the reserve, the rest is owed",
        ),
        pytest.param(tax_back(paid_to_customs=False), ["Dr 2400 Cr 1100 CNY 147.33"], id="R3 tax still held"),
        pytest.param(
            tax_back(paid_to_customs=True), ["Dr 1010 Cr 1100 CNY 147.33"], id="R3 refund from customs"
        ),
    ],
)
def test_worked_journal(journal: Journal, lines: list[str]) -> None:
    assert written(journal) == lines


def test_a_capture_leaves_out_what_is_zero_and_sets_every_tax_aside() -> None:
    plain = journals.capture(order_id=ORDER, escrow=usd("20.00"), import_tax=usd("0.00"))
    taxed = journals.capture(
        order_id=ORDER, escrow=usd("20.00"), import_tax=usd("0.00"), duty=usd("3.00"), sales_tax=usd("1.65")
    )
    assert written(plain) == ["Dr 1100 Cr 2100 USD 20.00"]
    assert written(taxed)[1:] == ["Dr 1100 Cr 2420 USD 3.00", "Dr 1100 Cr 2410 USD 1.65"]


def test_an_exchange_that_costs_us_is_a_margin_below_zero() -> None:
    journal = journals.exchange_at_bank(
        payout_id=PAYOUT, sold=cny("71.00"), bought=usd("9.90"), promised=usd("10.00")
    )
    assert written(journal)[-1] == "Dr 4200 Cr 3900 USD 0.10"


class TestTheWholeOrder:
    def test_ends_in_the_trial_balance_of_the_trade_rules(self, post):
        post(*ALL)
        balances = {
            (trial.currency, line.number): line.net.decimal
            for trial in queries.trial_balance()
            for line in trial.lines
            if line.net
        }
        assert balances == {
            ("CNY", 1010): "153.91",
            ("CNY", 1020): "69.35",
            ("CNY", 2210): "-153.91",
            ("CNY", 4100): "-79.95",
            ("CNY", 6100): "10.60",
            ("USD", 1010): "0.78",
            ("USD", 4200): "-0.78",
        }
        assert [trial.difference.minor for trial in queries.trial_balance()] == [0, 0]

    def test_comes_to_the_same_when_posted_one_by_one(self, post):
        for journal in ALL:
            post(journal)
        assert queries.balance(chart.SELLER_RESERVE.of(MERCHANT, "CNY")) == cny("153.91")
        assert queries.balance(chart.BANK_CLIENT.house("USD")) == usd("0.78")

    def test_leaves_nothing_of_the_order_and_nothing_in_exchange(self, post):
        post(*ALL)
        assert [account.balance.minor for account in queries.balances(ORDER)] == [0, 0]
        assert queries.balance(chart.FX_TRADING.house("CNY")) == cny("0.00")
        assert queries.balance(chart.FX_TRADING.house("USD")) == usd("0.00")


class TestPayout:
    def test_that_failed_is_payable_again(self, post):
        post(*ALL[:-1], J8_FAILED)
        assert queries.balance(chart.SELLER_PAYABLE.of(MERCHANT, "USD")) == usd("194.12")
        assert queries.balance(chart.PAYOUTS_IN_TRANSIT.of(MERCHANT, "USD")) == usd("0.00")

    def test_is_confirmed_or_failed_but_not_both(self, post):
        other = journals.payout_start(payout_id=SWEEP, merchant_id=MERCHANT, amount=usd("0.01"))
        post(
            *ALL[:-2],
            journals.payout_start(payout_id=PAYOUT, merchant_id=MERCHANT, amount=usd("194.11")),
            other,
        )
        post(journals.payout_confirm(payout_id=PAYOUT, merchant_id=MERCHANT, amount=usd("0.01")))
        with pytest.raises(AlreadyResolved):
            post(journals.payout_fail(payout_id=PAYOUT, merchant_id=MERCHANT, amount=usd("0.01")))
        assert queries.balance(chart.PAYOUTS_IN_TRANSIT.of(MERCHANT, "USD")) == usd("194.11")


class TestRefund:
    def test_in_full_before_release_empties_the_order_and_leaves_the_providers_fee(self, post):
        post(J1, J2, R1)
        assert [account.balance.minor for account in queries.balances(ORDER)] == [0, 0]
        assert queries.balance(chart.PSP_CLEARING.house("CNY")) == cny("-10.60")
        assert queries.balance(chart.PSP_FEES.house("CNY")) == cny("10.60")

    def test_never_gives_back_more_than_was_paid(self, post):
        post(J1)
        with pytest.raises(Insufficient) as refused:
            post(
                journals.refund_before_release(
                    refund_id=REFUND, order_id=ORDER, escrow=cny("1,619.01"), import_tax=cny("0.00")
                )
            )
        assert refused.value.refused == (chart.ESCROW.of(ORDER, "CNY"),)

    def test_after_release_is_owed_by_a_merchant_whose_balance_is_short(self, post):
        post(J1, J4, J5, J7A)
        assert queries.balance(chart.SELLER_PAYABLE.of(MERCHANT, "CNY")) == cny("0.00")
        post(refund_480(payable="0.00", reserve="153.91", debt="302.09"))
        assert queries.balance(chart.SELLER_RESERVE.of(MERCHANT, "CNY")) == cny("0.00")
        assert queries.balance(chart.SELLER_RECEIVABLE.of(MERCHANT, "CNY")) == cny("302.09")
        assert queries.balance(chart.COMMISSION_REFUNDED.house("CNY")) == cny("24.00")


class TestReversal:
    def test_takes_back_every_line_and_names_what_it_corrects(self, post):
        post(J1, J2)
        stored = queries.journal(J2.id)
        reversal = journals.reversal(stored.as_entry(), reversal_id=REFUND)
        post(reversal)
        assert queries.balance(chart.PSP_FEES.house("CNY")) == cny("0.00")
        assert queries.journal(REFUND).transfers[0].corrects == J2.id

    def test_happens_once(self, post):
        post(J1, J2, journals.reversal(J2, reversal_id=REFUND))
        with pytest.raises(AlreadyResolved):
            post(journals.reversal(J2, reversal_id=SWEEP))
