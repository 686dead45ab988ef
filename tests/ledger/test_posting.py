"""What post() does with a list of journals, and what it refuses."""

import contextlib
import threading

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from entrepot.kit.ids import new_id
from entrepot.kit.money import CurrencyMismatch, Money
from entrepot.ledger import audit, chart, journals, posting, queries
from entrepot.ledger.entries import Journal, Line, journal_id
from entrepot.ledger.errors import AlreadyPosted, Insufficient, UnknownJournal
from tests.ledger.conftest import MERCHANT, ORDER, REFUND, cny, usd

CAPTURE = journals.capture(order_id=ORDER, escrow=cny("100.00"), import_tax=cny("9.10"))


def release(escrow: str, commission: str = "5.00") -> Journal:
    return journals.release(
        order_id=ORDER, merchant_id=MERCHANT, escrow=cny(escrow), commission=cny(commission)
    )


def everything() -> list[tuple]:
    """Every row of the ledger, to see that nothing changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, debits_minor, credits_minor FROM ledger_account WHERE floor_minor = 0 ORDER BY id"
        )
        accounts = cursor.fetchall()
        cursor.execute("SELECT id FROM ledger_transfer ORDER BY id")
        return [*accounts, *cursor.fetchall()]


class TestPost:
    def test_moves_the_counters_of_owned_accounts_only(self, post):
        post(CAPTURE, release("100.00"))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT number, debits_minor, credits_minor, floor_minor FROM ledger_account ORDER BY number"
            )
            assert cursor.fetchall() == [
                (1010, 0, 0, None),
                (1100, 0, 0, None),
                (2100, 10000, 10000, 0),
                (2200, 0, 9500, 0),
                (2400, 0, 910, 0),
                (4100, 0, 0, None),
            ]

    def test_takes_the_same_number_of_statements_for_one_journal_and_for_two_hundred(self, post):
        post(CAPTURE)
        counts = []
        for length in (1, 200):
            orders = [new_id() for _ in range(length)]
            batch = [
                journals.capture(order_id=order, escrow=cny("10.00"), import_tax=cny("1.00"))
                for order in orders
            ]
            batch += [
                journals.release(
                    order_id=order, merchant_id=MERCHANT, escrow=cny("10.00"), commission=cny("1.00")
                )
                for order in orders[::2]
            ]
            with (
                transaction.atomic(),
                CaptureQueriesContext(
                    connection,
                ) as statements,
            ):
                posting.post(batch)
            counts.append(len(statements))
        assert counts == [3, 3]  # transfers, house accounts, owned accounts

    def test_lowers_accounts_by_one_statement_more(self, post):
        orders = [new_id() for _ in range(20)]
        post(
            *(
                journals.capture(order_id=order, escrow=cny("10.00"), import_tax=cny("0.00"))
                for order in orders
            )
        )
        releases = [
            journals.release(
                order_id=order, merchant_id=MERCHANT, escrow=cny("10.00"), commission=cny("1.00")
            )
            for order in orders
        ]
        with transaction.atomic(), CaptureQueriesContext(connection) as statements:
            posting.post(releases)
        assert len(statements) == 4

    def test_of_nothing_is_nothing(self, post, django_assert_num_queries):
        with transaction.atomic(), django_assert_num_queries(0):
            posting.post([])

    @pytest.mark.django_db(transaction=True)
    def test_needs_the_transaction_that_makes_it_true(self):
        with pytest.raises(RuntimeError, match="transaction"):
            posting.post([CAPTURE])


class TestIdempotency:
    def test_the_same_journal_again_changes_nothing(self, post):
        post(CAPTURE, release("100.00"))
        before = everything()
        post(release("100.00"), CAPTURE)
        assert everything() == before

    def test_a_known_journal_does_not_keep_the_new_ones_from_being_posted(self, post):
        post(CAPTURE)
        post(CAPTURE, release("100.00"))
        assert queries.balance(chart.SELLER_PAYABLE.of(MERCHANT, "CNY")) == cny("95.00")
        assert queries.balance(chart.ESCROW.of(ORDER, "CNY")) == cny("0.00")

    def test_twice_in_one_list_is_once(self, post):
        post(CAPTURE, CAPTURE)
        assert queries.balance(chart.ESCROW.of(ORDER, "CNY")) == cny("100.00")

    @pytest.mark.parametrize(
        ("field", "other"),
        [
            ("code", Journal(CAPTURE.id, ORDER, "gift", CAPTURE.lines)),
            ("subject", Journal(CAPTURE.id, MERCHANT, "capture", CAPTURE.lines)),
            ("lines", Journal(CAPTURE.id, ORDER, "capture", CAPTURE.lines[:1])),
            ("lines", Journal(CAPTURE.id, ORDER, "capture", (*CAPTURE.lines, CAPTURE.lines[0]))),
            (
                "debit",
                Journal(
                    CAPTURE.id,
                    ORDER,
                    "capture",
                    tuple(Line(chart.BANK_CLIENT.house("CNY"), li.credit, li.amount) for li in CAPTURE.lines),
                ),
            ),
            (
                "credit",
                Journal(
                    CAPTURE.id,
                    ORDER,
                    "capture",
                    tuple(Line(li.debit, chart.COMMISSION.house("CNY"), li.amount) for li in CAPTURE.lines),
                ),
            ),
            ("amount", journals.capture(order_id=ORDER, escrow=cny("100.01"), import_tax=cny("9.10"))),
        ],
    )
    def test_the_same_id_with_another_content_is_refused_by_the_fields_name(self, post, field, other):
        post(CAPTURE)
        before = everything()
        with pytest.raises(AlreadyPosted) as refused:
            post(other)
        assert refused.value.field == field
        assert everything() == before

    def test_two_contents_under_one_id_in_one_list_are_refused(self, post):
        with pytest.raises(AlreadyPosted):
            post(CAPTURE, journals.capture(order_id=ORDER, escrow=cny("1.00"), import_tax=cny("9.10")))
        assert everything() == []

    def test_an_id_follows_from_the_subject_and_the_code(self):
        assert journal_id(ORDER, "capture") == CAPTURE.id
        assert journal_id(ORDER, "release") != CAPTURE.id != journal_id(MERCHANT, "capture")
        assert CAPTURE.id.bytes[:6] == ORDER.bytes[:6]
        assert (CAPTURE.id.version, CAPTURE.id.variant) == (8, "specified in RFC 4122")


class TestFloors:
    def test_an_account_that_lacks_the_money_refuses_the_whole_list(self, post):
        post(CAPTURE)
        before = everything()
        good = journals.capture(order_id=new_id(), escrow=cny("1.00"), import_tax=cny("0.00"))
        with pytest.raises(Insufficient) as refused:
            post(good, release("100.01"))
        assert everything() == before
        assert str(refused.value) == "There is not enough money in “Escrow, consumers' money” (CNY) for this."
        assert refused.value.extra == {"accounts": [{"number": 2100, "owner": str(ORDER), "currency": "CNY"}]}

    def test_an_account_that_was_never_used_has_nothing(self, post):
        with pytest.raises(Insufficient):
            post(release("1.00", "0.00"))
        assert everything() == []

    def test_a_merchant_cannot_owe_less_than_nothing(self, post):
        owed, bank = chart.SELLER_RECEIVABLE.of(MERCHANT, "CNY"), chart.BANK_CLIENT.house("CNY")
        with pytest.raises(Insufficient):
            post(Journal(REFUND, MERCHANT, "recovery", (Line(bank, owed, cny("0.01")),)))

    def test_the_last_cent_may_go(self, post):
        post(CAPTURE)
        post(release("100.00"))
        assert queries.balance(chart.ESCROW.of(ORDER, "CNY")) == cny("0.00")

    def test_only_what_the_whole_list_comes_to_counts(self, post):
        post(release("100.00"), CAPTURE)
        assert queries.balance(chart.ESCROW.of(ORDER, "CNY")) == cny("0.00")

    def test_a_swallowed_refusal_cannot_be_committed(self, post):
        with transaction.atomic(), contextlib.suppress(Insufficient):
            posting.post([CAPTURE, release("100.01")])
        assert everything() == []

    def test_the_database_keeps_the_floor_by_itself(self, post):
        post(CAPTURE)
        with pytest.raises(IntegrityError, match="ledger_account_floor"), connection.cursor() as cursor:
            cursor.execute("UPDATE ledger_account SET debits_minor = 10001 WHERE number = 2100")


class TestWhatIsNoJournal:
    def test_a_line_moves_more_than_nothing(self):
        with pytest.raises(ValueError, match="more than nothing"):
            Line(chart.BANK_CLIENT.house("CNY"), chart.BANK_HOUSE.house("CNY"), cny("0.00"))

    def test_between_two_accounts(self):
        with pytest.raises(ValueError, match="itself"):
            Line(chart.BANK_CLIENT.house("CNY"), chart.BANK_CLIENT.house("CNY"), cny("1.00"))

    def test_of_one_currency(self):
        with pytest.raises(CurrencyMismatch):
            Line(chart.BANK_CLIENT.house("CNY"), chart.BANK_HOUSE.house("CNY"), usd("1.00"))

    def test_a_journal_has_lines(self):
        with pytest.raises(ValueError, match="no lines"):
            journals.sweep(sweep_id=REFUND, income=cny("0.00"))

    def test_the_house_owns_its_accounts_and_only_those(self):
        with pytest.raises(ValueError, match="belongs to"):
            chart.ESCROW.house("CNY")
        with pytest.raises(ValueError, match="belongs to"):
            chart.COMMISSION.of(MERCHANT, "CNY")

    def test_a_hold_that_was_never_made_cannot_be_ended(self, post):
        post(CAPTURE, release("100.00"))
        with pytest.raises(UnknownJournal):
            post(journals.payout_fail(payout_id=REFUND, merchant_id=MERCHANT, amount=cny("1.00")))


class TestHouseAccounts:
    def test_are_asked_for_by_one_statement_a_batch_though_they_are_there(self, post):
        post(CAPTURE)
        with transaction.atomic(), CaptureQueriesContext(connection) as statements:
            posting.post([journals.capture(order_id=MERCHANT, escrow=cny("1.00"), import_tax=cny("1.00"))])
        assert len(statements) == 3  # transfers, house accounts, owned accounts: the hot path

    def test_are_not_asked_for_by_what_was_posted_before(self, post):
        post(CAPTURE)
        with transaction.atomic(), CaptureQueriesContext(connection) as statements:
            posting.post([CAPTURE])
        assert [text["sql"] for text in statements if "ledger_account" in text["sql"]] == []

    @pytest.mark.django_db(transaction=True)
    def test_are_made_again_after_a_rollback(self):
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            posting.post([CAPTURE])
            raise KeyboardInterrupt
        with transaction.atomic():
            posting.post([CAPTURE])
        assert all(result.ok for result in audit.run([1, 2]))

    def test_are_made_again_when_one_was_removed_behind_our_back(self, post):
        post(CAPTURE)
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE ledger_account DISABLE TRIGGER ledger_account_kept")
            cursor.execute("DELETE FROM ledger_account WHERE number = 1100")
            cursor.execute("ALTER TABLE ledger_account ENABLE ALWAYS TRIGGER ledger_account_kept")
        assert [result.check.name for result in audit.run([1, 2]) if not result.ok] == [
            "ledger.references",
            "ledger.zero",
        ]
        post(journals.capture(order_id=MERCHANT, escrow=cny("1.00"), import_tax=cny("1.00")))
        assert all(result.ok for result in audit.run([1, 2]))
        assert queries.balance(chart.PSP_CLEARING.house("CNY")) == cny("111.10")


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
class TestRaces:
    def run(self, *works) -> list[BaseException]:
        """Each work in a thread of its own, started together; what they raised."""
        start, errors = threading.Barrier(len(works)), []

        def body(work) -> None:
            try:
                start.wait(10)
                work()
            except Exception as error:
                errors.append(error)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=body, args=[work]) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return errors

    def test_two_threads_on_one_merchants_account_lose_nothing(self):
        bank = chart.PSP_CLEARING.house("CNY")
        merchants = [MERCHANT, ORDER, REFUND]

        def work(backwards: bool) -> None:
            for _ in range(40):
                lines = [
                    Line(bank, chart.SELLER_PAYABLE.of(merchant, "CNY"), Money(7, "CNY"))
                    for merchant in (reversed(merchants) if backwards else merchants)
                ]
                with transaction.atomic():
                    posting.post([Journal(new_id(), MERCHANT, "sale", (line,)) for line in lines])

        assert self.run(lambda: work(False), lambda: work(True)) == []
        for merchant in merchants:
            assert queries.balance(chart.SELLER_PAYABLE.of(merchant, "CNY")) == Money(2 * 40 * 7, "CNY")

    def test_a_batch_that_is_not_committed_keeps_no_other_waiting(self):
        with transaction.atomic():
            posting.post([CAPTURE])
        orders = [new_id(), new_id()]
        batches = [
            [journals.capture(order_id=order, escrow=cny("1.00"), import_tax=cny("1.00"))] for order in orders
        ]

        def other() -> None:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '1ms'")
                posting.post(batches[1])

        with transaction.atomic():
            posting.post(batches[0])
            assert self.run(other) == []
        for order in orders:
            assert queries.balance(chart.ESCROW.of(order, "CNY")) == cny("1.00")

    def test_the_last_money_is_spent_once(self):
        with transaction.atomic():
            posting.post([CAPTURE])

        def work(refund_id):
            with transaction.atomic():
                posting.post(
                    [
                        journals.refund_before_release(
                            refund_id=refund_id, order_id=ORDER, escrow=cny("100.00"), import_tax=cny("0.00")
                        )
                    ]
                )

        errors = self.run(*[lambda: work(new_id())] * 4)
        assert [type(error) for error in errors] == [Insufficient] * 3
        assert queries.balance(chart.ESCROW.of(ORDER, "CNY")) == cny("0.00")

    def test_one_journal_posted_at_once_is_posted_once(self):
        def work() -> None:
            with transaction.atomic():
                posting.post([CAPTURE])

        assert self.run(*[work] * 4) == []
        assert queries.balance(chart.ESCROW.of(ORDER, "CNY")) == cny("100.00")
        assert all(result.ok for result in audit.run([1, 4]))

    def test_a_locked_balance_stays_until_the_transaction_ends(self):
        with transaction.atomic():
            posting.post([CAPTURE])
        ref = chart.ESCROW.of(ORDER, "CNY")

        def spend_all() -> None:
            with transaction.atomic():
                left = posting.balances_locked([ref])[ref]
                if left:
                    line = Line(ref, chart.PSP_CLEARING.house("CNY"), left)
                    posting.post([Journal(new_id(), ORDER, "refund", (line,))])

        assert self.run(*[spend_all] * 4) == []
        assert queries.balance(ref) == cny("0.00")
