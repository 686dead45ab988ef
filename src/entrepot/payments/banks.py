"""What the marketplace asks of the bank that pays its merchants: one small interface, and the answers it can give."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from entrepot.kit.errors import FieldError, Malformed
from entrepot.kit.money import Money
from entrepot.payments.providers import ProviderUnknown


@dataclass(frozen=True, slots=True)
class Beneficiary:
    """Who is paid, and where: kind says how the number is to be read (`us`, `iban`, `cn`)."""

    kind: str
    country: str
    holder: str
    number: str
    routing: str


@dataclass(frozen=True, slots=True)
class Exchanged:
    """The bank has changed our money at its rate: this is what it gave."""

    reference: str
    bought: Money


@dataclass(frozen=True, slots=True)
class Accepted:
    """The bank has taken the transfer; whether it arrives is told later."""

    reference: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """The money is in the merchant's account."""

    reference: str


@dataclass(frozen=True, slots=True)
class CameBack:
    """The money is in ours again, or never left it. reason: one of the codes of `paying_out/reasons.py`."""

    reference: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The bank did not answer in time: it may have done what was asked. The same question again tells."""


type Outcome = Accepted | Arrived | CameBack | Unanswered


@dataclass(frozen=True, slots=True)
class BankMessage:
    """A bank's verified webhook about one payout."""

    payout_id: UUID
    outcome: Outcome


class Bank(Protocol):
    """One bank. Every call carries our own id of the payout, so that repeating it changes nothing."""

    name: str

    def exchange(self, *, key: UUID, sold: Money, currency: str) -> Exchanged | Unanswered:
        """Change `sold` into `currency` at the bank's own rate."""
        ...

    def transfer(self, *, key: UUID, amount: Money, to: Beneficiary) -> Outcome:
        """Send `amount` to an account."""
        ...

    def outcome(self, *, key: UUID) -> Outcome:
        """What became of a transfer; Unanswered also for one that the bank never heard of."""
        ...

    def read_webhook(self, *, headers: dict[str, str], body: bytes) -> BankMessage:
        """The message in a webhook. Raises WebhookUnsigned when it is not the bank's, WebhookDamaged."""
        ...


class BankUnknown(ProviderUnknown):
    """A bank's name that we do not have."""

    code = "payout.bank_unknown"


_banks: dict[str, Bank] = {}


def register(bank: Bank) -> None:
    """Make a bank known by its name. The first one is the one that new payouts go through."""
    _banks[bank.name] = bank


def bank(name: str) -> Bank:
    """The bank with this name. Raises BankUnknown."""
    try:
        return _banks[name]
    except KeyError:
        raise BankUnknown(fields=[FieldError("bank", Malformed.sentence)]) from None


def of_today() -> str:
    """The name of the bank that new payouts go through."""
    return next(iter(_banks))
