"""The table of moves against the verbs: who it names can, nobody else can, and it posts and takes what it says, no more."""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from uuid import UUID

import pytest

from entrepot.kit.actor import SYSTEM, Actor, Permission
from entrepot.kit.errors import DomainError, NotAllowed, NotFound, SignInNeeded
from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.ledger.models import Transfer
from entrepot.payments.providers import ToldChargeback
from entrepot.shipping.statuses import TrackingStatus
from entrepot.stock.models import Movement
from entrepot.trade import disputing, expiring, flow, paying, repaying
from entrepot.trade.cancelling import cancel
from entrepot.trade.charging_back import charge_back
from entrepot.trade.flow import MOVES, Goods, Move, OrderState, Who
from entrepot.trade.fulfilling import ship, track
from entrepot.trade.models import Order, OrderLine, Purchase
from entrepot.trade.permitting import may
from entrepot.trade.receiving import confirm_receipt
from entrepot.trade.returning import Back, refund_tax, take_back
from tests import market
from tests.market import Wish
from tests.trade.story import broken, capture, decline, placed, stock

type Deed = Callable[["Case", Actor], object]


@dataclass
class Case:
    """An order of five honeys, the callers there are, and its merchant."""

    order_id: UUID
    purchase_id: UUID
    honey: UUID
    who: dict[Who, Actor]
    is_lost_in_part: bool = False

    @property
    def order(self) -> Order:
        return Order.objects.get(pk=self.order_id)

    @property
    def line(self) -> UUID:
        return OrderLine.objects.get().pk


@pytest.fixture
def case(shop: SimpleNamespace) -> Case:
    buyer = Actor(id=new_id())
    answer = placed(Wish({shop.honey.pk: 5}, by=buyer))
    return Case(
        answer.orders[0].id,
        answer.purchase_id,
        shop.honey.pk,
        {
            Who.BUYER: buyer,
            Who.SHIPPERS: market.staff_of(shop.bo, Permission.FULFIL),
            Who.ACCOUNTANTS: market.staff_of(shop.bo, Permission.MONEY),
            Who.OPERATOR: Actor(id=new_id(), is_operator=True),
            Who.PROVIDER: SYSTEM,
            Who.TIME: SYSTEM,
        },
    )


def _late(case: Case) -> None:
    Purchase.objects.update(expires_at=Purchase.objects.get().created_at)


def _sent(case: Case, by: Actor = SYSTEM) -> None:
    ship(case.order_id, carrier="UPS", tracking_number=str(new_id())[:20], by=by)


def _sent_in_part(case: Case, by: Actor = SYSTEM) -> None:
    number = str(new_id())[:20]
    ship(case.order_id, carrier="UPS", tracking_number=number, lines={case.line: 1}, by=by)


def _delivered(case: Case, by: Actor = SYSTEM) -> None:
    track(case.order_id, status=TrackingStatus.DELIVERED, by=by)


def _received(case: Case, by: Actor = SYSTEM) -> None:
    confirm_receipt(case.order_id, by=by)


def _returned(case: Case, by: Actor = SYSTEM) -> None:
    take_back(case.order_id, lines={case.line: Back(1)}, by=by)


def _disputed(case: Case, by: Actor = SYSTEM) -> None:
    disputing.dispute(case.order_id, reason="other", text="x", by=by)


def _refunded(case: Case, by: Actor = SYSTEM) -> None:
    repaying.refund(case.order_id, amount=None, reason="x", by=by)


def _refunded_in_part(case: Case, by: Actor) -> None:
    repaying.refund(case.order_id, amount=Money(10, "CNY"), reason="x", by=by)


def _paid(case: Case, by: Actor = SYSTEM) -> None:
    capture(case.purchase_id)


