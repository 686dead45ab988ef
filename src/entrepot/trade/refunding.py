"""Money of an order on its way back to its buyer: before the release out of the escrow, after it from the merchant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from entrepot.kit.actor import Actor
from entrepot.kit.errors import FieldError, Malformed
from entrepot.kit.events import record
from entrepot.kit.money import Money
from entrepot.ledger import chart, journals
from entrepot.ledger.entries import Journal
from entrepot.ledger.posting import balances_locked, post
from entrepot.payments import drawing
from entrepot.payments import refunding as payments
from entrepot.payments.queries import frozen
from entrepot.payments.refunding import NewRefund
from entrepot.trade.aftersale import TEXT_MAX, Dispute, DisputeEnding, RefundNote
from entrepot.trade.errors import ChargebackOpen, OrderNotRefundable, RefundIsCancellation
from entrepot.trade.flow import REFUND, REFUND_PART, SHIP, OrderState
from entrepot.trade.models import REASON_MAX, Order, OrderLine
from entrepot.trade.moving import MovedMoney, move_orders, note_money
from entrepot.trade.rules import fee_returned


@dataclass(frozen=True, slots=True)
class Worth:
    """What was paid for some of an order's goods."""

    goods: Money
    freight: Money
    tax: Money


def worth(lines: Iterable[OrderLine], counts: Mapping[UUID, int], currency: str) -> Worth:
    """What was paid for so many of these lines: their goods, and their share of freight and taxes."""
    goods = freight = tax = Money(0, currency)
    for line in lines:
        if count := counts.get(line.pk, 0):
            share = Fraction(count, line.quantity)
            goods += line.unit_price * count
            freight += line.freight.portion(share)
            for part in (line.duty, line.import_vat, line.consumption_tax):
                tax += part.portion(share)
    return Worth(goods, freight, tax)


def give_back(order: Order, amount: Money, *, tax: Money, at: datetime) -> UUID | None:
    """`amount` of its goods and freight and `tax` of its taxes are on their way back; the id of the refund, None of nothing.

    In the caller's transaction, with the order locked and its amounts as they are; the database refuses more than is left.
    Taxes go back with an order that is not released; of one that is, by themselves (R3). Raises ChargebackOpen.
    """
    if not (amount or tax):
        return None
    if frozen([order.pk]):
        raise ChargebackOpen(number=order.number)
    if order.released_minor and tax:
        raise ValueError("the taxes of a released order are refunded by themselves")
    [refund_id] = payments.open_refunds([NewRefund(order.purchase_id, order.pk, amount + tax)], at=at)
    if order.released_minor:
        journal = _from_merchant(order, amount, refund_id, at=at)
    else:
        journal = journals.refund_before_release(
            refund_id=refund_id, order_id=order.pk, escrow=amount, import_tax=tax
        )
    note_money([MovedMoney(order.pk, refunded=amount, tax=tax)])
    post([journal])
    return refund_id


def pay_back(
    order: Order, amount: Money | None, *, reason: str, by: Actor, at: datetime
) -> tuple[UUID, Money]:
    """Give `amount` of the goods and freight of a locked order back, or all that is left of it; the refund's id, and how much.

    All of it ends the order, and its dispute. Its taxes stay with the customs, who have the goods on their books: they go back
    when the customs accept a return. Raises OrderNotRefundable, RefundIsCancellation, Malformed (amount), ChargebackOpen.
    """
    left = order.refundable
    amount = left if amount is None else amount
    check_amount(order, amount)
    move = REFUND if amount == left else REFUND_PART
    if move is REFUND and order.state in SHIP.sources:
        raise RefundIsCancellation(number=order.number)
    refund_id = give_back(order, amount, tax=Money(0, order.currency), at=at)
    if refund_id is None:
        raise ValueError("a refund of nothing")
    RefundNote.objects.create(
        id=refund_id, order=order, reason=reason[:TEXT_MAX], by_kind=by.kind, by_id=by.id, created_at=at
    )
    if move is REFUND:
        end(order, by=by, at=at, reason=reason)
    record("order.refunded", order.pk, by=by, merchant_id=order.merchant_id, refund=str(refund_id))
    return refund_id, amount


def check_amount(order: Order, amount: Money) -> None:
    """OrderNotRefundable where nothing can go back; Malformed, naming `amount`, for less than nothing or more than is left."""
    if order.state not in REFUND_PART.sources or not order.refundable:
        raise OrderNotRefundable(number=order.number, state=OrderState(order.state).label)
    if amount.currency != order.currency or not 0 < amount.minor <= order.refundable.minor:
        sentence = format_lazy(_("Please give an amount up to {most}."), most=order.refundable)
        raise Malformed(fields=[FieldError("amount", sentence)])


def end(order: Order, *, by: Actor, at: datetime, reason: str = "") -> None:
    """All of its price went back: the order is refunded, its clock stops, and who objected has nothing left to object to."""
    move_orders(REFUND, by=by, at=at, ids=[order.pk], reason=reason[:REASON_MAX])
    Order.objects.filter(pk=order.pk).update(receipt_due_at=None)
    Dispute.objects.open().filter(order=order).update(ended_at=at, ended_as=DisputeEnding.REFUNDED)


def _from_merchant(order: Order, amount: Money, refund_id: UUID, *, at: datetime) -> Journal:
    """R2: from payable, reserve or debt, less the part of the commission and of the tax on it that falls away."""
    before = order.goods + order.freight - order.refundable
    commission, fee_tax = (
        fee_returned(fee, goods=order.goods, refunded=before + amount)
        - fee_returned(fee, goods=order.goods, refunded=before)
        for fee in (order.commission, order.fee_tax)
    )
    tax_account = chart.SALES_TAX.of(order.pk, order.currency)
    # What of the fee's tax is with its country already is our cost, never the merchant's.
    fee_tax_held = min(fee_tax, balances_locked([tax_account])[tax_account]) if fee_tax else fee_tax
    nothing = Money(0, order.currency)
    due = amount - commission - fee_tax
    drawn = drawing.draw(order.merchant_id, due, at=at) if due else None
    return journals.refund_after_release(
        refund_id=refund_id,
        order_id=order.pk,
        merchant_id=order.merchant_id,
        commission_returned=commission + fee_tax - fee_tax_held,
        fee_tax_returned=fee_tax_held,
        payable=drawn.payable if drawn else nothing,
        reserve=drawn.reserve if drawn else nothing,
        debt=drawn.debt if drawn else nothing,
    )
