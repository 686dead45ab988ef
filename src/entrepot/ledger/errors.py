"""Every way the ledger says no."""

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from entrepot.kit.errors import DomainError
from entrepot.ledger.chart import AccountRef


class Insufficient(DomainError):
    """An account of one order, merchant or dispute would fall below its floor."""

    code = "ledger.insufficient"
    sentence = _("There is not enough money in “{account}” ({currency}) for this.")

    def __init__(self, refused: Sequence[AccountRef]) -> None:
        self.refused = tuple(refused)
        first = self.refused[0]
        super().__init__(
            account=first.entry.name,
            currency=first.currency,
            extra={
                "accounts": [
                    {"number": ref.number, "owner": str(ref.owner_id), "currency": ref.currency}
                    for ref in self.refused
                ]
            },
        )


class AlreadyPosted(DomainError):
    """This journal's id was used before, for something else."""

    code = "ledger.already_posted"
    sentence = _("This entry was posted before with another content: its {field} differs.")

    def __init__(self, journal_id: UUID, *, field: str) -> None:
        self.journal_id, self.field = journal_id, field
        super().__init__(field=field, extra={"journal": str(journal_id), "field": field})


class AlreadyResolved(DomainError):
    """What was held has been paid or given back already, or a correction has been corrected before."""

    code = "ledger.already_resolved"
    sentence = _("This entry has been settled or taken back already.")


class UnknownJournal(DomainError):
    """The journal to be resolved or corrected does not exist, or has no line of that number."""

    code = "ledger.unknown_journal"
    status = HTTPStatus.NOT_FOUND
    sentence = _("The entry that this one refers to does not exist.")