#: How an order comes to each state.
WAYS: dict[OrderState, list[Callable[[Case], None]]] = {
    OrderState.PLACED: [],
    OrderState.PAID: [_paid],
    OrderState.PART_SHIPPED: [_paid, _sent_in_part],
    OrderState.SHIPPED: [_paid, _sent],
    OrderState.DELIVERED: [_paid, _sent, _delivered],
    OrderState.COMPLETED: [_paid, _sent, _received],
    OrderState.RETURNED: [_paid, _sent, _returned],
    OrderState.DISPUTED: [_paid, _sent, _disputed],
    OrderState.REFUNDED: [_paid, _sent, _returned, _refunded],
    OrderState.CANCELLED: [lambda case: _late(case), lambda case: expiring.expire(by=SYSTEM)],
}


def _settle(case: Case, by: Actor) -> None:
    paying.settle([], by=by)  # whoever may not is refused before anything is looked at
    capture(case.purchase_id)


def _decline(case: Case, by: Actor) -> None:
    paying.settle([], by=by)
    decline(case.purchase_id)


def _expire(case: Case, by: Actor) -> None:
    _late(case)
    expiring.expire(by=by)


def _cancel(case: Case, by: Actor) -> None:
    cancel(case.order_id, reason="", by=by)


def _refund_tax(case: Case, by: Actor) -> None:
    refund_tax(case.order_id, by=by)


def _withdraw(case: Case, by: Actor) -> None:
    disputing.withdraw(case.order_id, by=by)


def _contested(case: Case) -> None:
    """The buyer's bank has taken the money back, and nothing is decided yet."""
    _tell_of_chargeback(case, "opened", SYSTEM)


def _lost(case: Case, by: Actor) -> None:
    _tell_of_chargeback(case, "lost", by)


def _tell_of_chargeback(case: Case, state: str, by: Actor) -> None:
    amount = Money(10, "CNY") if case.is_lost_in_part else case.order.total
    told = ToldChargeback("dp_1", state, amount, Money(100, "CNY"), "fraudulent", None)
    charge_back(case.purchase_id, told, by=by)


#: The deed behind each move. Receiving and completing are one deed; reviving is followed by the payment it was done for.
DEEDS: dict[Move, Deed] = {
    flow.PAY: _settle,
    flow.DECLINE: _decline,
    flow.EXPIRE: _expire,
    flow.REVIVE: _settle,
    flow.CANCEL_UNPAID: _cancel,
    flow.CANCEL: _cancel,
    flow.SHIP_PART: _sent_in_part,
    flow.SHIP: _sent,
    flow.CANCEL_REST: _cancel,
    flow.DELIVER: _delivered,
    flow.RECEIVE: _received,
    flow.COMPLETE: _received,
    flow.REFUND_PART: _refunded_in_part,
    flow.REFUND: _refunded,
    flow.TAKE_BACK: _returned,
    flow.REFUND_TAX: _refund_tax,
    flow.DISPUTE: _disputed,
    flow.WITHDRAW: _withdraw,
    flow.LOSE_PART: _lost,
    flow.LOSE: _lost,
}
#: What a deed does beside its move: the moves that it goes on with at once.
WITH = {flow.RECEIVE: [flow.COMPLETE], flow.COMPLETE: [flow.RECEIVE], flow.REVIVE: [flow.PAY]}
#: States that are passed in one deed, and moves from them that begin one state earlier.
PASSED = {OrderState.RECEIVED: OrderState.SHIPPED}
#: What came back before can be received, but only that of which something did has tax to refund.
RETURNED_BEFORE = {OrderState.COMPLETED: [_paid, _sent, _returned, _received]}


def _bring(case: Case, state: OrderState, move: Move) -> None:
    ways = WAYS[PASSED.get(state, state)]
    if move is flow.REFUND_TAX:
        ways = RETURNED_BEFORE.get(state, ways)
    for step in ways:
        step(case)
    case.is_lost_in_part = move is flow.LOSE_PART
    if move in (flow.LOSE, flow.LOSE_PART) and state in move.sources:
        _contested(case)


PAIRS = [pytest.param(move, state, id=f"{move.name}-{state}") for move in MOVES for state in move.sources]


