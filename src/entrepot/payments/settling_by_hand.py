"""Lines of settlement files that match nothing by themselves: what they may be of, and what the operator says they are of."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, QuerySet

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import NotFound
from entrepot.kit.events import record
from entrepot.kit.money import Money
from entrepot.kit.verb import verb
from entrepot.ledger import journals
from entrepot.ledger.explaining import post_explained
from entrepot.payments.errors import LineNotOpen, MatchImpossible
from entrepot.payments.models import (
    Chargeback,
    ChargebackState,
    LineKind,
    LineState,
    Payment,
    PaymentState,
    Refund,
    RefundState,
    SettlementLine,
)
from entrepot.payments.settling import FEES

#: Characters of a reason that are kept, and candidates that are shown.
REASON_MAX = 200
CANDIDATES_MAX = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something of ours that a line may be of, and what the books expect of it: below zero for what is taken from us."""

    kind: LineKind
    subject_id: UUID
    payment_id: UUID
    reference: str
    expected: Money


def candidates(line: SettlementLine, *, by: Actor) -> list[Candidate]:
    """What is not settled yet and has the line's key, reference or amount; the likeliest first."""
    if not (by.is_operator or by.is_system):
        raise NotFound
    found = [each for kind in _kinds(line) for each in _find(kind, line)]
    found.sort(key=lambda each: (each.reference != line.reference, each.expected != line.amount))
    return found[:CANDIDATES_MAX]


def _kinds(line: SettlementLine) -> Sequence[LineKind]:
    if line.kind in FEES:
        return FEES
    if line.kind == LineKind.CHARGEBACK and line.amount_minor > 0:
        return (LineKind.CHARGEBACK_WON,)
    return (LineKind(line.kind),) if line.kind != LineKind.ADJUSTMENT else ()


def _find(kind: LineKind, line: SettlementLine) -> list[Candidate]:
    near = Q(reference=line.reference) & ~Q(reference="")
    if line.key:
        near |= Q(pk=line.key)
    size = abs(line.amount_minor)
    match kind:
        case LineKind.CHARGE:
            rows = _payments(line).filter(near | Q(amount_minor=size))
            pairs = [(row, row.pk, row.amount) for row in _unsettled(rows, kind)]
        case LineKind.FEE:
            rows = _payments(line).filter(near | Q(fee_minor=size), fee_minor__gt=0)
            pairs = [(row, row.pk, -Money(row.fee_minor, row.currency)) for row in _unsettled(rows, kind)]
        case LineKind.REFUND:
            refunds = Refund.objects.filter(
                near | Q(amount_minor=size),
                payment__provider=line.provider,
                currency=line.currency,
                state__in=[RefundState.ASKED, RefundState.DONE],
            )
            return [
                Candidate(kind, row.pk, row.payment_id, row.reference, -row.amount)
                for row in _unsettled(refunds, kind)
            ]
        case _:
            return _chargebacks(kind, line, near, size)
    return [Candidate(kind, key, key, row.reference, expected) for row, key, expected in pairs]


def _payments(line: SettlementLine) -> "QuerySet[Payment]":
    return Payment.objects.filter(provider=line.provider, currency=line.currency, state=PaymentState.CAPTURED)


def _chargebacks(kind: LineKind, line: SettlementLine, near: Q, size: int) -> list[Candidate]:
    column = "fee_minor" if kind == LineKind.DISPUTE_FEE else "amount_minor"
    rows = Chargeback.objects.filter(
        near | Q(**{column: size}) | Q(payment_id=line.key),
        payment__provider=line.provider,
        currency=line.currency,
    )
    if kind == LineKind.CHARGEBACK_WON:
        rows = rows.filter(state=ChargebackState.WON)
    return [
        Candidate(kind, row.pk, row.payment_id, row.reference, _expected(kind, row))
        for row in _unsettled(rows, kind)
    ]


def _expected(kind: LineKind, chargeback: Chargeback) -> Money:
    if kind == LineKind.DISPUTE_FEE:
        return -chargeback.fee
    return chargeback.amount if kind == LineKind.CHARGEBACK_WON else -chargeback.amount


def _unsettled[Row: (Payment, Refund, Chargeback)](rows: "QuerySet[Row]", kind: LineKind) -> list[Row]:
    settled = SettlementLine.objects.filter(kind=kind).exclude(state=LineState.OPEN)
    taken = settled.filter(subject_id__isnull=False).values("subject_id")
    return list(rows.exclude(pk__in=taken).order_by("-pk")[:CANDIDATES_MAX])


@verb(allow={Caller.OPERATOR})
def resolve(
    line_id: UUID, *, kind: str = "", subject_id: UUID | None = None, reason: str, by: Actor
) -> SettlementLine:
    """Match a line by hand with one of its candidates, or with nothing of ours: then it is the house's, cost or gain.

    What it differs by from what the books expect is a cost of the provider (6100), so that clearing comes to zero. Raises
    NotFound, ReasonNeeded, LineNotOpen, MatchImpossible.
    """
    line = SettlementLine.objects.locked().filter(pk=line_id).first()
    if line is None:
        raise NotFound
    if line.state != LineState.OPEN:
        raise LineNotOpen
    expected, fees = Money(0, line.currency), Money(0, line.currency)
    if subject_id is not None:
        match = next(
            (each for each in candidates(line, by=by) if (each.kind, each.subject_id) == (kind, subject_id)),
            None,
        )
        if match is None:
            raise MatchImpossible
        expected = match.expected
        fees = -expected if match.kind in FEES else fees
        line.kind = match.kind
    line.subject_id, line.state, line.reason = subject_id, LineState.RESOLVED, reason.strip()[:REASON_MAX]
    line.resolved_by, line.resolved_at = by.id, clock.now()
    line.save(update_fields=["kind", "subject_id", "state", "reason", "resolved_by", "resolved_at"])
    entry = journals.settlement_by_hand(line_id=line.pk, received=line.amount, expected=expected, fees=fees)
    post_explained([entry], reason=reason, by=by)
    record("settlement.line_resolved", line.pk, by=by)
    return line


def open_lines(
    *, before: UUID | None = None, limit: int = 50, by: Actor
) -> tuple[list[SettlementLine], UUID | None]:
    """Lines that match nothing, the newest first, and the cursor of the next page. Raises NotFound for all but the operator."""
    return _page(SettlementLine.objects.filter(state=LineState.OPEN), before=before, limit=limit, by=by)


def _page(
    rows: "QuerySet[SettlementLine]", *, before: UUID | None, limit: int, by: Actor
) -> tuple[list[SettlementLine], UUID | None]:
    if not (by.is_operator or by.is_system):
        raise NotFound
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("file").order_by(F("id").desc())[: limit + 1])
    return found[:limit], found[limit - 1].pk if len(found) > limit else None
