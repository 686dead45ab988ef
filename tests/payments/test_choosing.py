"""What a payout takes, and why the rest waits: on values alone."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.payments.freezing import Frozen
from entrepot.payments.parameters import payout_terms
from entrepot.payments.paying_out.choosing import Choice, Unpaid, Why, choose
from entrepot.payments.rules import last_payout_day

FRIDAY = date(2026, 11, 27)
TERMS = payout_terms(FRIDAY)
EARLY, LATE = datetime(2026, 11, 18, tzinfo=UTC), datetime(2026, 11, 24, tzinfo=UTC)
OLD, NEW, OTHER, MERCHANT = (UUID(int=n) for n in range(1, 5))


def line(order: UUID, code: str, minor: int, at: datetime = EARLY) -> Unpaid:
    return Unpaid(new_id(), order, code, at, Money(minor, "CNY"))


def chosen(*lines: Unpaid, claims: list[Frozen] | None = None, is_new: bool = True) -> Choice:
    return choose(lines, "CNY", on=FRIDAY, is_new=is_new, terms=TERMS, claims=claims or [])


def claim(order: UUID, minor: int, currency: str = "CNY") -> Frozen:
    return Frozen(MERCHANT, order, Money(minor, currency), "disputed")


def waits(choice: Choice) -> list[tuple[UUID, Why | None]]:
    return [(group.subject_id, group.why) for group in choice.waiting]


class TestChoose:
    def test_takes_an_order_whole_with_what_was_kept_of_it(self) -> None:
        choice = chosen(line(OLD, "release", 1000), line(OLD, "reserve", -100), line(OLD, "recovery", -50))
        assert (choice.amount.minor, len(choice.lines), choice.waiting) == (850, 3, ())

    def test_leaves_what_was_released_too_lately(self) -> None:
        choice = chosen(
            line(OLD, "release", 1000), line(NEW, "release", 500, LATE), line(NEW, "reserve", -50, LATE)
        )
        assert (choice.amount.minor, waits(choice)) == (1000, [(NEW, Why.EARLY)])
        [group] = choice.waiting
        assert (group.net.minor, group.due_on) == (450, date(2026, 12, 4))

    def test_a_trusted_merchant_waits_two_days(self) -> None:
        assert chosen(line(NEW, "release", 500, LATE), is_new=False).amount.minor == 500

    def test_takes_what_is_to_be_given_back_at_once(self) -> None:
        choice = chosen(
            line(OLD, "release", 1000), line(NEW, "release", 500, LATE), line(NEW, "refund", -700)
        )
        assert (choice.amount.minor, choice.waiting) == (800, ())

    def test_leaves_the_order_that_is_claimed_behind(self) -> None:
        choice = chosen(line(OLD, "release", 1000), line(OTHER, "release", 400), claims=[claim(OTHER, 300)])
        assert (choice.amount.minor, waits(choice)) == (1000, [(OTHER, Why.CLAIMED)])

    def test_leaves_as_much_behind_as_is_claimed_of_orders_paid_out_before(self) -> None:
        orders = [line(OLD, "release", 1000), line(OTHER, "release", 400), line(NEW, "release", 500, LATE)]
        choice = chosen(*orders, claims=[claim(new_id(), 600)])
        assert (choice.amount.minor, waits(choice)) == (1000, [(NEW, Why.EARLY), (OTHER, Why.BEHIND)])
        everything = chosen(*orders, claims=[claim(new_id(), 5000)])
        assert everything.amount.minor == 0

    def test_a_claim_in_another_currency_keeps_nothing(self) -> None:
        assert chosen(line(OLD, "release", 1000), claims=[claim(OLD, 900, "USD")]).amount.minor == 1000

    def test_what_came_back_is_taken_again(self) -> None:
        assert chosen(line(new_id(), "payout_failed", 1000, LATE)).amount.minor == 1000


@pytest.mark.parametrize(
    ("day", "payout"), [(27, 27), (28, 27), (29, 27), (30, 27), (26, 20)], ids=["on", "1", "2", "3", "6"]
)
def test_the_last_payout_day(day: int, payout: int) -> None:
    assert last_payout_day(date(2026, 11, day), TERMS) == date(2026, 11, payout)
