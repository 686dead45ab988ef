"""What a page or a report reads from the ledger."""

from datetime import UTC, datetime, timedelta

from django.utils import translation

from entrepot.kit import clock
from entrepot.kit.ids import new_id
from entrepot.ledger import chart, journals, queries
from tests.ledger.conftest import MERCHANT, ORDER, PURCHASE, cny, usd
from tests.ledger.test_journals import ALL, J1, J2, J4, J5, J7A

PAYABLE = chart.SELLER_PAYABLE.of(MERCHANT, "CNY")


def sale(order_id, amount: str, commission: str = "0.00") -> tuple:
    """A captured and released order of the merchant."""
    return (
        journals.capture(order_id=order_id, escrow=cny(amount), import_tax=cny("0.00")),
        journals.release(
            order_id=order_id, merchant_id=MERCHANT, escrow=cny(amount), commission=cny(commission)
        ),
    )


class TestBalance:
    def test_is_on_the_side_on_which_the_account_grows(self, post):
        post(J1, J2)
        assert queries.balance(chart.ESCROW.of(ORDER, "CNY")) == cny("1,619.00")
        assert queries.balance(chart.PSP_CLEARING.house("CNY")) == cny("1,755.73")
        assert queries.balance(chart.PSP_FEES.house("CNY")) == cny("10.60")

    def test_of_an_account_that_was_never_used_is_zero(self, db):
        assert queries.balance(PAYABLE) == cny("0.00")
        assert queries.balance(chart.BANK_HOUSE.house("JPY")).minor == 0


class TestBalances:
    def test_lists_an_owners_accounts_in_every_currency(self, post):
        post(J1, J4, J5, J7A)
        assert [(entry.number, str(entry.balance)) for entry in queries.balances(MERCHANT)] == [
            (2200, "CNY 0.00"),
            (2210, "CNY 153.91"),
            (2200, "USD 194.12"),
        ]

    def test_of_a_stranger_are_none(self, post):
        post(J1)
        assert queries.balances(MERCHANT) == []


class TestCurrencies:
    def test_are_those_that_anything_was_posted_in(self, post):
        assert queries.currencies() == []
        post(*ALL)
        assert queries.currencies() == ["CNY", "USD"]


class TestJournals:
    def test_of_a_purchase_are_those_of_its_orders_too_in_the_order_of_posting(self, post):
        post(J1, J2)
        post(J4, J5)
        found = queries.journals_of([PURCHASE, ORDER])
        assert [(entry.code, len(entry.transfers)) for entry in found] == [
            ("capture", 2),
            ("psp_fee", 1),
            ("release", 2),
            ("reserve", 1),
        ]
        first = found[0].transfers[0]
        assert (first.debit.entry, first.credit, first.amount) == (
            chart.PSP_CLEARING,
            chart.ESCROW.of(ORDER, "CNY"),
            cny("1,619.00"),
        )

    def test_can_be_read_back_as_they_were_given(self, post):
        post(*ALL)
        assert [queries.journal(entry.id).as_entry() for entry in ALL] == list(ALL)

    def test_that_do_not_exist_are_none(self, db):
        assert queries.journal(ORDER) is None
        assert queries.journals_of([ORDER]) == []


class TestStatement:
    def test_counts_the_balance_down_from_the_newest(self, post):
        post(*sale(ORDER, "100.00", "5.00"))
        post(journals.reserve(order_id=ORDER, merchant_id=MERCHANT, amount=cny("9.50")))
        page = queries.statement(PAYABLE)
        assert page.balance == cny("85.50")
        assert [(line.code, line.amount.decimal, line.balance.decimal) for line in page.lines] == [
            ("reserve", "-9.50", "85.50"),
            ("release", "95.00", "95.00"),
        ]
        assert [line.other.number for line in page.lines] == [2210, 2100]
        assert page.before is None

    def test_pages_meet_without_gap_or_repetition(self, post):
        for number in range(1, 8):
            post(*sale(new_id(), f"{number}.00"))
        whole = queries.statement(PAYABLE).lines
        paged, before = [], None
        for _ in range(4):
            page = queries.statement(PAYABLE, before=before, limit=2)
            paged += page.lines
            before = page.before
        assert before is None
        assert tuple(paged) == whole
        assert [line.balance.decimal for line in paged] == [
            "28.00",
            "21.00",
            "15.00",
            "10.00",
            "6.00",
            "3.00",
            "1.00",
        ]

    def test_of_a_house_account_is_made_of_transfers(self, post):
        post(J1, J2)
        page = queries.statement(chart.PSP_CLEARING.house("CNY"))
        assert [line.balance for line in page.lines] == [cny("1,755.73"), cny("1,766.33"), cny("1,619.00")]

    def test_of_an_account_never_used_is_empty(self, db):
        page = queries.statement(PAYABLE)
        assert (page.lines, page.balance, page.before) == ((), cny("0.00"), None)


class TestTrialBalance:
    def test_stands_at_any_moment(self, post):
        noon = datetime(2026, 6, 30, 12, tzinfo=UTC)
        with clock.standing_at(noon):
            post(J1)
        with clock.standing_at(noon + timedelta(days=1)):
            post(J2)
        (then,) = queries.trial_balance(at=noon)
        (now,) = queries.trial_balance()
        assert [(line.number, line.net.decimal) for line in then.lines] == [
            (1100, "1766.33"),
            (2100, "-1619.00"),
            (2400, "-147.33"),
        ]
        assert (now.lines[0].number, now.lines[0].net.decimal) == (1100, "1755.73")
        assert queries.trial_balance(at=noon - timedelta(seconds=1)) == []

    def test_shows_both_sides_of_each_line(self, post):
        post(J1, J2)
        (trial,) = queries.trial_balance()
        clearing = trial.lines[0]
        assert (clearing.debits, clearing.credits) == (cny("1,766.33"), cny("10.60"))
        assert (trial.debits, trial.credits) == (cny("1,776.93"), cny("1,776.93"))


class TestChart:
    def test_is_whole_and_shows_each_currency(self, post):
        post(*ALL)
        lines = {line.entry.number: line.balances for line in queries.chart_with_balances()}
        assert list(lines) == list(chart.CHART)
        assert lines[1010] == (cny("153.91"), usd("0.78"))
        assert lines[6400] == ()

    def test_is_read_in_chinese(self):
        with translation.override("zh-hans"):
            assert str(chart.ESCROW.name) == "托管货款（消费者）"
            assert str(chart.ESCROW.kind.label) == "负债"
