"""The merchant's statement: every cent of account 2200 explained, and what is due when."""

from datetime import UTC, date, datetime
from fractions import Fraction
from types import SimpleNamespace
from uuid import UUID

import pytest

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM, Actor, Permission
from entrepot.kit.errors import NotAllowed, NotFound
from entrepot.kit.ids import new_id
from entrepot.kit.money import Money, Rate, total
from entrepot.ledger import chart, journals
from entrepot.ledger import queries as ledger
from entrepot.ledger.posting import post
from entrepot.merchants import charging
from entrepot.payments import rates
from entrepot.payments.parameters import payout_terms
from entrepot.payments.paying_out.exchanging import exchange
from entrepot.payments.providers import Captured
from entrepot.payments.rules import Exchange, payable_on
from entrepot.trade import statements
from entrepot.trade.answers import Placed
from entrepot.trade.fulfilling import ship
from entrepot.trade.paying import Settlement, settle
from entrepot.trade.placing import place
from entrepot.trade.receiving import confirm_receipt
from entrepot.trade.repaying import refund
from tests import market
from tests.market import Wish

#: A Wednesday; the payouts are on Fridays.
NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def cny(minor: int) -> Money:
    return Money(minor, "CNY")


def sold(shop: SimpleNamespace, count: int = 1, *, received: bool = True) -> UUID:
    """An order of Bo's honey, paid, and unless said otherwise received."""
    [placed] = place([Wish({shop.honey.pk: count}).request()], by=SYSTEM)
    assert isinstance(placed, Placed)
    settle([Settlement(placed.purchase_id, Captured("ref", Money(100, "CNY")))], by=SYSTEM)
    order = placed.orders[0].id
    if received:
        ship(order, carrier="USPS", tracking_number="LX1", by=market.staff_of(shop.bo))
        confirm_receipt(order, by=SYSTEM)
    return order


@pytest.fixture
def bo(shop: SimpleNamespace) -> Actor:
    return market.staff_of(shop.bo)


