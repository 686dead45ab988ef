"""The lives of a purchase and of an order, as data.

Of an order there is one table of moves: from where, to where, who may, what is posted, what becomes of the goods. Everything else
that has to know is derived from it, and a test reads it aloud (docs/order-life.md) and walks it against the verbs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entrepot.kit.flow import Flow


class OrderState(TextChoices):
    PLACED = "placed", _("Placed")  # stock is held, the money is not here yet
    PAID = "paid", _("Paid")  # the money is held; the merchant packs
    PART_SHIPPED = "part_shipped", _("Shipped in part")
    SHIPPED = "shipped", _("Shipped")
    DELIVERED = "delivered", _("Delivered")  # the carrier says so; the buyer has not
    RECEIVED = "received", _("Received")  # the buyer has it, or stayed silent for the window of the route
    COMPLETED = "completed", _("Completed")  # the money is the merchant's
    CANCELLED = "cancelled", _("Cancelled")
    RETURNED = (
        "returned",
        pgettext_lazy("order", "Returned"),
    )  # goods came back to the merchant, in part or all of them
    DISPUTED = "disputed", _("Disputed")  # the buyer objects: every clock stands still
    REFUNDED = "refunded", _("Refunded")  # all of its price went back to the buyer


class PurchaseState(TextChoices):
    PENDING = "pending", _("Waiting for payment")
    NEEDS_ACTION = "needs_action", _("Needs your confirmation")
    PAID = "paid", _("Paid")
    DECLINED = "declined", _("Payment declined")
    EXPIRED = "expired", _("Not paid in time")
    CANCELLED = "cancelled", _("Cancelled")


class Who(StrEnum):
    """Who may make a move. The system acts for the provider and for time, and in its tests and imports for anybody."""

    BUYER = "the buyer"
    SHIPPERS = "the merchant's people who ship"
    ACCOUNTANTS = "the merchant's people who account"
    OPERATOR = "the operator"
    PROVIDER = "the payment provider"
    TIME = "time"


class Goods(StrEnum):
    """What a move does to the stock that is reserved for an order, or was."""

    UNTOUCHED = "leaves the goods where they are"
    FREED = "gives back what is still reserved"
    SENT_IN_PART = "takes what was sent off the shelf"
    SENT = "takes the rest off the shelf"
    BACK = "puts sound goods back on the shelf, and counts what is damaged"
    RESERVED = "reserves the goods again"


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table. `to` is empty for what leaves the state as it is, and several where it goes back to what it was.

    Of the journals it posts the first is always posted where there is money to move, the others if there is something for them.
    """

    name: str
    sources: tuple[OrderState, ...]
    to: tuple[OrderState, ...]
    who: frozenset[Who]
    posts: tuple[str, ...] = ()
    goods: Goods = Goods.UNTOUCHED

    @property
    def is_back(self) -> bool:
        """Whether it only undoes: where it leads, the order has been."""
        return len(self.to) > 1

    @property
    def aloud(self) -> str:
        """The line as a sentence."""
        becomes = f"becomes {_or(self.to)}" if self.to else "stays as it is"
        posted = f"posts {_or(self.posts, 'and')}" if self.posts else "posts nothing"
        who = _or(sorted(self.who, key=list(Who).index))
        back = ", as it was before" if self.is_back else ""
        return f"{self.name}: {_or(self.sources)} {becomes}{back}, by {who}; {posted}; {self.goods}."


def _or(words: tuple[str, ...] | list[Who], joined: str = "or") -> str:
    texts = [str(word) for word in words]
    return f"{', '.join(texts[:-1])} {joined} {texts[-1]}" if len(texts) > 1 else texts[0]


_O, _W = OrderState, Who
_BUYER, _SHIPPERS, _OPERATOR = frozenset({_W.BUYER}), frozenset({_W.SHIPPERS}), frozenset({_W.OPERATOR})
_BUYER_OR_TIME = frozenset({_W.BUYER, _W.TIME})
_GIVES_BACK = frozenset({_W.ACCOUNTANTS, _W.OPERATOR})
_CANCELS = frozenset({_W.BUYER, _W.SHIPPERS, _W.OPERATOR})
_AFTER_SENDING = (_O.SHIPPED, _O.DELIVERED, _O.COMPLETED, _O.RETURNED)

