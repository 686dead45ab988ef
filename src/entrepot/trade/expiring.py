"""Purchases that were not paid in time: the hold on their stock ends by itself (trade rules, 2.1: 30 minutes)."""

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.events import Fact, record_all
from entrepot.kit.verb import verb
from entrepot.payments import charging
from entrepot.trade.flow import EXPIRE, PurchaseState
from entrepot.trade.models import Purchase
from entrepot.trade.moving import move_purchases
from entrepot.trade.paying import give_back
from entrepot.trade.reasons import Reason

BATCH = 500


@verb(allow={Caller.SYSTEM})
def expire(*, by: Actor) -> int:
    """End what was due to be paid by now, at most a batch; answers how many purchases ended. Stock is given back once."""
    at = clock.now()
    unpaid = [PurchaseState.PENDING, PurchaseState.NEEDS_ACTION]
    due = Purchase.objects.filter(state__in=unpaid, expires_at__lte=at).order_by("expires_at")
    keys = list(due.values_list("pk", flat=True)[:BATCH])
    charging.hold(keys)
    expired = [purchase.id for purchase in move_purchases(keys, PurchaseState.EXPIRED)]
    if expired:
        charging.give_up(expired, at=at)
        give_back(EXPIRE, expired, by=by, at=at, reason=Reason.EXPIRED)
        record_all([Fact("purchase.expired", key, by) for key in expired])
    return len(expired)
