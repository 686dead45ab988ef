"""The whole life of orders at random, against the real database, while an auditor who knows no rule of ours keeps the books.

A failure prints the steps that led to it; `--hypothesis-seed N` chooses others, `--lives N` so many, and longer ones.
"""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.kit.errors import DomainError
from entrepot.kit.money import Money
from entrepot.ledger import audit
from entrepot.payments import reserving
from entrepot.payments.banks import Accepted, Arrived, CameBack, Exchanged
from entrepot.payments.models import Chargeback
from entrepot.payments.paying_out import opening, sending
from entrepot.payments.paying_out.models import Payout
from entrepot.payments.providers import Captured, Declined, NeedsAction, Outcome, ToldChargeback
from entrepot.shipping.statuses import TrackingStatus
from entrepot.trade import (
    cancelling,
    charging_back,
    disputing,
    expiring,
    fulfilling,
    receiving,
    repaying,
    returning,
)
from entrepot.trade.answers import Placed, Refused
from entrepot.trade.paying import Settlement, settle
from entrepot.trade.placing import place
from entrepot.trade.returning import Back
from tests import market
from tests.auditor import HOUSE, Auditor, Order, Purchase, share
from tests.market import Wish
from tests.payments.earning import bank_account
from tests.trade.living import as_placed, balances, bought, shelves, states

EXAMPLES, STEPS = 12, 25
_FEE = 10700  # what the provider charges for a chargeback

SENT = ("shipped", "delivered", "completed", "returned")
picks = st.integers(0, 10**6)


