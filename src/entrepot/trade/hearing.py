"""Hearing what providers tell by webhook: payments are settled, refunds finished. Repeating it changes nothing."""

from collections.abc import Sequence
from uuid import UUID

from entrepot.kit.actor import SYSTEM
from entrepot.kit.retrying import retried
from entrepot.payments import charging, refunding
from entrepot.payments.providers import Message, ToldChargeback
from entrepot.trade.charging_back import charge_back
from entrepot.trade.paying import Settlement, settle


def hear(messages: Sequence[Message]) -> None:
    """Apply messages that were verified and kept, in whatever order they came.

    Where one does not say itself what became of a payment, or speaks of money that we do not know of, the provider is asked.
    """
    settlements = [Settlement(m.payment_id, m.outcome) for m in messages if m.outcome is not None]
    asked = charging.ask_after({m.payment_id for m in messages if m.asks or m.chargeback})
    settlements += [Settlement(key, outcome) for key, outcome in asked.items()]
    if settlements:
        settle(settlements, by=SYSTEM)
    for message in messages:
        if message.refund_id is not None and message.returned is not None:
            refunding.hear_of_refund(message.refund_id, message.returned, by=SYSTEM)
        if message.chargeback is not None:
            _hear_of_chargeback(message.payment_id, message.chargeback)


def _hear_of_chargeback(payment_id: UUID, told: ToldChargeback) -> None:
    retried(lambda: charge_back(payment_id, told, by=SYSTEM))


def hear_each(messages: Sequence[Message]) -> None:
    """`hear`, together where that works, else one by one, so that a message that fails stops no other. Raises what failed."""
    try:
        hear(messages)
    except Exception:
        if len(messages) == 1:
            raise
        failures = []
        for message in messages:
            try:
                hear([message])
            except Exception as error:
                failures.append(error)
        if failures:
            raise ExceptionGroup("what some providers told could not be applied", failures) from None
