"""What was asked, returned and disputed of orders, as pages and programs show it: a fixed number of queries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from entrepot.trade.aftersale import (
    Dispute,
    DisputeReason,
    RefundNote,
    RefundRequest,
    RequestState,
    Return,
)

__all__ = [
    "Claims",
    "Dispute",
    "DisputeReason",
    "RefundRequest",
    "RequestState",
    "Return",
    "claims",
    "document",
]


@dataclass(frozen=True, slots=True)
class Claims:
    """Of one order: its refund requests, the reasons of its refunds, its returns with their lines, its disputes; oldest first."""

    requests: Sequence[RefundRequest] = ()
    returns: Sequence[Return] = ()
    disputes: Sequence[Dispute] = ()
    reasons: dict[UUID, str] = field(default_factory=dict)

    @property
    def request(self) -> RefundRequest | None:
        """The one that waits for an answer."""
        return next((each for each in self.requests if each.state == RequestState.OPEN), None)

    @property
    def awaited(self) -> RefundRequest | None:
        """The one whose goods are to come back."""
        return next((each for each in self.requests if each.is_awaiting_goods), None)

    @property
    def dispute(self) -> Dispute | None:
        """The open one."""
        return next((each for each in self.disputes if each.ended_at is None), None)


def claims(order_ids: Collection[UUID]) -> dict[UUID, Claims]:
    """The claims of each of these orders, in five queries."""
    requests = _by_order(RefundRequest.objects.filter(order_id__in=order_ids).order_by("pk"))
    returns = _by_order(
        Return.objects.filter(order_id__in=order_ids).prefetch_related("lines").order_by("pk")
    )
    disputes = _by_order(Dispute.objects.filter(order_id__in=order_ids).order_by("pk"))
    notes = _by_order(RefundNote.objects.filter(order_id__in=order_ids))
    return {
        key: Claims(
            requests.get(key, ()),
            returns.get(key, ()),
            disputes.get(key, ()),
            {note.pk: note.reason for note in notes.get(key, ())},
        )
        for key in order_ids
    }


def _by_order(rows: Any) -> dict[UUID, list[Any]]:
    answer: dict[UUID, list[Any]] = {}
    for row in rows:
        answer.setdefault(row.order_id, []).append(row)
    return answer


def document(found: Claims) -> dict[str, Any]:
    """The claims of an order for a program."""
    return {
        "refund_requests": [
            {
                "id": str(each.pk),
                "amount": each.asked_minor,
                "with_goods": each.is_with_goods,
                "reason": each.reason,
                "state": each.state,
                "granted": each.granted_minor,
                "answer": each.answer,
                "at": _moment(each.created_at),
            }
            for each in found.requests
        ],
        "returns": [
            {
                "at": _moment(each.created_at),
                "lines": [
                    {"line": str(line.line_id), "quantity": line.quantity, "damaged": line.damaged}
                    for line in each.lines.all()
                ],
            }
            for each in found.returns
        ],
        "disputes": [
            {
                "reason": each.reason,
                "text": each.text,
                "opened_at": _moment(each.opened_at),
                "ended_as": each.ended_as,
            }
            for each in found.disputes
        ],
    }


def _moment(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
