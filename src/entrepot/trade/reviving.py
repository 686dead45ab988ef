"""Money that comes after a purchase expired: if its goods, its allowance and its price are still to be had, it stands again."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from entrepot.customs import allowance, rating
from entrepot.customs.queries import rulebook
from entrepot.kit.actor import SYSTEM, Actor
from entrepot.kit.events import record
from entrepot.stock import reserving
from entrepot.trade import pricing
from entrepot.trade.flow import REVIVE, OrderState, PurchaseState
from entrepot.trade.models import Order, OrderLine, Purchase, Step
from entrepot.trade.moving import move_orders, move_purchases
from entrepot.trade.reasons import Reason


def revive(purchase_ids: Collection[UUID], *, by: Actor, at: datetime) -> set[UUID]:
    """Those of these purchases that had expired and stand again, pending: each whole, or not at all.

    In the caller's transaction, before they are moved to paid. An order that its buyer or its merchant had cancelled stays so,
    and one whose goods, allowance or price are gone leaves its whole purchase as it is: the money goes back.
    """
    expired = Purchase.objects.locked().filter(pk__in=purchase_ids, state=PurchaseState.EXPIRED)
    return {purchase.pk for purchase in expired if _revived(purchase, by=by, at=at)}


def _revived(purchase: Purchase, *, by: Actor, at: datetime) -> bool:
    orders = _expired(Order.objects.locked().filter(purchase=purchase, state=OrderState.CANCELLED))
    ids = [order.pk for order in orders]
    if not ids or not _is_offered(ids, at=at) or not _hold_allowance(purchase, ids):
        return False
    if not reserving.take_again(ids, at=at):
        allowance.give_back(ids, ending=allowance.Ending.EXPIRED)
        return False
    move_purchases([purchase.pk], PurchaseState.PENDING)
    move_orders(REVIVE, by=by, at=at, ids=ids, reason=Reason.PAID_LATE)
    record("purchase.revived", purchase.pk, by=by)
    return True


def _expired(orders: Iterable[Order]) -> list[Order]:
    """Those that time ended, not somebody who did not want them any more."""
    rows = list(orders)
    ends = Step.objects.filter(order_id__in=[row.pk for row in rows], state=OrderState.CANCELLED)
    newest = {step.order_id: step for step in ends.order_by("pk")}
    return [
        row
        for row in rows
        if (newest[row.pk].by_kind, newest[row.pk].reason) == (SYSTEM.kind, Reason.EXPIRED)
    ]


def _is_offered(order_ids: Collection[UUID], *, at: datetime) -> bool:
    """Whether everything in these orders is still on sale, at the price in the merchant's currency that was paid."""
    lines = list(OrderLine.objects.filter(order_id__in=order_ids))
    market = pricing.look({line.variant_id for line in lines}, at=at)
    for line in lines:
        offer = market.offers.get(line.variant_id)
        if offer is None or not offer.is_published or market.terms[offer.merchant_id].is_suspended:
            return False
        if (offer.unit_minor(line.quantity), offer.currency) != (line.listed_minor, line.listed_currency):
            return False
    return True


def _hold_allowance(purchase: Purchase, order_ids: Collection[UUID]) -> bool:
    """The limit is that of the rules by which the purchase was priced."""
    priced = purchase.priced
    book = rulebook(datetime.fromisoformat(priced["at"]), version=priced["rules"])
    return allowance.hold_again(order_ids, limit_minor=rating.limits(book).annual)