PAY = Move("pay", (_O.PLACED,), (_O.PAID,), frozenset({_W.PROVIDER}), ("capture",))
DECLINE = Move("decline", (_O.PLACED,), (_O.CANCELLED,), frozenset({_W.PROVIDER}), goods=Goods.FREED)
EXPIRE = Move("expire", (_O.PLACED,), (_O.CANCELLED,), frozenset({_W.TIME}), goods=Goods.FREED)
REVIVE = Move("revive", (_O.CANCELLED,), (_O.PLACED,), frozenset({_W.PROVIDER}), goods=Goods.RESERVED)
CANCEL_UNPAID = Move("cancel, unpaid", (_O.PLACED,), (_O.CANCELLED,), _CANCELS, goods=Goods.FREED)
CANCEL = Move("cancel", (_O.PAID,), (_O.CANCELLED,), _CANCELS, ("refund",), Goods.FREED)
SHIP_PART = Move(
    "ship in part", (_O.PAID, _O.PART_SHIPPED), (_O.PART_SHIPPED,), _SHIPPERS, (), Goods.SENT_IN_PART
)
SHIP = Move("ship", (_O.PAID, _O.PART_SHIPPED), (_O.SHIPPED,), _SHIPPERS, (), Goods.SENT)
CANCEL_REST = Move("cancel the rest", (_O.PART_SHIPPED,), (_O.SHIPPED,), _CANCELS, ("refund",), Goods.FREED)
DELIVER = Move("deliver", (_O.SHIPPED,), (_O.DELIVERED,), _SHIPPERS)
RECEIVE = Move("receive", (_O.SHIPPED, _O.DELIVERED, _O.RETURNED), (_O.RECEIVED,), _BUYER_OR_TIME)
COMPLETE = Move(
    "complete", (_O.RECEIVED,), (_O.COMPLETED,), _BUYER_OR_TIME, ("release", "recovery", "reserve")
)
REFUND_PART = Move(
    "refund a part",
    (_O.PAID, _O.PART_SHIPPED, *_AFTER_SENDING, _O.DISPUTED),
    (),
    _GIVES_BACK,
    ("refund",),
)
REFUND = Move("refund", (*_AFTER_SENDING, _O.DISPUTED), (_O.REFUNDED,), _GIVES_BACK, ("refund",))
TAKE_BACK = Move(
    "take back",
    (*_AFTER_SENDING, _O.DISPUTED),
    (_O.RETURNED,),
    _SHIPPERS,
    ("refund",),
    Goods.BACK,
)
REFUND_TAX = Move("refund the tax", (_O.RETURNED, _O.COMPLETED, _O.REFUNDED), (), _OPERATOR, ("tax_refund",))
DISPUTE = Move("dispute", _AFTER_SENDING, (_O.DISPUTED,), _BUYER)
WITHDRAW = Move("withdraw the dispute", (_O.DISPUTED,), _AFTER_SENDING, _BUYER)

_LOSES = (_O.PAID, _O.PART_SHIPPED, *_AFTER_SENDING, _O.DISPUTED)
LOSE_PART = Move("lose a chargeback of a part", _LOSES, (), frozenset({_W.PROVIDER}), ("chargeback_lost",))
LOSE = Move(
    "lose a chargeback",
    _LOSES,
    (_O.REFUNDED,),
    frozenset({_W.PROVIDER}),
    ("chargeback_lost",),
    Goods.FREED,
)

MOVES = (
    PAY,
    DECLINE,
    EXPIRE,
    REVIVE,
    CANCEL_UNPAID,
    CANCEL,
    SHIP_PART,
    SHIP,
    CANCEL_REST,
    DELIVER,
    RECEIVE,
    COMPLETE,
    REFUND_PART,
    REFUND,
    TAKE_BACK,
    REFUND_TAX,
    DISPUTE,
    WITHDRAW,
    LOSE_PART,
    LOSE,
)


def _steps() -> dict[OrderState, set[OrderState]]:
    steps: dict[OrderState, set[OrderState]] = {}
    for move in MOVES:
        for source in move.sources:
            steps.setdefault(source, set()).update(move.to)
    return steps


ORDER_FLOW = Flow[OrderState](start=_O.PLACED, steps=_steps(), ends={_O.CANCELLED, _O.REFUNDED})

_P = PurchaseState
PURCHASE_FLOW = Flow[PurchaseState](
    start=_P.PENDING,
    steps={
        _P.PENDING: {_P.NEEDS_ACTION, _P.PAID, _P.DECLINED, _P.EXPIRED, _P.CANCELLED},
        _P.NEEDS_ACTION: {_P.PAID, _P.DECLINED, _P.EXPIRED, _P.CANCELLED},
        _P.PAID: {_P.CANCELLED},
        _P.EXPIRED: {_P.PENDING},  # its money came late, and all of it is still to be had
    },
    ends={_P.DECLINED, _P.EXPIRED, _P.CANCELLED},
)


def _reached(start: OrderState, until: frozenset[Move]) -> Iterator[OrderState]:
    """The states that an order comes to from `start` on, going forward, before any of the moves `until`."""
    waiting, seen = [start], set[OrderState]()
    while waiting:
        state = waiting.pop()
        if state not in seen:
            seen.add(state)
            yield state
            moves = (m for m in MOVES if state in m.sources and m not in until and not m.is_back)
            waiting += [to for move in moves for to in move.to]


def _in_order(states: Iterator[OrderState]) -> tuple[OrderState, ...]:
    return tuple(sorted(states, key=list(OrderState).index))


#: Orders of which a buyer can ask for a refund; one that has not left is cancelled instead.
ASKABLE = tuple(state for state in REFUND_PART.sources if state != _O.PAID)
#: Orders whose money is held in escrow, unless it was released before they were returned or disputed (`released_minor`).
MONEY_HELD = _in_order(_reached(_O.PAID, frozenset({COMPLETE, CANCEL, REFUND, LOSE})))
#: Orders whose goods, or the rest of them, are still promised (promise 5).
STOCK_HELD = _in_order(
    _reached(_O.PLACED, frozenset(m for m in MOVES if m.goods in (Goods.FREED, Goods.SENT)))
)
