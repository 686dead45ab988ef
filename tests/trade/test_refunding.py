"""Refunds: asked for, answered, or made by oneself; before the release and after it, to the cent, and never too much."""

from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from entrepot.kit.actor import SYSTEM, Actor, Permission
from entrepot.kit.errors import Malformed, NotAllowed, NotFound
from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.ledger.models import Account, Transfer
from entrepot.payments.models import Payment, Refund
from entrepot.payments.providers import GivenBack
from entrepot.payments.refunding import hear_of_refund
from entrepot.trade import repaying, requesting
from entrepot.trade.cancelling import cancel
from entrepot.trade.errors import (
    OrderNotRefundable,
    RefundIsCancellation,
    RequestAnswered,
    RequestOpen,
)
from entrepot.trade.fulfilling import ship
from entrepot.trade.models import Order, RefundNote, RefundRequest, Step
from entrepot.trade.moving import MovedMoney, note_money
from entrepot.trade.receiving import confirm_receipt
from tests import market
from tests.market import Wish
from tests.trade.story import broken, buyer, paid
from tests.trade.test_receiving import theirs

OPERATOR = Actor(id=new_id(), is_operator=True)


def cny(minor: int) -> Money:
    return Money(minor, "CNY")


def sent(shop: SimpleNamespace, by: Actor = SYSTEM, quantity: int = 2) -> Order:
    """Two honeys: goods 170.40, freight 106.50, commission 8.52."""
    [order] = paid(Wish({shop.honey.pk: quantity}, by=by)).orders
    return ship(order.id, carrier="UPS", tracking_number="1", by=SYSTEM)


def received(shop: SimpleNamespace, by: Actor = SYSTEM) -> Order:
    return confirm_receipt(sent(shop, by).pk, by=SYSTEM)


def posted(order: Order, code: str = "refund") -> dict[str, int]:
    """What a journal of this order took from each account, by the number of the account."""
    rows = Transfer.objects.filter(subject_id=order.pk, code=code)
    numbers = dict(Account.objects.values_list("id", "number"))
    answer: dict[str, int] = {}
    for row in rows:
        name = str(numbers.get(row.debit_id, "4190"))
        answer[name] = answer.get(name, 0) + row.amount_minor
    return answer


