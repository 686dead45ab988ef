"""What the marketplace does by the clock, day by day: silent buyers, reserves, payouts and what the bank says of them; once a
week the payment provider pays out, and its file is taken.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.payments import refunding, reserving
from entrepot.payments import settling as payments
from entrepot.payments.parameters import payout_terms
from entrepot.payments.paying_out import opening, sending
from entrepot.sandbox import banking, settling
from entrepot.sandbox.models import Settlement
from entrepot.trade import receiving, sizing

#: The day of the week on which the provider pays out what happened until the day before; Monday is 0.
_SETTLED = 0


def days(begin: datetime, until: datetime) -> Iterator[datetime]:
    """Six in the morning, UTC, of each day in between."""
    moment = datetime.combine(begin.date() + timedelta(days=1), time(6), begin.tzinfo)
    while moment < until:
        yield moment
        moment += timedelta(days=1)


def keep() -> Iterable[Any]:
    """One morning's work; repeated, as after an interrupted loading, it finds nothing to do."""
    refunding.send_asked()
    receiving.receive_silent(by=SYSTEM)
    reserving.release_reserves(by=SYSTEM)
    sizing.size_due()
    today = clock.now().date()
    if today.weekday() == payout_terms(today).weekday:
        opening.run_whole(today)
    sending.send_due()
    banking.settle_due()
    if today.weekday() == _SETTLED:
        _settle(today - timedelta(days=1))
    return []


def _settle(until: date) -> None:
    """The provider pays out; the file before is taken too, should a loading have been interrupted in between."""
    settling.settle(until)
    for settlement in Settlement.objects.order_by("-id")[:2]:
        body = settling.write(settlement.pk).encode()
        payments.load(body, name=f"sandbox-{until}.csv", provider_name="sandbox", by=SYSTEM)
