"""What is posted: a journal is one business event, its lines are the transfers that belong together."""

import hashlib
from uuid import UUID

from msgspec import Struct

from entrepot.kit.money import CurrencyMismatch, Money
from entrepot.ledger.chart import AccountRef


class Line(Struct, frozen=True):
    """One transfer: `amount` (more than zero) into `debit`, out of `credit`, all three of one currency."""

    debit: AccountRef
    credit: AccountRef
    amount: Money

    def __post_init__(self) -> None:
        if self.amount.minor <= 0:
            raise ValueError(f"a transfer moves more than nothing, not {self.amount}")
        if not self.debit.currency == self.credit.currency == self.amount.currency:
            raise CurrencyMismatch(
                f"{self.amount} between accounts of {self.debit.currency}, {self.credit.currency}"
            )
        if self.debit == self.credit:
            raise ValueError(f"a transfer from account {self.debit.number} to itself")


class Journal(Struct, frozen=True):
    """One business event to post. Its id is made by the caller, and posting it twice is posting it once.

    subject_id: what it is about (an order, a payout, a settlement). code: what happened, such as `capture`.
    resolves: the journal whose hold these lines end, line by line; a hold ends once.
    corrects: the journal these lines take back, line by line; nothing is taken back twice.
    """

    id: UUID
    subject_id: UUID
    code: str
    lines: tuple[Line, ...]
    resolves: UUID | None = None
    corrects: UUID | None = None

    def __post_init__(self) -> None:
        if not self.lines:
            raise ValueError(f"the journal {self.code} of {self.subject_id} has no lines")


def journal_id(subject_id: UUID, code: str) -> UUID:
    """The id of the one journal of this code that `subject_id` can have: a second capture of an order is so
    impossible.

    It begins with the subject's time, so that the journals of one order lie together in the index (UUIDv8,
    RFC 9562, 5.8).
    """
    digest = hashlib.sha256(subject_id.bytes + code.encode()).digest()
    value = int.from_bytes(subject_id.bytes[:6] + digest[:10])
    value = value & ~(0xF << 76) | (0x8 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return UUID(int=value)