class TestEveryMove:
    @pytest.mark.parametrize(("move", "state"), PAIRS)
    def test_is_made_by_whom_it_names_and_posts_what_it_says(
        self, case: Case, move: Move, state: OrderState
    ) -> None:
        _bring(case, state, move)
        before, shelf = set(Transfer.objects.values_list("pk", flat=True)), stock(case.honey)
        moved = Movement.objects.count()
        who = min(move.who, key=list(Who).index)
        DEEDS[move](case, case.who[who])
        chain = [move, *WITH.get(move, [])]
        _assert_state(case.order, chain, state)
        codes = set(Transfer.objects.exclude(pk__in=before).values_list("code", flat=True))
        named = {code for each in chain for code in each.posts}
        assert codes <= named
        assert all(each.posts[0] in codes for each in chain if each.posts)
        _assert_goods(move, shelf, stock(case.honey), Movement.objects.count() - moved)
        assert broken() == []

    @pytest.mark.parametrize("move", [pytest.param(move, id=move.name) for move in MOVES])
    def test_is_refused_to_everybody_else(self, case: Case, move: Move) -> None:
        _bring(case, move.sources[0], move)
        stood = case.order.state
        strangers = [Actor(), Actor(id=new_id()), market.staff_of(SimpleNamespace(pk=new_id()))]  # type: ignore[arg-type]  # any id
        others = [case.who[who] for who in Who if who not in move.who and case.who[who] is not SYSTEM]
        for actor in strangers + others:
            with pytest.raises((NotAllowed, NotFound, SignInNeeded)):
                DEEDS[move](case, actor)
        assert case.order.state == stood

    @pytest.mark.parametrize("move", [pytest.param(move, id=move.name) for move in MOVES])
    def test_is_made_by_each_of_whom_it_names(self, case: Case, move: Move) -> None:
        """Each in an order of its own would be many orders: whether they may is asked of the table's own reading."""
        allowed = {who for who in Who if may(move, case.order, by=case.who[who])}
        system = {Who.PROVIDER, Who.TIME}
        assert allowed - system == move.who - system

    @pytest.mark.parametrize("move", [pytest.param(move, id=move.name) for move in MOVES])
    def test_is_not_made_from_elsewhere(self, case: Case, move: Move) -> None:
        """From the first state that the table does not name, the deed is refused, or it changes nothing."""
        if move in (flow.RECEIVE, flow.COMPLETE, flow.CANCEL, flow.CANCEL_UNPAID, flow.CANCEL_REST):
            elsewhere = OrderState.REFUNDED
        else:
            elsewhere = next(state for state in WAYS if state not in move.sources)
        _bring(case, elsewhere, move)
        before, stood = Transfer.objects.count(), case.order.state
        if move in (flow.PAY, flow.REVIVE, flow.DECLINE, flow.EXPIRE):
            return  # what the provider and time say of an order that is elsewhere is heard, see test_paying.py
        with pytest.raises(DomainError):
            DEEDS[move](case, SYSTEM)
        assert (Transfer.objects.count(), case.order.state) == (before, stood)


def _assert_state(order: Order, chain: list[Move], state: OrderState) -> None:
    if not chain[0].to:
        assert order.state == state
    elif chain[0].is_back:
        assert order.state in chain[0].to
    else:
        assert order.state in {to for move in chain for to in move.to}


def _assert_goods(move: Move, before: tuple[int, int], after: tuple[int, int], movements: int) -> None:
    on_hand, reserved = after[0] - before[0], after[1] - before[1]
    match move.goods:
        case Goods.UNTOUCHED:
            assert (on_hand, reserved, movements) == (0, 0, 0)
        case Goods.FREED:
            assert (on_hand, reserved, movements) == (0, -before[1], 0)
        case Goods.SENT_IN_PART:
            assert on_hand == reserved == -1 and movements == 1 and after[1] > 0
        case Goods.SENT:
            assert on_hand == reserved < 0 and movements == 1 and after[1] == 0
        case Goods.BACK:
            assert (on_hand, reserved, movements) == (1, 0, 1)
        case Goods.RESERVED:
            assert on_hand == 0 and reserved == 5 and movements == 0
