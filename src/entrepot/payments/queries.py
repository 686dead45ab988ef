"""Reads of payments for other domains and screens."""

from collections.abc import Iterable
from uuid import UUID

from entrepot.payments.models import (
    Chargeback,
    ChargebackShare,
    ChargebackState,
    Payment,
    PaymentState,
    Refund,
    RefundState,
)

__all__ = [
    "Chargeback",
    "ChargebackShare",
    "ChargebackState",
    "Payment",
    "Refund",
    "frozen",
    "is_captured",
    "next_url",
    "payment",
    "refunds",
    "shares",
]


def payment(payment_id: UUID) -> Payment | None:
    """The payment of a purchase."""
    return Payment.objects.filter(pk=payment_id).first()


def is_captured(payment_id: UUID) -> bool:
    """Whether the money of a purchase came, whatever became of it since."""
    return Payment.objects.filter(pk=payment_id, state=PaymentState.CAPTURED).exists()


def next_url(payment_id: UUID) -> str:
    """Where the buyer confirms a payment that needs it; empty if it does not."""
    return Payment.objects.filter(pk=payment_id).values_list("next_url", flat=True).first() or ""


def refunds(order_ids: Iterable[UUID]) -> dict[UUID, list[Refund]]:
    """The refunds of each order, oldest first; one that failed and was asked for again is told of by the newer row alone."""
    answer: dict[UUID, list[Refund]] = {}
    told = Refund.objects.filter(order_id__in=list(order_ids)).exclude(state=RefundState.REPLACED)
    for refund in told.order_by("created_at", "id"):
        answer.setdefault(refund.order_id, []).append(refund)
    return answer


def frozen(order_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these orders on which an open chargeback lies: none is received by itself, none released, until it is decided."""
    undecided = ChargebackShare.objects.filter(order_id__in=list(order_ids), decided_at__isnull=True)
    return set(undecided.values_list("order_id", flat=True))


def shares(order_ids: Iterable[UUID]) -> dict[UUID, list[ChargebackShare]]:
    """What chargebacks ask of each order, each with its chargeback, oldest first."""
    answer: dict[UUID, list[ChargebackShare]] = {}
    rows = ChargebackShare.objects.filter(order_id__in=list(order_ids)).select_related("chargeback")
    for share in rows.order_by("id"):
        answer.setdefault(share.order_id, []).append(share)
    return answer
