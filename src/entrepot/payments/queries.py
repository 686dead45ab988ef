"""Reads of payments for other domains and screens."""

from collections.abc import Iterable
from uuid import UUID

from entrepot.payments.models import Payment, Refund

__all__ = ["Payment", "Refund", "next_url", "payment", "refunds"]


def payment(payment_id: UUID) -> Payment | None:
    """The payment of a purchase."""
    return Payment.objects.filter(pk=payment_id).first()


def next_url(payment_id: UUID) -> str:
    """Where the buyer confirms a payment that needs it; empty if it does not."""
    return Payment.objects.filter(pk=payment_id).values_list("next_url", flat=True).first() or ""


def refunds(order_ids: Iterable[UUID]) -> dict[UUID, list[Refund]]:
    """The refunds of each order, oldest first."""
    answer: dict[UUID, list[Refund]] = {}
    for refund in Refund.objects.filter(order_id__in=list(order_ids)).order_by("created_at", "id"):
        answer.setdefault(refund.order_id, []).append(refund)
    return answer
