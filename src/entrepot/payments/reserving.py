"""The reserve of new merchants: what its day has come for is payable again, unless somebody claims against the merchant."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Sum

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.events import Fact, record_all
from entrepot.kit.money import Money
from entrepot.kit.verb import verb
from entrepot.ledger import chart, journals
from entrepot.ledger.posting import balances_locked, post
from entrepot.payments.freezing import frozen
from entrepot.payments.models import Reserve

BATCH = 500


@verb(allow={Caller.SYSTEM})
def release_reserves(*, by: Actor) -> int:
    """Make payable what was kept until today, at most a batch; answers how many reserves were looked at.

    Those of a merchant with an open dispute or chargeback are kept for another day. Repeating it releases nothing twice.
    """
    at = clock.now()
    due = Reserve.objects.kept().filter(release_on__lte=at.date()).order_by("release_on")
    keys = dict(due.values_list("pk", "merchant_id")[:BATCH])
    if not keys:
        return 0
    claimed = frozen(set(keys.values()))
    waiting = [key for key, merchant in keys.items() if merchant in claimed]
    Reserve.objects.filter(pk__in=waiting).update(release_on=at.date() + timedelta(days=1))
    ready = Reserve.objects.filter(pk__in=set(keys) - set(waiting))
    # The accounts before the rows, as those who draw on the reserve do; what they left is read afterwards.
    balances_locked(
        [
            entry.of(merchant, currency)
            for merchant, currency in ready.values_list("merchant_id", "currency")
            for entry in (chart.SELLER_PAYABLE, chart.SELLER_RESERVE)
        ]
    )
    rows = list(ready.kept().locked())
    post(
        [
            journals.reserve_release(order_id=row.order_id, merchant_id=row.merchant_id, amount=row.left)
            for row in rows
        ]
    )
    Reserve.objects.filter(pk__in=[row.pk for row in rows]).update(left_minor=0, released_at=at)
    record_all([Fact("reserve.released", row.order_id, by, row.merchant_id) for row in rows])
    return len(keys)


@dataclass(frozen=True, slots=True)
class Kept:
    """What of a merchant's reserve is released on one day."""

    on: date
    amount: Money


def kept_of(merchant_id: UUID) -> list[Kept]:
    """The merchant's reserve by the days on which it is released; asked for by those who have checked who asks."""
    rows = (
        Reserve.objects.kept()
        .filter(merchant_id=merchant_id)
        .values_list("release_on", "currency")
        .annotate(minor=Sum("left_minor"))
        .order_by("release_on", "currency")
    )
    return [Kept(on, Money(int(minor), currency)) for on, currency, minor in rows]