class TestStatement:
    def test_explains_a_release_by_its_order(self, shop: SimpleNamespace, bo: Actor) -> None:
        with clock.standing_at(NOW):
            order = sold(shop, 2)
            found = statements.statement(shop.bo.pk, "CNY", by=bo)
        kept, entry = found.entries
        assert (entry.code, entry.amount, entry.balance) == ("release", cny(26838), cny(26838))
        assert (kept.code, kept.amount, kept.balance) == ("reserve", cny(-2684), cny(24154))
        assert kept.order == entry.order
        earned = entry.order
        assert earned is not None
        assert earned.id == order
        # 2 x 85.20 goods, 106.50 freight, 5 % of the goods
        assert (earned.goods, earned.freight, earned.commission) == (cny(17040), cny(10650), cny(852))
        assert earned.payable == entry.amount
        assert [(line.quantity, line.commission_bps) for line in earned.lines] == [(2, 500)]
        assert (earned.received_by, earned.received_at) == ("system", NOW)
        assert [journal.code for journal in entry.journals] == ["capture", "release", "reserve"]

    def test_sums_to_the_ledgers_account(self, shop: SimpleNamespace, bo: Actor) -> None:
        orders = [sold(shop, count) for count in (1, 2, 3)]
        refund = journals.refund_after_release(
            refund_id=new_id(),
            order_id=orders[0],
            merchant_id=shop.bo.pk,
            commission_returned=cny(50),
            payable=cny(950),
            reserve=cny(0),
            debt=cny(0),
        )
        post([refund])
        found = statements.statement(shop.bo.pk, "CNY", by=bo)
        account = ledger.balance(chart.SELLER_PAYABLE.of(shop.bo.pk, "CNY"))
        assert total((entry.amount for entry in found.entries), "CNY") == found.balance == account
        assert [entry.code for entry in found.entries] == [
            "refund",
            *["reserve", "release"] * 3,
        ]
        assert total((due.amount for due in found.due), "CNY") == account
        # A tenth of 151.94, 268.38 and 349.32
        assert found.reserve == cny(1519 + 2684 + 3493)

    def test_pages_by_keyset_and_downloads_the_same(
        self, shop: SimpleNamespace, bo: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(statements, "CHUNK", 2)
        for _ in range(3):
            sold(shop)
        first = statements.statement(shop.bo.pk, "CNY", by=bo, limit=2)
        assert first.before is not None
        second = statements.statement(shop.bo.pk, "CNY", by=bo, limit=4, before=first.before)
        assert (len(first.entries), len(second.entries), second.before) == (2, 4, None)
        assert second.balance == first.balance
        paged = [entry.id for page in (first, second) for entry in page.entries]
        assert [entry.id for entry in statements.every_entry(shop.bo.pk, "CNY", by=bo)] == paged

    def test_tells_what_is_held_for_orders_not_received(self, shop: SimpleNamespace, bo: Actor) -> None:
        sold(shop, 1)
        order = sold(shop, 2, received=False)
        held = statements.statement(shop.bo.pk, "CNY", by=bo).held
        assert (held.count, held.goods, held.freight, held.fees) == (
            1,
            cny(17040),
            cny(10650),
            cny(852),
        )
        assert held.expected == cny(26838)
        assert [each.id for each in held.orders] == [order]

    def test_estimates_at_todays_rate_with_the_margin(self, shop: SimpleNamespace, bo: Actor) -> None:
        sold(shop, 2)
        found = statements.statement(shop.bo.pk, "CNY", by=bo)
        assert found.exchange is not None
        # 241.54 / (7.1 x 1.005)
        assert (found.estimate, found.exchange.margin_bps) == (Money(3385, "USD"), 50)
        assert found.exchange.as_of == date(2026, 6, 1)

    def test_says_so_without_a_rate(self, shop: SimpleNamespace, bo: Actor) -> None:
        assert exchange("USD", "USD", on=NOW.date()) is None
        assert exchange("USD", "JPY", on=NOW.date()) is None
        rates.publish_rate(
            base="JPY", quote="USD", value=market.Decimal("0.0064"), source="t", as_of=NOW.date(), by=SYSTEM
        )
        yen = exchange("USD", "JPY", on=NOW.date())
        assert yen is not None
        assert yen.day_rate.value == Fraction(10000, 64)

    def test_is_for_those_who_account(self, shop: SimpleNamespace) -> None:
        for stranger in (Actor(), market.staff_of(shop.cy), Actor(id=new_id(), is_operator=True)):
            with pytest.raises(NotFound):
                statements.statement(shop.bo.pk, "CNY", by=stranger)
        packer = market.staff_of(shop.bo, Permission.FULFIL)
        for read in (statements.statement, statements.every_entry):
            with pytest.raises(NotAllowed):
                read(shop.bo.pk, "CNY", by=packer)
        with pytest.raises(NotAllowed):
            statements.currencies(shop.bo.pk, by=packer)

    def test_of_what_is_held_the_part_given_back_and_its_fees_are_not_expected(
        self, shop: SimpleNamespace, bo: Actor
    ) -> None:
        charging.set_fee_tax(country="US", rate_bps=600, source="a test", by=SYSTEM)
        refund(sold(shop, 2, received=False), amount=cny(8520), reason="one broke", by=SYSTEM)
        held = statements.statement(shop.bo.pk, "CNY", by=bo).held
        # A half of the goods: 8.52 of commission and 0.51 of tax on it, and half of each falls away.
        assert (held.count, held.refunded, held.fees) == (1, cny(8520), cny(426 + 25))
        assert held.expected == cny(17040 + 10650 - 8520 - 451) == held.orders[0].payable


class TestDue:
    def test_a_new_merchant_is_paid_on_the_friday_a_week_after_release(
        self, shop: SimpleNamespace, bo: Actor
    ) -> None:
        with clock.standing_at(NOW):
            sold(shop, 2)
            found = statements.statement(shop.bo.pk, "CNY", by=bo)
        assert found.is_new
        assert [(due.on, due.amount, due.estimate, due.is_carried) for due in found.due] == [
            (date(2026, 11, 27), cny(24154), Money(3385, "USD"), False)
        ]
        assert found.entries[1].payable_on == date(2026, 11, 27)

    def test_what_was_released_long_ago_is_for_the_next_payout(
        self, shop: SimpleNamespace, bo: Actor
    ) -> None:
        with clock.standing_at(datetime(2026, 10, 1, tzinfo=UTC)):
            sold(shop, 2)
        with clock.standing_at(NOW):
            sold(shop, 2)
            found = statements.statement(shop.bo.pk, "CNY", by=bo)
        assert [(due.on, due.amount) for due in found.due] == [
            (date(2026, 11, 20), cny(24154)),
            (date(2026, 11, 27), cny(24154)),
        ]

    def test_less_than_the_minimum_waits_for_the_next_payout(self, shop: SimpleNamespace, bo: Actor) -> None:
        with clock.standing_at(datetime(2026, 10, 1, tzinfo=UTC)):
            order = sold(shop, 2)
            back = journals.refund_after_release(
                refund_id=new_id(),
                order_id=order,
                merchant_id=shop.bo.pk,
                commission_returned=cny(0),
                payable=cny(20000),
                reserve=cny(0),
                debt=cny(0),
            )
            post([back])
        with clock.standing_at(NOW):
            sold(shop, 2)
            found = statements.statement(shop.bo.pk, "CNY", by=bo)
        assert [(due.on, due.amount, due.is_carried) for due in found.due] == [
            (date(2026, 11, 20), cny(4154), True),
            (date(2026, 11, 27), cny(28308), False),
        ]


class TestRules:
    @pytest.mark.parametrize(
        ("released", "is_new", "payable"),
        [
            (date(2026, 11, 13), True, date(2026, 11, 20)),
            (date(2026, 11, 14), True, date(2026, 11, 27)),
            (date(2026, 11, 18), False, date(2026, 11, 20)),
            (date(2026, 11, 19), False, date(2026, 11, 27)),
        ],
    )
    def test_payable_on_the_first_friday_after_the_delay(
        self, released: date, is_new: bool, payable: date
    ) -> None:
        assert payable_on(released, is_new=is_new, terms=payout_terms(released)) == payable

    def test_exchange_is_the_worked_example(self) -> None:
        day = Rate("USD", "CNY", Fraction("7.1"), "test", NOW)
        trade = Exchange(new_id(), day, 50, NOW.date())
        assert trade.rate.value == Fraction("7.1355")
        assert trade.convert(cny(138514)) == Money(19412, "USD")
