"""Hearing what providers tell by webhook: payments are settled, refunds finished. Repeating it changes nothing."""

from collections.abc import Sequence

from entrepot.kit.actor import SYSTEM
from entrepot.payments import refunding
from entrepot.payments.providers import Message
from entrepot.trade.paying import Settlement, settle


def hear(messages: Sequence[Message]) -> None:
    """Apply messages that were verified and kept, in whatever order they came."""
    settlements = [Settlement(m.payment_id, m.outcome) for m in messages if m.outcome is not None]
    if settlements:
        settle(settlements, by=SYSTEM)
    for message in messages:
        if message.refund_id is not None:
            refunding.finish_refund(message.refund_id, reference=message.reference, by=SYSTEM)


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
