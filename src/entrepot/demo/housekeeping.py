"""What the marketplace does by the clock, day by day: silent buyers, reserves, payouts and what the bank says of them."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.payments import refunding, reserving
from entrepot.payments.parameters import payout_terms
from entrepot.payments.paying_out import opening, sending
from entrepot.sandbox import banking
from entrepot.trade import receiving, sizing


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
    return []
