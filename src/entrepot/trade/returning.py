"""Goods come back to their merchant: onto the shelf or written off, their price to the buyer, and in time her allowance too."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from django.db.models import Sum
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from entrepot.customs import allowance
from entrepot.customs import queries as customs
from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller, Permission
from entrepot.kit.errors import FieldError, Malformed, NotAllowed
from entrepot.kit.events import record
from entrepot.kit.money import Money
from entrepot.kit.verb import verb
from entrepot.ledger import chart, journals
from entrepot.ledger.posting import balances_locked, post
from entrepot.payments import refunding as payments
from entrepot.payments.queries import frozen
from entrepot.payments.refunding import NewRefund
from entrepot.shipping import sending
from entrepot.stock import returning as stock
from entrepot.trade.aftersale import (
    Dispute,
    DisputeEnding,
    RefundNote,
    RefundRequest,
    RequestState,
    Return,
    ReturnLine,
)
from entrepot.trade.cancelling import locked
from entrepot.trade.clocking import due
from entrepot.trade.errors import ChargebackOpen, NoTaxToRefund, NotReturnable
from entrepot.trade.flow import REFUND_TAX, TAKE_BACK, OrderState
from entrepot.trade.models import REASON_MAX, Order, OrderLine, Step
from entrepot.trade.moving import MovedMoney, move_orders, note_money
from entrepot.trade.permitting import may
from entrepot.trade.reasons import Reason
from entrepot.trade.refunding import check_amount, pay_back, worth


@dataclass(frozen=True, slots=True)
class Back:
    """So many of a line came back, of which so many cannot be sold again."""

    quantity: int
    damaged: int = 0


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def take_back(
    order_id: UUID, *, lines: Mapping[UUID, Back], amount: Money | None = None, reason: str = "", by: Actor
) -> Order:
    """These goods are here again: the merchant's people who ship may say so.

    Sound ones go back on the shelf, damaged ones are written off. The buyer gets what her accepted request granted, else the
    price of these goods; another `amount` needs somebody who accounts. Raises NotFound, NotAllowed, NotReturnable, Malformed
    (lines, amount), ChargebackOpen.
    """
    order = locked(order_id, by=by)
    if not may(TAKE_BACK, order, by=by):
        raise NotAllowed
    if order.state not in TAKE_BACK.sources:
        raise NotReturnable(number=order.number, state=OrderState(order.state).label)
    _check(lines, returnable(order.pk))
    at = clock.now()
    request = order.refund_requests.filter(
        state=RequestState.ACCEPTED, is_with_goods=True, refund_id=None
    ).first()
    part = worth(
        OrderLine.objects.filter(order=order),
        {key: back.quantity for key, back in lines.items()},
        order.currency,
    )
    usual = min(request.granted if request else part.goods, order.refundable)
    paid = usual if amount is None else amount
    if paid != usual and not (by.is_system or by.may(Permission.MONEY, order.merchant_id)):
        raise NotAllowed
    if paid:
        check_amount(order, paid)
    _write(
        order,
        lines,
        at=at,
        since=request.created_at if request else at,
        share=_share(order, part.goods + part.freight),
        by=by,
    )
    move_orders(TAKE_BACK, by=by, at=at, ids=[order.pk], reason=reason[:REASON_MAX])
    Dispute.objects.open().filter(order=order).update(ended_at=at, ended_as=DisputeEnding.RETURNED)
    order.refresh_from_db()
    if paid:
        refund_id, _paid = pay_back(order, paid, reason=reason or _reason(request), by=by, at=at)
        if request:
            RefundRequest.objects.filter(pk=request.pk).update(refund_id=refund_id)
    order.refresh_from_db()
    if order.state == OrderState.RETURNED and not order.released_minor:
        due(order.pk, since=at)
    record("order.returned", order.pk, by=by, merchant_id=order.merchant_id)
    order.refresh_from_db()
    return order


def returnable(order_id: UUID) -> dict[UUID, int]:
    """How many of each line were sent and have not come back."""
    sent = sending.sent(order_id)
    rows = ReturnLine.objects.filter(taken_back__order=order_id).values_list("line").annotate(Sum("quantity"))
    back = dict(rows)
    return {line: count - back.get(line, 0) for line, count in sent.items() if count > back.get(line, 0)}


@verb(allow={Caller.OPERATOR, Caller.SYSTEM})
def refund_tax(order_id: UUID, *, by: Actor) -> Order:
    """The customs have accepted a return: the import tax on what came back goes back to the buyer (R3).

    Out of what is held of it, or, once the customs were paid, out of what they pay back. Raises NotFound, NoTaxToRefund,
    ChargebackOpen.
    """
    order = locked(order_id, by=by)
    if not may(REFUND_TAX, order, by=by):
        raise NotAllowed
    tax = _tax_left(order)
    if order.state not in REFUND_TAX.sources or not tax:
        raise NoTaxToRefund(number=order.number)
    if frozen([order.pk]):
        raise ChargebackOpen(number=order.number)
    at = clock.now()
    [refund_id] = payments.open_refunds([NewRefund(order.purchase_id, order.pk, tax)], at=at)
    account = chart.IMPORT_TAX.of(order.pk, order.currency)
    is_paid = balances_locked([account])[account] < tax
    note_money([MovedMoney(order.pk, tax=tax)])
    RefundNote.objects.create(
        id=refund_id, order=order, by_kind=by.kind, by_id=by.id, created_at=at, reason=Reason.TAX
    )
    post([journals.tax_refund(refund_id=refund_id, order_id=order.pk, tax=tax, paid_to_customs=is_paid)])
    record("order.tax_refunded", order.pk, by=by, merchant_id=order.merchant_id, refund=str(refund_id))
    order.refresh_from_db()
    return order


def _tax_left(order: Order) -> Money:
    """The tax on all that came back or was never sent, less what of it went back before."""
    sent = sending.sent(order.pk)
    here = returnable(order.pk)
    lines = list(OrderLine.objects.filter(order=order))
    gone = {line.pk: line.quantity - here.get(line.pk, 0) for line in lines}
    if all(here.get(line, 0) == count for line, count in sent.items()):
        return Money(0, order.currency)  # nothing came back
    return min(worth(lines, gone, order.currency).tax - order.refunded_tax, order.tax_refundable)


def _check(lines: Mapping[UUID, Back], here: Mapping[UUID, int]) -> None:
    if not any(back.quantity for back in lines.values()):
        raise Malformed(fields=[FieldError("lines", _("Please say what came back."))])
    wrong = []
    for index, (line, back) in enumerate(lines.items()):
        most = here.get(line, 0)
        if not 1 <= back.quantity <= most:
            sentence = (
                format_lazy(_("Please give 1 to {left}."), left=most)
                if most
                else _("Nothing of this is with the buyer.")
            )
            wrong.append(FieldError(f"lines.{index}.quantity", sentence))
        elif not 0 <= back.damaged <= back.quantity:
            wrong.append(FieldError(f"lines.{index}.damaged", _("No more can be damaged than came back.")))
    if wrong:
        raise Malformed(fields=wrong)


def _write(
    order: Order, lines: Mapping[UUID, Back], *, at: datetime, since: datetime, share: Fraction, by: Actor
) -> None:
    """The rows of the return, its stock, and the buyer's allowance for it when customs' time was kept (trade rules 1.8)."""
    is_in_time = _is_in_time(order, asked=since, at=at)
    row = Return.objects.create(order=order, is_in_time=is_in_time, by_id=by.id, created_at=at)
    ReturnLine.objects.bulk_create(
        ReturnLine(taken_back=row, line_id=line, quantity=back.quantity, damaged=back.damaged)
        for line, back in lines.items()
    )
    stock.take_back({key: (back.quantity, back.damaged) for key, back in lines.items()}, at=at, by_id=by.id)
    if is_in_time:
        allowance.lessen(order.pk, share)


def _is_in_time(order: Order, *, asked: datetime, at: datetime) -> bool:
    """Asked for and back within customs' days. They count from customs' release, of which we are not told yet: from the
    dispatch, which was before, is on the safe side.
    """
    first = (
        Step.objects.filter(order_id=order.pk, state__in=[OrderState.PART_SHIPPED, OrderState.SHIPPED])
        .order_by("pk")
        .first()
    )
    window = customs.return_window(order.country, at)
    if first is None or window is None:
        return False
    left = first.created_at
    return asked <= left + window.apply and at <= left + window.arrive


def _share(order: Order, part: Money) -> Fraction:
    held = order.goods_minor + order.freight_minor
    return Fraction(part.minor, held) if held else Fraction(0)


def _reason(request: RefundRequest | None) -> str:
    return request.reason if request else ""
