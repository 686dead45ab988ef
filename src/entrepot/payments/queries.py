"""Reads of payments for other domains and screens."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Sum

from entrepot.kit.money import Money
from entrepot.payments.models import ChargebackShare, Payment, Refund

__all__ = [
    "ChargebackShare",
    "Payment",
    "Refund",
    "charged_back",
    "frozen",
    "next_url",
    "payment",
    "refunds",
    "shares",
]


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


def frozen(order_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these orders on which an open chargeback lies: none is received by itself, none released, until it is decided."""
    undecided = ChargebackShare.objects.filter(order_id__in=list(order_ids), decided_at__isnull=True)
    return set(undecided.values_list("order_id", flat=True))


def charged_back(merchant_ids: Iterable[UUID]) -> dict[tuple[UUID, str], Money]:
    """What open chargebacks ask of each merchant, by (merchant, currency): a payout leaves at least that behind."""
    undecided = ChargebackShare.objects.filter(merchant_id__in=list(merchant_ids), decided_at__isnull=True)
    sums = undecided.values_list("merchant_id", "currency").annotate(Sum("amount_minor"))
    return {(merchant, currency): Money(int(minor), currency) for merchant, currency, minor in sums}


def shares(order_ids: Iterable[UUID]) -> dict[UUID, list[ChargebackShare]]:
    """What chargebacks ask of each order, each with its chargeback, oldest first."""
    answer: dict[UUID, list[ChargebackShare]] = {}
    rows = ChargebackShare.objects.filter(order_id__in=list(order_ids)).select_related("chargeback")
    for share in rows.order_by("id"):
        answer.setdefault(share.order_id, []).append(share)
    return answer
