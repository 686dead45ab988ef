"""What the operator's pages of payments show: chargebacks, refunds that failed, settlement files and their lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from entrepot.kit.actor import Actor
from entrepot.kit.errors import NotFound
from entrepot.payments.models import (
    Chargeback,
    ChargebackShare,
    ChargebackState,
    LineState,
    Payment,
    Refund,
    RefundState,
    SettlementFile,
    SettlementLine,
)

PAGE = 25


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much of each kind waits for the operator, and when the next chargeback has to be answered."""

    lines: int
    chargebacks: int
    refunds: int
    respond_by: datetime | None


def _must_be_operator(by: Actor) -> None:
    if not by.is_operator:
        raise NotFound


def waiting(*, by: Actor) -> Waiting:
    """What waits. Raises NotFound for all but the operator, as everything here."""
    _must_be_operator(by)
    open_ = Chargeback.objects.filter(state=ChargebackState.OPENED)
    due = open_.filter(respond_by__isnull=False).order_by("respond_by").values_list("respond_by", flat=True)
    return Waiting(
        SettlementLine.objects.filter(state=LineState.OPEN).count(),
        open_.count(),
        Refund.objects.filter(state=RefundState.FAILED).count(),
        due.first(),
    )


def chargebacks(
    *, decided: bool, before: UUID | None = None, by: Actor
) -> tuple[list[Chargeback], UUID | None]:
    """Chargebacks that are open, or decided, the newest first, with the cursor of the next page."""
    _must_be_operator(by)
    rows = Chargeback.objects.select_related("payment")
    rows = (
        rows.exclude(state=ChargebackState.OPENED) if decided else rows.filter(state=ChargebackState.OPENED)
    )
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-id")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def chargeback(chargeback_id: UUID, *, by: Actor) -> tuple[Chargeback, Sequence[ChargebackShare]]:
    """One chargeback with what of it falls on each order."""
    _must_be_operator(by)
    found = Chargeback.objects.select_related("payment").filter(pk=chargeback_id).first()
    if found is None:
        raise NotFound
    return found, list(found.shares.order_by("order_id"))


def failed_refunds(*, by: Actor) -> list[Refund]:
    """Refunds that no bank or wallet took, the oldest first."""
    _must_be_operator(by)
    rows = Refund.objects.filter(state=RefundState.FAILED).select_related("payment")
    return list(rows.order_by("created_at")[:PAGE])


def files(*, before: UUID | None = None, by: Actor) -> tuple[list[SettlementFile], UUID | None]:
    """Settlement files with what they paid out, the newest first."""
    _must_be_operator(by)
    rows = SettlementFile.objects.prefetch_related("payouts")
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-id")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def line(line_id: UUID, *, by: Actor) -> tuple[SettlementLine, Payment | None]:
    """One line of a settlement file, and the payment that it names, if that is ours."""
    _must_be_operator(by)
    found = SettlementLine.objects.select_related("file").filter(pk=line_id).first()
    if found is None:
        raise NotFound
    return found, Payment.objects.filter(pk=found.key).first() if found.key else None
