"""Chargebacks: what a provider tells of one, upon the orders it is about (trade rules 2.4: D1 to D4)."""

import logging
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from entrepot.customs import allowance
from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import DomainError
from entrepot.kit.events import Fact, record_all
from entrepot.kit.money import Money
from entrepot.kit.verb import verb
from entrepot.ledger import chart, dispute_journals
from entrepot.ledger.entries import Journal
from entrepot.ledger.posting import balances_locked, post
from entrepot.payments import charging_back, queries, rules
from entrepot.payments.charging_back import NewShare
from entrepot.payments.drawing import Drawn, draw
from entrepot.payments.providers import ToldChargeback
from entrepot.payments.queries import Chargeback, ChargebackShare, ChargebackState
from entrepot.payments.rules import Borne
from entrepot.stock import reserving
from entrepot.trade.aftersale import Dispute, DisputeEnding
from entrepot.trade.flow import LOSE, OrderState
from entrepot.trade.models import Order, Purchase, Step
from entrepot.trade.moving import MovedMoney, move_orders, note_money

log = logging.getLogger(__name__)


class PaymentNotCaptured(DomainError):
    """A chargeback of money that, as far as the provider says, never came: told again later."""

    code = "chargeback.not_captured"


@verb(allow={Caller.SYSTEM})
def charge_back(payment_id: UUID, told: ToldChargeback, *, by: Actor) -> None:
    """Apply what a provider tells of a chargeback, in whatever order it comes; repeating it changes nothing.

    Each message tells the whole, so one that is decided before it was opened is opened by it too. What was decided once stays
    so. Raises PaymentNotCaptured.
    """
    purchase = Purchase.objects.locked().get(pk=payment_id)
    if not queries.is_captured(payment_id):
        raise PaymentNotCaptured
    at = clock.now()
    chargeback = charging_back.known(payment_id, told.reference)
    if chargeback is None:
        chargeback = _open(purchase, told, by=by, at=at)
    if told.state in (ChargebackState.OPENED, chargeback.state):
        return
    if chargeback.state != ChargebackState.OPENED:
        log.error("chargeback %s was %s and is told to be %s", chargeback.pk, chargeback.state, told.state)
        return
    shares = charging_back.shares_of(chargeback)
    if told.state == ChargebackState.WON:
        charging_back.note_won(chargeback, at=at)
        post([dispute_journals.chargeback_won(dispute_id=chargeback.pk, amount=chargeback.amount)])
    else:
        _lose(chargeback, shares, by=by, at=at)
    record_all(_facts(f"chargeback.{told.state}", chargeback, shares, by))


def _open(purchase: Purchase, told: ToldChargeback, *, by: Actor, at: datetime) -> Chargeback:
    """D1 and D2, and what of it falls on each order."""
    chargeback = charging_back.open_chargeback(purchase.pk, told, _split(purchase, told.amount), at=at)
    post([dispute_journals.chargeback(dispute_id=chargeback.pk, amount=told.amount, fee=told.fee)])
    record_all(_facts("chargeback.opened", chargeback, charging_back.shares_of(chargeback), by))
    return chargeback


def _split(purchase: Purchase, amount: Money) -> list[NewShare]:
    """Over the orders that were paid, by what each still has of the buyer's money; where none has any, by their totals."""
    paid = Step.objects.filter(order_id__in=purchase.orders.values("pk"), state=OrderState.PAID)
    orders = list(purchase.orders.filter(pk__in=paid.values("order_id")).order_by("pk"))
    weights = [order.total_minor - order.refunded_minor for order in orders]
    if not any(weights):
        weights = [order.total_minor for order in orders]
    parts = amount.split(weights) if orders else []
    return [
        NewShare(order.pk, order.merchant_id, part) for order, part in zip(orders, parts, strict=True) if part
    ]


def _facts(tag: str, chargeback: Chargeback, shares: Sequence[ChargebackShare], by: Actor) -> list[Fact]:
    return [Fact(tag, s.order_id, by, s.merchant_id, {"chargeback": str(chargeback.pk)}) for s in shares]


def _lose(chargeback: Chargeback, shares: Sequence[ChargebackShare], *, by: Actor, at: datetime) -> None:
    """D3: each order's share is taken from what is held of it, then from its merchant; D3': what is left is the house's."""
    orders = Order.objects.locked().in_bulk([share.order_id for share in shares])
    borne, entries, moved = [], [], []
    house, emptied = chargeback.amount, []
    for share in shares:
        order = orders[share.order_id]
        parts, entry = _bear(order, share, by_house=bool(chargeback.house_reason), at=at)
        borne.append((share, parts))
        if entry:
            back = parts.held + parts.merchant
            house -= back
            entries.append(entry)
            moved.append(_given_back(order, back))
            if back == order.total - order.refunded:
                emptied.append(order)
    if house:
        entries.append(dispute_journals.chargeback_lost_by_house(dispute_id=chargeback.pk, amount=house))
    charging_back.note_lost(chargeback, borne, at=at)
    note_money(moved)
    post(entries)
    _end(emptied, by=by, at=at)


def _bear(
    order: Order, share: ChargebackShare, *, by_house: bool, at: datetime
) -> tuple[Borne, Journal | None]:
    """Who bears one order's share, and the journal that says so; None where it is all the house's."""
    currency = share.currency
    escrow, tax = chart.ESCROW.of(order.pk, currency), chart.IMPORT_TAX.of(order.pk, currency)
    held = balances_locked([escrow, tax])
    # What was sent is, or will be, at the border: its tax is the customs', whoever pays for it.
    free_tax = held[tax] if order.state == OrderState.PAID else Money(0, currency)
    parts = rules.bear(
        share.amount, held=held[escrow] + free_tax, left=order.total - order.refunded, by_house=by_house
    )
    if not (parts.held or parts.merchant):
        return parts, None
    zero = Money(0, currency)
    drawn = draw(order.merchant_id, parts.merchant, at=at) if parts.merchant else Drawn(zero, zero, zero)
    from_escrow = min(parts.held, held[escrow])
    return parts, dispute_journals.chargeback_lost(
        share_id=share.pk,
        dispute_id=share.chargeback_id,
        order_id=order.pk,
        merchant_id=order.merchant_id,
        escrow=from_escrow,
        import_tax=parts.held - from_escrow,
        payable=drawn.payable,
        reserve=drawn.reserve,
        debt=drawn.debt,
    )


def _given_back(order: Order, amount: Money) -> MovedMoney:
    """What the buyer has back of an order by it: goods and freight first, then taxes."""
    goods = min(amount, order.goods + order.freight - (order.refunded - order.refunded_tax))
    return MovedMoney(order.pk, refunded=goods, tax=amount - goods)


def _end(orders: Sequence[Order], *, by: Actor, at: datetime) -> None:
    """An order whose buyer has all of its price back is refunded; what of its goods was not sent is free again.

    It waits for nothing any more, and who objected to it has nothing left to object to: an open dispute would freeze its
    merchant's reserve for ever.
    """
    moved = {order.id for order in move_orders(LOSE, by=by, at=at, ids=[order.pk for order in orders])}
    Order.objects.filter(pk__in=moved).update(receipt_due_at=None)
    Dispute.objects.open().filter(order__in=moved).update(ended_at=at, ended_as=DisputeEnding.REFUNDED)
    reserving.release(moved, at=at)
    unsent = [order.pk for order in orders if order.state == OrderState.PAID]
    allowance.give_back(unsent, ending=allowance.Ending.CANCELLED)
