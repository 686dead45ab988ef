"""A bank to try things with: it changes money, and sends it to accounts, whose numbers say what becomes of it.

An account whose number ends in 0001 is closed, which is said at once; 0002 sends the money back later; 0003 is told of twice;
to 0004 the answer is lost, though the money is sent. To all others it arrives, after SANDBOX_BANK_MS.
"""

import time
from datetime import timedelta
from fractions import Fraction
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from entrepot.kit import clock
from entrepot.kit.money import Money, Rate
from entrepot.sandbox.errors import KeyReused, TimedOut, TransferUnknown
from entrepot.sandbox.models import BankTransfer, BankTransferState, Conversion
from entrepot.sandbox.telling import Hook, tell, transfer_hook

#: What the bank takes of an exchange: 10 hundredths of a percent worse than the market.
SPREAD = Fraction(10_010, 10_000)
BATCH = 100
_CLOSED, _COMES_BACK, _TOLD_TWICE, _ANSWER_LOST = "0001", "0002", "0003", "0004"


def exchange(*, key: UUID, sold: Money, market: Rate, timeout: float) -> tuple[UUID, Money]:
    """Change `sold` once for each key, at the market's rate (what one unit of the other currency costs) less the bank's part.

    Raises KeyReused, and TimedOut when the answer takes longer than `timeout` seconds: the money is changed all the same.
    """
    rate = Rate(market.base, market.quote, market.value * SPREAD, market.source, market.at)
    bought = rate.inverse().convert(sold)
    row, _ = Conversion.objects.get_or_create(
        key=key,
        defaults={
            "sold_minor": sold.minor,
            "sold_currency": sold.currency,
            "bought_minor": bought.minor,
            "bought_currency": bought.currency,
            "created_at": clock.now(),
        },
    )
    if row.sold != sold or row.bought_currency != bought.currency:
        raise KeyReused(f"{key} changed {row.sold} before, not {sold}")
    _answer_late(timeout)
    return row.pk, row.bought


def transfer(*, key: UUID, amount: Money, number: str, timeout: float) -> BankTransfer:
    """Send `amount` once for each key. Raises KeyReused, and TimedOut as `exchange` does."""
    at = clock.now()
    closed = number.endswith(_CLOSED)
    row, is_new = BankTransfer.objects.get_or_create(
        key=key,
        defaults={
            "amount_minor": amount.minor,
            "currency": amount.currency,
            "ending": number[-4:],
            "state": BankTransferState.FAILED if closed else BankTransferState.SENT,
            "reason": "account_closed" if closed else "",
            "due_at": at + timedelta(milliseconds=settings.SANDBOX_BANK_MS),
            "created_at": at,
        },
    )
    if row.amount != amount or row.ending != number[-4:]:
        raise KeyReused(f"{key} sent {row.amount} before, not {amount}")
    if is_new and row.ending == _ANSWER_LOST:
        raise TimedOut("the answer was lost")
    _answer_late(timeout)
    return row


def outcome(*, key: UUID) -> BankTransfer:
    """The transfer with this key as it stands. Raises TransferUnknown."""
    row = BankTransfer.objects.filter(key=key).first()
    if row is None:
        raise TransferUnknown(f"nothing was sent with {key}")
    return row


def settle_due(limit: int = BATCH) -> int:
    """Have what was sent arrive or come back when its time has come, and tell of it; how many. Run by the worker."""
    at = clock.now()
    with transaction.atomic():
        due = BankTransfer.objects.filter(state=BankTransferState.SENT, due_at__lte=at).locked()
        rows = list(due[:limit])
        hooks: list[Hook] = []
        for row in rows:
            comes_back = row.ending == _COMES_BACK
            row.state = BankTransferState.FAILED if comes_back else BankTransferState.PAID
            row.reason = "account_unknown" if comes_back else ""
            times = 2 if row.ending == _TOLD_TWICE or settings.SANDBOX_MISBEHAVES else 1
            hooks += [
                transfer_hook(row.state, at=at, key=row.key, transfer_id=row.pk, reason=row.reason)
                for _ in range(times)
            ]
        BankTransfer.objects.bulk_update(rows, ["state", "reason"])
        tell(hooks)
    return len(rows)


def _answer_late(timeout: float) -> None:
    connection.close()
    latency = settings.SANDBOX_LATENCY_MS / 1000
    time.sleep(min(latency, timeout))
    if latency > timeout:
        raise TimedOut(f"no answer within {timeout} s")
