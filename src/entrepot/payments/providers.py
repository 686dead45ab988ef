"""What the marketplace asks of a payment provider: one small interface, and the answers it can give."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from entrepot.kit.errors import DomainError, FieldError, Malformed
from entrepot.kit.money import Money


@dataclass(frozen=True, slots=True)
class Captured:
    """The money is taken. `fee`: what the provider keeps of it."""

    reference: str
    fee: Money


@dataclass(frozen=True, slots=True)
class Declined:
    """The money was not taken and will not be."""

    reference: str


@dataclass(frozen=True, slots=True)
class NeedsAction:
    """The buyer must confirm at the provider; what came of it is told by webhook."""

    reference: str
    next_url: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The provider did not answer in time: it may have taken the money. A webhook or a later question tells."""


type Outcome = Captured | Declined | NeedsAction | Unknown


@dataclass(frozen=True, slots=True)
class Message:
    """A provider's verified webhook: its own id for it, what it is about (our payment's id), and what it says.

    outcome: what became of the payment, None when it does not say. refund_id: our refund that is done, by its `reference`.
    """

    delivery_id: str
    tag: str
    payment_id: UUID
    outcome: Outcome | None
    payload: dict[str, Any]
    refund_id: UUID | None = None
    reference: str = ""


class Provider(Protocol):
    """One payment provider. Every call carries our own id, so that repeating it changes nothing."""

    name: str

    def charge(self, *, key: UUID, amount: Money, token: str, return_url: str) -> Outcome:
        """Authorise and capture `amount` with the token of a card or a wallet. Never raises for what a provider does."""
        ...

    def outcome(self, *, key: UUID) -> Outcome:
        """What became of the charge with this key."""
        ...

    def refund(self, *, key: UUID, charge: UUID, amount: Money) -> str | None:
        """Give `amount` of a charge back; the provider's reference, or None when it did not answer in time."""
        ...

    def read_webhook(self, *, headers: dict[str, str], body: bytes) -> Message:
        """The message in a webhook. Raises WebhookUnsigned when it is not the provider's, WebhookDamaged."""
        ...

    def read_message(self, payload: dict[str, Any]) -> Message:
        """The message in a payload that was verified and kept before. Raises WebhookDamaged."""
        ...


class WebhookUnsigned(DomainError):
    """The signature is missing, wrong, or too old: somebody else may have sent it, so nothing of it is read."""

    code = "webhook.unsigned"
    status = HTTPStatus.BAD_REQUEST
    sentence = _("The signature of this message is missing, wrong or too old.")


class WebhookDamaged(DomainError):
    """The signature is right, but the message says nothing that we understand."""

    code = "webhook.damaged"
    status = HTTPStatus.BAD_REQUEST
    sentence = _("This message cannot be read.")


class ProviderUnknown(Malformed):
    """A provider's name that we do not have."""

    code = "payment.provider_unknown"
    sentence = _("We do not work with this payment provider.")


_providers: dict[str, Provider] = {}


def register(provider: Provider) -> None:
    """Make a provider known by its name."""
    _providers[provider.name] = provider


def provider(name: str) -> Provider:
    """The provider with this name. Raises ProviderUnknown."""
    try:
        return _providers[name]
    except KeyError:
        raise ProviderUnknown(fields=[FieldError("payment.provider", ProviderUnknown.sentence)]) from None
