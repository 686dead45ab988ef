"""Asking for a refund, and answering: the buyer asks, her merchant accepts in full or in part, or declines, she may withdraw."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import FieldError, Malformed, NotAllowed, NotFound
from entrepot.kit.events import record
from entrepot.kit.money import Money
from entrepot.kit.verb import verb
from entrepot.trade.aftersale import TEXT_MAX, RefundRequest, RequestState
from entrepot.trade.cancelling import locked
from entrepot.trade.errors import OrderNotRefundable, RequestAnswered, RequestOpen
from entrepot.trade.flow import ASKABLE, REFUND_PART, OrderState
from entrepot.trade.models import Order
from entrepot.trade.permitting import may
from entrepot.trade.refunding import check_amount, pay_back


@verb(allow={Caller.GUEST, Caller.PERSON, Caller.SYSTEM})
def ask(
    order_id: UUID, *, amount: Money | None, reason: str, is_with_goods: bool, by: Actor
) -> RefundRequest:
    """The buyer asks for `amount` back, or for all that is left of goods and freight, keeping the goods or sending them back.

    Raises NotFound, NotAllowed, OrderNotRefundable, RequestOpen, Malformed (amount, reason).
    """
    order = locked(order_id, by=by)
    if not (by.is_system or order.is_bought_by(by)):
        raise NotAllowed
    if order.state not in ASKABLE:
        raise OrderNotRefundable(number=order.number, state=OrderState(order.state).label)
    if order.refund_requests.filter(state=RequestState.OPEN).exists():
        raise RequestOpen(number=order.number)
    asked = order.refundable if amount is None else amount
    check_amount(order, asked)
    text = written(reason, "reason")
    request = RefundRequest.objects.create(
        order=order,
        merchant_id=order.merchant_id,
        currency=order.currency,
        asked_minor=asked.minor,
        is_with_goods=is_with_goods,
        reason=text,
        created_at=clock.now(),
    )
    record("refund.requested", order.pk, by=by, merchant_id=order.merchant_id, request=str(request.pk))
    return request


@verb(allow={Caller.PERSON, Caller.OPERATOR, Caller.SYSTEM})
def accept(request_id: UUID, *, amount: Money | None = None, answer: str = "", by: Actor) -> RefundRequest:
    """Give what was asked for, or another amount; with goods to come back it is paid when they are here.

    Raises NotFound, NotAllowed, RequestAnswered, OrderNotRefundable, RefundIsCancellation, Malformed (amount, answer),
    ChargebackOpen.
    """
    order, request = _asked(request_id, by=by)
    at, granted = clock.now(), amount or min(request.asked, order.refundable)
    check_amount(order, granted)
    if not request.is_with_goods:
        request.refund_id, granted = pay_back(order, granted, reason=request.reason, by=by, at=at)
    request.granted = granted
    _answer(request, RequestState.ACCEPTED, written(answer, "answer", least=0), by=by, at=at)
    return request


@verb(allow={Caller.PERSON, Caller.SYSTEM})
def decline(request_id: UUID, *, answer: str, by: Actor) -> RefundRequest:
    """Say no, and why. Raises NotFound, NotAllowed, RequestAnswered, Malformed (answer)."""
    _order, request = _asked(request_id, by=by)
    _answer(request, RequestState.DECLINED, written(answer, "answer"), by=by, at=clock.now())
    return request


@verb(allow={Caller.GUEST, Caller.PERSON, Caller.SYSTEM})
def withdraw(request_id: UUID, *, by: Actor) -> RefundRequest:
    """The buyer no longer asks. Raises NotFound, NotAllowed, RequestAnswered."""
    order, request = _found(request_id, by=by)
    if not (by.is_system or order.is_bought_by(by)):
        raise NotAllowed
    _must_be_open(request)
    _answer(request, RequestState.WITHDRAWN, "", by=by, at=clock.now())
    return request


def settle_open(order: Order, refund_id: UUID, amount: Money, *, by: Actor, at: datetime) -> None:
    """A refund that nobody asked for by name answers what was asked."""
    request = order.refund_requests.filter(state=RequestState.OPEN).first()
    if request is not None:
        request.granted, request.refund_id = amount, refund_id
        _answer(request, RequestState.ACCEPTED, "", by=by, at=at)


def written(text: str, field: str, *, least: int = 1) -> str:
    """The text without its margins. Raises Malformed for none, where one is needed, and for one that is too long."""
    kept = text.strip()
    if not least <= len(kept) <= TEXT_MAX:
        raise Malformed(fields=[FieldError(field, _("Please write something, with at most 500 characters."))])
    return kept


def _found(request_id: UUID, *, by: Actor) -> tuple[Order, RefundRequest]:
    """The order, locked, and the request as it is after that."""
    order_id = RefundRequest.objects.filter(pk=request_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise NotFound
    order = locked(order_id, by=by)
    return order, RefundRequest.objects.get(pk=request_id)


def _asked(request_id: UUID, *, by: Actor) -> tuple[Order, RefundRequest]:
    order, request = _found(request_id, by=by)
    if not may(REFUND_PART, order, by=by):
        raise NotAllowed
    _must_be_open(request)
    return order, request


def _must_be_open(request: RefundRequest) -> None:
    if request.state != RequestState.OPEN:
        raise RequestAnswered(state=RequestState(request.state).label)


def _answer(request: RefundRequest, state: RequestState, answer: str, *, by: Actor, at: datetime) -> None:
    request.state, request.answer, request.answered_at = state, answer, at
    request.answered_by_kind, request.answered_by_id = by.kind, by.id
    request.save()
    record(
        f"refund.{state.value}",
        request.order_id,
        by=by,
        merchant_id=request.merchant_id,
        request=str(request.pk),
    )