class TestRefund:
    def test_of_a_part_before_the_release_leaves_the_state_and_less_to_release(
        self, shop: SimpleNamespace
    ) -> None:
        order = repaying.refund(sent(shop).pk, amount=cny(5000), reason="a dent", by=SYSTEM)
        assert (order.state, order.refunded_minor, order.refunded_tax_minor) == ("shipped", 5000, 0)
        assert posted(order) == {"2100": 5000}
        assert (Refund.objects.get().amount, RefundNote.objects.get().reason) == (cny(5000), "a dent")
        assert broken() == []
        done = confirm_receipt(order.pk, by=SYSTEM)
        # Commission 8.52 less 50.00/170.40 of it, which is 2.50.
        assert done.released_minor == 27690 - 5000
        assert theirs(shop.bo.pk) == 27690 - 5000 - (852 - 250)
        assert broken() == []

    def test_of_all_before_the_release_ends_the_order_and_keeps_the_tax(self, shop: SimpleNamespace) -> None:
        order = repaying.refund(sent(shop).pk, amount=None, reason="lost", by=SYSTEM)
        assert (order.state, order.refunded_minor) == ("refunded", 27690)
        assert (Refund.objects.get().amount, order.tax_refundable.minor) == (cny(27690), order.tax_minor)
        assert Step.objects.filter(order_id=order.pk).latest("pk").reason == "lost"
        assert (order.receipt_due_at, broken()) == (None, [])

    def test_after_the_release_takes_it_from_the_merchant_with_its_commission(
        self, shop: SimpleNamespace
    ) -> None:
        order = repaying.refund(received(shop).pk, amount=cny(5000), reason="a dent", by=SYSTEM)
        assert (order.state, order.refunded_minor) == ("completed", 5000)
        assert posted(order) == {"2200": 4750, "4190": 250}
        assert theirs(shop.bo.pk) == 27690 - 852 - 4750
        assert broken() == []

    def test_in_parts_returns_the_commission_exactly_and_no_more(self, shop: SimpleNamespace) -> None:
        order = received(shop)
        for part in (3333, 3333, 3333, 7041):
            repaying.refund(order.pk, amount=cny(part), reason="part", by=SYSTEM)
        assert posted(order)["4190"] == 852
        order = repaying.refund(order.pk, amount=None, reason="rest", by=SYSTEM)
        assert (order.state, posted(order)["4190"]) == ("refunded", 852)
        assert sum(posted(order).values()) == 27690 == order.refunded_minor
        assert theirs(shop.bo.pk) == 0
        assert broken() == []

    @pytest.mark.parametrize("minor", [0, -1, 27691])
    def test_no_more_than_is_left_and_no_less_than_something(self, shop: SimpleNamespace, minor: int) -> None:
        order = sent(shop)
        with pytest.raises(Malformed) as refusal:
            repaying.refund(order.pk, amount=cny(minor), reason="x", by=SYSTEM)
        assert [each.field for each in refusal.value.fields] == ["amount"]
        with pytest.raises(Malformed):
            repaying.refund(order.pk, amount=Money(100, "USD"), reason="x", by=SYSTEM)
        assert not Refund.objects.exists()

    def test_the_database_too_refuses_more_than_was_paid(self, shop: SimpleNamespace) -> None:
        order = sent(shop)
        for moved in (
            MovedMoney(order.pk, refunded=cny(27691)),
            MovedMoney(order.pk, tax=cny(order.tax_minor + 1)),
            MovedMoney(order.pk, released=cny(27691)),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                note_money([moved])

    def test_a_second_of_the_rest_is_refused_when_nothing_is_left(self, shop: SimpleNamespace) -> None:
        order = sent(shop)
        repaying.refund(order.pk, amount=None, reason="x", by=SYSTEM)
        with pytest.raises(OrderNotRefundable):
            repaying.refund(order.pk, amount=cny(1), reason="x", by=SYSTEM)

    def test_of_all_that_has_not_left_is_a_cancellation(self, shop: SimpleNamespace) -> None:
        [placed] = paid(Wish({shop.honey.pk: 2})).orders
        with pytest.raises(RefundIsCancellation):
            repaying.refund(placed.id, amount=None, reason="x", by=SYSTEM)
        order = repaying.refund(placed.id, amount=cny(1000), reason="a discount", by=SYSTEM)
        assert (order.state, order.refunded_minor) == ("paid", 1000)
        cancelled = cancel(order.pk, reason="", by=SYSTEM)
        assert cancelled.refunded_minor == order.total_minor
        assert sum(refund.amount_minor for refund in Refund.objects.all()) == order.total_minor
        assert broken() == []

    def test_goes_to_the_provider_in_several_parts(self, shop: SimpleNamespace) -> None:
        order = sent(shop)
        repaying.refund(order.pk, amount=cny(100), reason="x", by=SYSTEM)
        repaying.refund(order.pk, amount=cny(200), reason="y", by=SYSTEM)
        assert sorted(Refund.objects.values_list("amount_minor", flat=True)) == [100, 200]
        assert {each.payment_id for each in Refund.objects.all()} == {order.purchase_id}
        assert Payment.objects.get().refunded_minor == 0
        for refund in Refund.objects.all():
            hear_of_refund(refund.pk, GivenBack("r"), by=SYSTEM)
        assert Payment.objects.get().refunded_minor == 300

    def test_is_for_who_accounts_and_the_operator(self, shop: SimpleNamespace) -> None:
        by = buyer()
        order = sent(shop, by)
        for actor, refusal in (
            (by, NotAllowed),
            (market.staff_of(shop.bo, Permission.FULFIL), NotAllowed),
            (market.staff_of(shop.cy), NotFound),
            (buyer(), NotFound),
        ):
            with pytest.raises(refusal):
                repaying.refund(order.pk, amount=cny(1), reason="x", by=actor)
        for actor in (market.staff_of(shop.bo, Permission.MONEY), OPERATOR):
            repaying.refund(order.pk, amount=cny(1), reason="x", by=actor)
        assert Order.objects.get().refunded_minor == 2


class TestAsk:
    def test_for_an_amount_or_for_all_of_it(self, shop: SimpleNamespace) -> None:
        by = buyer()
        order = sent(shop, by)
        request = requesting.ask(order.pk, amount=None, reason=" broken ", is_with_goods=False, by=by)
        assert (request.asked, request.reason, request.state) == (cny(27690), "broken", "open")
        with pytest.raises(RequestOpen):
            requesting.ask(order.pk, amount=cny(1), reason="x", is_with_goods=False, by=by)
        requesting.withdraw(request.pk, by=by)
        request = requesting.ask(order.pk, amount=cny(500), reason="x", is_with_goods=True, by=by)
        assert (request.asked, request.is_with_goods) == (cny(500), True)

    def test_is_the_buyers(self, shop: SimpleNamespace) -> None:
        by = buyer()
        order = sent(shop, by)
        link = Actor(follows=frozenset({order.purchase_id}))
        for actor, refusal in (
            (market.staff_of(shop.bo), NotAllowed),
            (OPERATOR, NotAllowed),
            (buyer(), NotFound),
        ):
            with pytest.raises(refusal):
                requesting.ask(order.pk, amount=None, reason="x", is_with_goods=False, by=actor)
        request = requesting.ask(order.pk, amount=None, reason="x", is_with_goods=False, by=link)
        with pytest.raises(NotAllowed):
            requesting.withdraw(request.pk, by=market.staff_of(shop.bo))
        assert requesting.withdraw(request.pk, by=by).state == "withdrawn"

    @pytest.mark.parametrize("reason", ["", "   ", "长" * 501])
    def test_says_why(self, shop: SimpleNamespace, reason: str) -> None:
        with pytest.raises(Malformed) as refusal:
            requesting.ask(sent(shop).pk, amount=None, reason=reason, is_with_goods=False, by=SYSTEM)
        assert [each.field for each in refusal.value.fields] == ["reason"]

    def test_not_before_it_has_left(self, shop: SimpleNamespace) -> None:
        [order] = paid(Wish({shop.honey.pk: 2})).orders
        with pytest.raises(OrderNotRefundable):
            requesting.ask(order.id, amount=None, reason="x", is_with_goods=False, by=SYSTEM)


class TestAnswer:
    @pytest.fixture
    def request_(self, shop: SimpleNamespace) -> RefundRequest:
        return requesting.ask(
            sent(shop).pk, amount=cny(5000), reason="a dent", is_with_goods=False, by=SYSTEM
        )

    def test_in_full_pays_what_was_asked(self, shop: SimpleNamespace, request_: RefundRequest) -> None:
        by = market.staff_of(shop.bo, Permission.MONEY)
        answered = requesting.accept(request_.pk, by=by)
        assert (answered.state, answered.granted, answered.answered_by_id) == ("accepted", cny(5000), by.id)
        assert Refund.objects.get().pk == answered.refund_id
        assert RefundNote.objects.get().reason == "a dent"
        assert broken() == []

    def test_for_another_amount_that_the_buyer_sees(
        self, shop: SimpleNamespace, request_: RefundRequest
    ) -> None:
        answered = requesting.accept(request_.pk, amount=cny(3000), answer="half", by=SYSTEM)
        assert (answered.granted, answered.answer) == (cny(3000), "half")
        assert Refund.objects.get().amount == cny(3000)

    def test_by_no_says_why(self, shop: SimpleNamespace, request_: RefundRequest) -> None:
        with pytest.raises(Malformed):
            requesting.decline(request_.pk, answer=" ", by=SYSTEM)
        answered = requesting.decline(request_.pk, answer="it was whole", by=SYSTEM)
        assert (answered.state, answered.granted, answered.answer) == ("declined", None, "it was whole")
        assert not Refund.objects.exists()

    def test_is_given_once(self, request_: RefundRequest) -> None:
        requesting.accept(request_.pk, by=SYSTEM)
        for again in (
            lambda: requesting.accept(request_.pk, by=SYSTEM),
            lambda: requesting.decline(request_.pk, answer="no", by=SYSTEM),
            lambda: requesting.withdraw(request_.pk, by=SYSTEM),
        ):
            with pytest.raises(RequestAnswered):
                again()
        assert Refund.objects.count() == 1

    def test_is_given_by_a_refund_too(self, request_: RefundRequest) -> None:
        repaying.refund(request_.order_id, amount=cny(700), reason="sorry", by=SYSTEM)
        answered = RefundRequest.objects.get()
        assert (answered.state, answered.granted) == ("accepted", cny(700))

    def test_is_not_the_packers_nor_a_strangers(self, shop: SimpleNamespace, request_: RefundRequest) -> None:
        for actor, refusal in (
            (market.staff_of(shop.bo, Permission.FULFIL), NotAllowed),
            (market.staff_of(shop.cy), NotFound),
        ):
            with pytest.raises(refusal):
                requesting.accept(request_.pk, by=actor)
            with pytest.raises(refusal):
                requesting.decline(request_.pk, answer="no", by=actor)
        with pytest.raises(NotFound):
            requesting.accept(new_id(), by=SYSTEM)
