"""What the marketplace asks of a payment provider: one small interface, and the answers it can give."""

from collections.abc import Sequence
from datetime import date, datetime
from http import HTTPStatus
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from entrepot.kit.errors import DomainError, FieldError, Malformed, Sentence
from entrepot.kit.money import Money


class Captured(Struct, frozen=True):
    """The money is taken. `fee`: what the provider keeps of it."""

    reference: str
    fee: Money


class Declined(Struct, frozen=True):
    """The money was not taken and will not be."""

    reference: str


class NeedsAction(Struct, frozen=True):
    """The buyer must confirm at the provider; what came of it is told by webhook."""

    reference: str
    next_url: str


class Unknown(Struct, frozen=True):
    """The provider did not answer in time: it may have taken the money. A webhook or a later question tells."""


type Outcome = Captured | Declined | NeedsAction | Unknown


class GivenBack(Struct, frozen=True):
    """The money is on its way to the buyer, and the provider will not take it back."""

    reference: str


class GivingBack(Struct, frozen=True):
    """The provider has taken the refund on, and does not know yet whether the buyer's wallet or bank takes it."""

    reference: str


class NotGivenBack(Struct, frozen=True):
    """The money could not be given back and stays with us; `reason` in the provider's words."""

    reference: str
    reason: str


type Return = GivenBack | GivingBack | NotGivenBack | Unknown


class Method(Struct, frozen=True):
    """A way to pay that a buyer may choose: the token that stands for it, and its name in her language."""

    token: str
    label: Sentence


class ToldChargeback(Struct, frozen=True):
    """A chargeback as a provider tells of it, whole each time: its own id for it, and how it stands (opened, won or lost).

    fee: what the provider charges for it. reason: in the provider's words. respond_by: until when evidence is taken.
    """

    reference: str
    state: str
    amount: Money
    fee: Money
    reason: str
    respond_by: datetime | None


class Message(Struct, frozen=True):
    """A provider's verified webhook: its own id for it, what it is about (our payment's id), and what it says.

    outcome: what became of the payment, None when it does not say. asks: it says that something did, and the provider is to be
    asked what. refund_id, returned: what became of one of our refunds. chargeback: how one stands.
    """

    delivery_id: str
    tag: str
    payment_id: UUID
    outcome: Outcome | None
    payload: dict[str, Any]
    asks: bool = False
    refund_id: UUID | None = None
    returned: Return | None = None
    chargeback: ToldChargeback | None = None


class SettledLine(Struct, frozen=True):
    """One line of a settlement file. row: where it stands in the file. amount: below zero for what was taken from us."""

    row: int
    line_id: str
    kind: str
    reference: str
    key: UUID | None
    amount: Money
    day: date


class SettlementRead(Struct, frozen=True):
    """A settlement file: its lines, and what it pays out in each currency, which they add up to."""

    lines: Sequence[SettledLine]
    payouts: Sequence[Money]


class Provider(Protocol):
    """One payment provider. Every call carries our own id, so that repeating it changes nothing."""

    name: str

    def methods(self) -> Sequence[Method]:
        """What a buyer may choose from at the checkout, the usual first."""
        ...

    def charge(self, *, key: UUID, amount: Money, token: str, return_url: str) -> Outcome:
        """Authorise and capture `amount` with the token of a card or a wallet. Never raises for what a provider does."""
        ...

    async def charge_soon(self, *, key: UUID, amount: Money, token: str, return_url: str) -> Outcome:
        """`charge` for a coroutine: whoever else its event loop serves does not wait for the provider."""
        ...

    def outcome(self, *, key: UUID, reference: str) -> Outcome:
        """What became of the charge with this key. `reference`: the provider's own, empty when it never told us one."""
        ...

    def give_up(self, *, key: UUID, reference: str) -> Outcome:
        """Take no money for this charge any more: Declined when none will be, Captured when it was quicker, else Unknown."""
        ...

    def refund(self, *, key: UUID, charge: UUID, reference: str, amount: Money) -> Return:
        """Give `amount` of a charge back, which the provider knows by our key and by its own reference."""
        ...

    def refund_outcome(self, *, key: UUID, reference: str) -> Return:
        """What became of a refund that the provider took on."""
        ...

    def answer_chargeback(self, *, reference: str, evidence: str) -> bool:
        """Send what is to be said against a chargeback, in place of what was sent before; False when nobody answered in time."""
        ...

    def read_settlement(self, body: bytes) -> SettlementRead:
        """The lines and payouts of a settlement file. Raises SettlementUnreadable naming lines, SettlementUnknown."""
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
_closed: set[str] = set()


def register(provider: Provider, *, takes_payments: bool = True) -> None:
    """Make a provider known by its name; one that takes no payments is only asked about those that it took."""
    _providers[provider.name] = provider
    (_closed.discard if takes_payments else _closed.add)(provider.name)


def provider(name: str) -> Provider:
    """The provider with this name. Raises ProviderUnknown."""
    try:
        return _providers[name]
    except KeyError:
        raise ProviderUnknown(fields=[FieldError("payment.provider", ProviderUnknown.sentence)]) from None


def known() -> list[Provider]:
    """Every provider, those that take no payments any more too."""
    return list(_providers.values())


def taking_payments() -> list[Provider]:
    """Those that a new purchase may be paid with."""
    return [each for name, each in _providers.items() if name not in _closed]


def check_takes_payments(name: str) -> None:
    """Raises ProviderUnknown for a provider that a new purchase cannot be paid with."""
    if provider(name).name in _closed:
        raise ProviderUnknown(fields=[FieldError("payment.provider", ProviderUnknown.sentence)])
