"""Journals that a person posts: with a reason, which is kept beside them and shown with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from entrepot.kit import clock
from entrepot.kit.actor import Actor
from entrepot.kit.errors import FieldError, Malformed
from entrepot.ledger.entries import Journal
from entrepot.ledger.models import Explanation
from entrepot.ledger.posting import post

#: Characters of a reason that are kept.
REASON_MAX = 200


class ReasonNeeded(Malformed):
    """What is posted by hand is explained."""

    code = "ledger.reason_needed"
    sentence = _("Please say why, so that whoever reads the books later understands.")


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a journal was posted in person, by whom and when."""

    by_id: UUID | None
    reason: str
    at: datetime


def post_explained(journals: Sequence[Journal], *, reason: str, by: Actor) -> None:
    """Post what a person decided, in the running transaction. Raises ReasonNeeded, and what `post` raises."""
    words = reason.strip()[:REASON_MAX]
    if not words:
        raise ReasonNeeded(fields=[FieldError("reason", ReasonNeeded.sentence)])
    post(journals)
    at = clock.now()
    Explanation.objects.bulk_create(
        [
            Explanation(journal_id=each.id, by_kind=by.kind, by_id=by.id, reason=words, created_at=at)
            for each in journals
        ],
        ignore_conflicts=True,
    )


def explanation(journal_id: UUID) -> Explained | None:
    """Why a journal was posted in person; None for one that followed from what happened."""
    row = Explanation.objects.filter(pk=journal_id).first()
    return Explained(row.by_id, row.reason, row.created_at) if row else None
