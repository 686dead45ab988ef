"""The worker process: `run()`, called by the process tree of `entrepot up`."""

import logging
import signal
import sys
import threading

from entrepot.catalog import fetching
from entrepot.catalog.importing import running
from entrepot.kit.actor import SYSTEM
from entrepot.ledger import closing
from entrepot.payments import charging, charging_back, refunding, reserving
from entrepot.payments.paying_out import opening
from entrepot.payments.paying_out import sending as paying_out
from entrepot.sandbox import banking, sending
from entrepot.trade import expiring, paying, receiving, sizing
from entrepot.workers import dispatching, jobs
from entrepot.workers.dispatching import Dispatcher
from entrepot.workers.loops import Loop, run_until_stopped

log = logging.getLogger(__name__)

_REFUNDS = 100


def run() -> None:
    """Work until SIGTERM or SIGINT. Exits with 1 when a part of it ended by itself, so that it is started anew."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    # Each request would be a line, and every webhook is one; what fails is logged by who sends it.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    dispatcher = Dispatcher()
    log.info("The worker works.")
    lived = run_until_stopped(loops(dispatcher, stop), stop)
    dispatcher.close()
    log.info("The worker has stopped.")
    if not lived:
        sys.exit(1)


def loops(dispatcher: Dispatcher, stop: threading.Event) -> list[Loop]:
    """What the worker does, each in a thread of its own, so that a slow provider keeps no event waiting."""
    parts = [
        Loop("events", dispatcher.turn, dispatching.PAUSE_SECONDS),
        Loop("sandbox webhooks", lambda: sending.send_due() == sending.BATCH, 0.2),
        Loop("refunds", lambda: refunding.send_asked(_REFUNDS) == _REFUNDS, 1.0),
        Loop("reserves", lambda: reserving.release_reserves(by=SYSTEM) == reserving.BATCH, 600.0),
        Loop("payout run", opening.run_due, 60.0),
        Loop("payouts", lambda: paying_out.send_due() == paying_out.BATCH, 5.0),
        Loop("sandbox bank", lambda: banking.settle_due() == banking.BATCH, 1.0),
        Loop(
            "answers to chargebacks", lambda: charging_back.send_answers() == charging_back.ANSWER_BATCH, 5.0
        ),
        Loop("unpaid purchases", lambda: expiring.expire(by=SYSTEM) == expiring.BATCH, 10.0),
        Loop("silent buyers", lambda: receiving.receive_silent(by=SYSTEM) == receiving.BATCH, 60.0),
        Loop("unwanted payments", lambda: paying.give_up_unwanted() == charging.GIVE_UP_BATCH, 5.0),
        Loop("payments not heard of", lambda: paying.ask_again() == charging.UNHEARD_BATCH, 10.0),
        Loop("sizes of merchants", lambda: sizing.size_due() == sizing.BATCH, 60.0),
        Loop("closings of days", lambda: closing.close_day(by=SYSTEM), 600.0),
        Loop("imports", running.run_next, 1.0),
        Loop("pictures", lambda: fetching.fetch_due() == fetching.BATCH, 5.0),
    ]
    if jobs.are_used():
        parts.append(Loop("jobs", lambda: jobs.run(stop), 1.0))
    return parts