class Life(RuleBasedStateMachine):
    """Bo sells honey and tea, Cy sells soap; people in China buy, and all that can become of it becomes of it."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic._from_testcase = True  # verbs may begin in it, as in a test of Django's
        self.atomic.__enter__()

    @initialize()
    def open_shops(self) -> None:
        self.now = clock.now()
        self.books = Auditor()
        self.payouts: dict[UUID, str] = {}
        bo, cy = market.merchant("bo"), market.merchant("cy")
        self.merchants = [bo, cy]
        goods = [(bo, "Honey", 1200, 9), (bo, "Tea", 730, 6), (cy, "Soap", 850, 7)]
        self.goods = [
            market.product(seller, name, price, stock=count) for seller, name, price, count in goods
        ]
        for variant, (_, _, _, count) in zip(self.goods, goods, strict=True):
            self.books.on_hand[variant.pk] = count
        for seller in self.merchants:
            bank_account(seller, at=self.now - timedelta(days=9))

    def teardown(self) -> None:
        try:
            with clock.standing_at(self.now):
                broken = [result for result in audit.run([1, 2, 3, 4, 5, 6, 7, 8, 9]) if not result.ok]
            assert broken == []
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def pick(self, pick: int, *states: str) -> Order | None:
        """One of the orders that are in these states."""
        found = [order for order in self.books.orders if order.state in states]
        return found[pick % len(found)] if found else None

    # -- buying

    @rule(counts=st.tuples(*[st.integers(0, 3)] * 3).filter(any), far=st.integers(0, 4))
    def buy(self, counts: tuple[int, ...], far: int) -> None:
        """Some are paid at once, some of those are sent, and some of those received, so that much can become of many."""
        wanted = Counter({v.pk: n for v, n in zip(self.goods, counts, strict=True) if n})
        with clock.standing_at(self.now):
            [answer] = place([Wish(dict(wanted)).request()], by=SYSTEM)
        if not self.books.can_have(wanted):
            assert isinstance(answer, Refused) and answer.error.code == "stock.short"
            return
        assert isinstance(answer, Placed), answer
        self.books.placed(as_placed(answer.purchase_id))
        purchase = self.books.purchases[-1]
        if far:
            self._hear(purchase, "captured")
        for order in purchase.orders if far > 1 else ():
            self._ship(order, {line.id: line.quantity for line in order.lines})
            if far > 2:
                self._do(receiving.confirm_receipt, order.id)
                self.books.received(order, self.now)

    @precondition(lambda self: self.books.purchases)
    @rule(pick=picks, word=st.sampled_from(["captured", "declined", "needs_action"]))
    def hear(self, pick: int, word: str) -> None:
        """The provider tells of a payment: in time, late, again, or the contrary of what it said."""
        self._hear(self.books.purchases[-1 - pick % len(self.books.purchases)], word)

    def _hear(self, purchase: Purchase, word: str) -> None:
        fee = share(purchase.total, 6, 1000)
        outcome: Outcome = {
            "captured": Captured("r", Money(fee, "CNY")),
            "declined": Declined("r"),
            "needs_action": NeedsAction("r", "https://pay.example/"),
        }[word]
        with clock.standing_at(self.now):
            settle([Settlement(purchase.id, outcome)], by=SYSTEM)
        if word == "captured":
            self.books.captured(purchase, fee)
        else:
            self.books.told(purchase, word)

    @precondition(lambda self: any(p.state in ("pending", "needs_action") for p in self.books.purchases))
    @rule(minutes=st.sampled_from([5, 31]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        with clock.standing_at(self.now):
            expiring.expire(by=SYSTEM)
        self.books.expired(self.now)

    @precondition(lambda self: self.books.orders)
    @rule(pick=picks)
    def cancel(self, pick: int) -> None:
        order = self.books.orders[pick % len(self.books.orders)]
        refusal = "" if order.state in ("placed", "paid", "part_shipped") else "order.not_cancellable"
        if self.books.is_contested(order) and not refusal:
            refusal = "order.charged_back"
        if self._is_done(refusal, cancelling.cancel, order.id, reason="x"):
            self.books.cancelled(order, self.now)

    # -- sending and receiving

    @precondition(lambda self: self.pick(0, "paid", "part_shipped"))
    @rule(pick=picks, is_whole=st.booleans())
    def ship(self, pick: int, is_whole: bool) -> None:
        order = self.pick(pick, "paid", "part_shipped")
        assert order is not None
        left = {line.id: line.unsent for line in order.lines if line.unsent}
        sent = left if is_whole else {max(left): 1}
        self._ship(order, sent)

    def _ship(self, order: Order, sent: dict[UUID, int]) -> None:
        number = f"1Z{len(order.parcels)}{order.id.hex[-12:]}"
        self._do(fulfilling.ship, order.id, carrier="UPS", tracking_number=number, lines=sent)
        self.books.shipped(order, sent, number, self.now)

    @precondition(lambda self: self.pick(0, "shipped"))
    @rule(pick=picks)
    def deliver(self, pick: int) -> None:
        order = self.pick(pick, "shipped")
        assert order is not None
        for number in order.parcels:
            self._do(
                fulfilling.track,
                order.id,
                status=TrackingStatus.DELIVERED,
                tracking_number=number,
                at=self.now,
            )
        order.state, order.due = "delivered", self.now + timedelta(days=15)

    @precondition(lambda self: self.pick(0, *SENT, "paid"))
    @rule(pick=picks)
    def receive(self, pick: int) -> None:
        order = self.pick(pick, *SENT, "paid")
        assert order is not None
        can = order.state in ("shipped", "delivered", "returned") and not order.released
        refusal = "" if can else "order.not_receivable"
        if self.books.is_contested(order):
            refusal = "order.charged_back"
        if self._is_done(refusal, receiving.confirm_receipt, order.id):
            self.books.received(order, self.now)

    @precondition(lambda self: self.pick(0, *SENT))
    @rule(days=st.sampled_from([1, 8, 16, 31]))
    def be_silent(self, days: int) -> None:
        """Time passes: what was not paid ends, what was not objected to is received, reserves end."""
        self.now += timedelta(days=days)
        with clock.standing_at(self.now):
            expiring.expire(by=SYSTEM)
            receiving.receive_silent(by=SYSTEM)
            reserving.release_reserves(by=SYSTEM)
        self.books.expired(self.now)
        self.books.silent(self.now)
        self.books.reserves_released(self.now)

    # -- what goes back

    @precondition(lambda self: self.pick(0, *SENT, "paid", "part_shipped", "disputed"))
    @rule(pick=picks, part=st.integers(1, 4))
    def refund(self, pick: int, part: int) -> None:
        """A quarter of what is left, or more, or all of it."""
        order = self.pick(pick, *SENT, "paid", "part_shipped", "disputed")
        assert order is not None
        amount = order.left * part // 4
        if not amount:
            return
        refusal = "order.charged_back" if self.books.is_contested(order) else ""
        if amount == order.left and order.state in ("paid", "part_shipped"):
            refusal = "order.refund_is_cancellation"
        if self._is_done(refusal, repaying.refund, order.id, amount=Money(amount, "CNY"), reason="x"):
            self.books.refunded(order, amount)

    @precondition(lambda self: self.pick(0, *SENT, "disputed"))
    @rule(pick=picks, count=st.integers(1, 3), damaged=st.integers(0, 1))
    def take_back(self, pick: int, count: int, damaged: int) -> None:
        order = self.pick(pick, *SENT, "disputed")
        assert order is not None
        here = [line for line in order.lines if line.sent > line.back]
        if not here:
            return
        back = min(count, here[0].sent - here[0].back)
        refusal = "order.charged_back" if order.left and self.books.is_contested(order) else ""
        if self._is_done(refusal, returning.take_back, order.id, lines={here[0].id: Back(back, damaged)}):
            self.books.taken_back(order, {here[0].id: (back, damaged)}, self.now)

    @precondition(lambda self: self.pick(0, "returned", "completed", "refunded"))
    @rule(pick=picks)
    def refund_tax(self, pick: int) -> None:
        order = self.pick(pick, "returned", "completed", "refunded")
        assert order is not None
        tax = self.books.tax_due(order)
        refusal = "" if tax > 0 else "order.no_tax_to_refund"
        if self.books.is_contested(order) and not refusal:
            refusal = "order.charged_back"
        if self._is_done(refusal, returning.refund_tax, order.id):
            self.books.tax_refunded(order, tax)

    @precondition(lambda self: self.pick(0, *SENT))
    @rule(pick=picks)
    def dispute(self, pick: int) -> None:
        order = self.pick(pick, *SENT)
        assert order is not None
        is_late = order.received is not None and self.now > order.received + timedelta(days=30)
        refusal = "dispute.too_late" if is_late else ""
        if self._is_done(refusal, disputing.dispute, order.id, reason="other", text="x"):
            order.came_from, order.state, order.disputed = order.state, "disputed", self.now

    @precondition(lambda self: self.pick(0, "disputed"))
    @rule(pick=picks)
    def withdraw(self, pick: int) -> None:
        order = self.pick(pick, "disputed")
        assert order is not None and order.disputed is not None
        self._do(disputing.withdraw, order.id)
        order.state = order.came_from
        if order.due:
            order.due += self.now - order.disputed

    @precondition(lambda self: any(map(self.books.contestable, self.books.purchases)))
    @rule(pick=picks, part=st.integers(1, 4))
    def charge_back(self, pick: int, part: int) -> None:
        """A buyer's bank takes a part of a payment back, or all that is left of it."""
        found = [each for each in self.books.purchases if self.books.contestable(each)]
        purchase = found[pick % len(found)]
        amount = max(1, self.books.contestable(purchase) * part // 4)
        self._tell(purchase, f"c{len(self.books.chargebacks)}", "opened", amount)
        row = Chargeback.objects.get(reference=f"c{len(self.books.chargebacks)}")
        self.books.contested(row.pk, purchase, amount, _FEE)

    @precondition(lambda self: any(each.state == "opened" for each in self.books.chargebacks))
    @rule(pick=picks, is_won=st.booleans(), times=st.integers(1, 2))
    def decide(self, pick: int, is_won: bool, times: int) -> None:
        """The bank decides, and may say so twice."""
        found = [i for i, each in enumerate(self.books.chargebacks) if each.state == "opened"]
        number = found[pick % len(found)]
        chargeback = self.books.chargebacks[number]
        for _ in range(times):
            word = "won" if is_won else "lost"
            self._tell(chargeback.purchase, f"c{number}", word, chargeback.amount)
        (self.books.won if is_won else self.books.lost)(chargeback)

    def _tell(self, purchase: Purchase, reference: str, state: str, amount: int) -> None:
        told = ToldChargeback(reference, state, Money(amount, "CNY"), Money(_FEE, "CNY"), "fraud", None)
        self._do(charging_back.charge_back, purchase.id, told)

    # -- paying out

    @precondition(lambda self: any(self.books.is_owed(m.pk) for m in self.merchants))
    @rule(pick=picks)
    def pay_out(self, pick: int) -> None:
        """What is taken is chosen by the calendar; never more than is payable, and each cent of it as promised."""
        merchant = self.merchants[pick % 2].pk
        with clock.standing_at(self.now):
            opening.open_payouts(merchant, on=self.now.date(), by=SYSTEM)
        for row in Payout.objects.exclude(pk__in=self.payouts):
            self.payouts[row.pk] = "started"
            taken, currency, amount = row.taken_minor, row.taken_currency, row.amount_minor
            assert 0 < taken <= self.books.owed_to(merchant, currency=currency)
            if currency == "CNY":
                assert amount == bought(taken, "7.1355")
                self.books.move((2200, merchant), (3900, HOUSE), taken)
                self.books.move((3900, HOUSE), (2200, merchant), amount, "USD")
            self.books.move((2200, merchant), (2250, merchant), amount, "USD")

    @precondition(lambda self: "started" in self.payouts.values())
    @rule(pick=picks, arrives=st.booleans(), times=st.integers(1, 2))
    def bank(self, pick: int, arrives: bool, times: int) -> None:
        """The bank exchanges, takes it on, and says what became of it: once or twice."""
        keys = [key for key, state in self.payouts.items() if state == "started"]
        row = Payout.objects.get(pk=keys[pick % len(keys)])
        end = Arrived("b") if arrives else CameBack("b", "account_closed")
        if row.taken_currency == "CNY":
            got = bought(row.taken_minor, "7.1071")
            for _ in range(times):
                self._do(sending.note_exchange, row.pk, Exchanged("b", Money(got, "USD")))
            self.books.move((3900, HOUSE), (1010, HOUSE), row.taken_minor)
            self.books.move((1010, HOUSE), (3900, HOUSE), got, "USD")
            self.books.move((3900, HOUSE), (4200, HOUSE), got - row.amount_minor, "USD")
        for outcome in (Accepted("b"), *[end] * times):
            self._do(sending.hear, row.pk, outcome)
        to = (1010, HOUSE) if arrives else (2200, row.merchant_id)
        self.books.move((2250, row.merchant_id), to, row.amount_minor, "USD")
        self.payouts[row.pk] = "paid" if arrives else "failed"

    # -- what must be true after each step

    @invariant()
    def every_account_is_as_the_auditor_says(self) -> None:
        there = balances()
        assert there == {account: minor for account, minor in self.books.balances.items() if minor}
        assert all(sum(m for (_, _, c), m in there.items() if c == each) == 0 for each in ("CNY", "USD"))

    @invariant()
    def every_state_is_as_the_auditor_says(self) -> None:
        known = {each.id: each.state for each in [*self.books.orders, *self.books.purchases]}
        assert states() == known

    @invariant()
    def every_shelf_is_as_the_auditor_says(self) -> None:
        assert shelves() == {v.pk: (self.books.on_hand[v.pk], self.books.reserved[v.pk]) for v in self.goods}

    @invariant()
    def the_escrow_is_what_open_orders_have_left(self) -> None:
        held = {o.id: o.left for o in self.books.orders if o.was_paid and not o.released}
        escrow = {
            o: -minor for (number, o, _), minor in self.books.balances.items() if number == 2100 and minor
        }
        assert escrow == {order: left for order, left in held.items() if left}

    def _do(self, verb: Any, *arguments: Any, **named: Any) -> None:
        with clock.standing_at(self.now):
            verb(*arguments, **named, by=SYSTEM)

    def _is_done(self, refusal: str, verb: Any, *arguments: Any, **named: Any) -> bool:
        """Whether it was done; it must be, unless it must be refused with this code."""
        if not refusal:
            self._do(verb, *arguments, **named)
            return True
        with pytest.raises(DomainError) as refused:
            self._do(verb, *arguments, **named)
        assert refused.value.code == refusal
        return False


def test_whatever_happens_the_books_are_right(db: None, pytestconfig: pytest.Config) -> None:
    market.rules_and_rates()
    market.commission(500)
    lives: int | None = pytestconfig.getoption("lives")
    chosen = settings(
        max_examples=lives or EXAMPLES,
        stateful_step_count=2 * STEPS if lives else STEPS,
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Life, settings=chosen)
