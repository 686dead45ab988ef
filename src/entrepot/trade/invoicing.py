"""Reads of what an invoice says: an order as it was sold, how it was paid, and what of it went back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from entrepot.customs.rules import Route
from entrepot.identity import queries as identity
from entrepot.identity import records
from entrepot.identity.queries import LegalEntity
from entrepot.kit.actor import Actor
from entrepot.kit.errors import NotFound
from entrepot.kit.money import Money, Rate, total
from entrepot.payments import queries as payments
from entrepot.payments import rates
from entrepot.payments.queries import Refund
from entrepot.trade import queries
from entrepot.trade.errors import NotInvoiced
from entrepot.trade.flow import OrderState
from entrepot.trade.models import Purchase
from entrepot.trade.numbers import number_of
from entrepot.trade.queries import OrderView

#: The moment of a rate whose row is gone; it is not shown.
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FrozenRate:
    """A rate that an order was priced by, as its purchase keeps it. as_of: its day; None if its row is gone."""

    rate: Rate
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Invoice:
    """A paid order for its buyer. address: as given, empty once erased. seller: None if the business is gone."""

    view: OrderView
    seller: LegalEntity | None
    address: dict[str, Any]
    paid_at: datetime
    provider: str
    purchase_total: Money
    locale: str
    rates: Sequence[FrozenRate]

    @property
    def purchase_number(self) -> str:
        return number_of(self.view.order.purchase_id)

    @property
    def is_tax_calculated(self) -> bool:
        return self.view.order.route != Route.NONE

    @property
    def credits(self) -> Sequence[Refund]:
        """What went back or is on its way, oldest first: each is a credit note."""
        return self.view.refunds

    @property
    def left(self) -> Money:
        """What of the total the buyer has paid for good."""
        return self.view.order.total - total([each.amount for each in self.credits], self.view.order.currency)


def invoice(number: str, *, by: Actor) -> Invoice:
    """The invoice of an order, for its buyer and the operator: the buyer's address is on it. Raises NotFound, NotInvoiced."""
    view = queries.order(number, by=by)
    order = view.order
    if not (order.is_bought_by(by) or by.is_operator or by.is_system):
        raise NotFound
    paid_at = next((step.created_at for step in view.steps if step.state == OrderState.PAID), None)
    if paid_at is None:
        raise NotInvoiced(number=order.number)
    purchase = Purchase.objects.get(pk=order.purchase_id)
    payment = payments.payment(purchase.pk)
    bases = {line.listed_currency for line in view.lines}
    return Invoice(
        view=view,
        seller=identity.entities([order.merchant_id]).get(order.merchant_id),
        address=records.content_of(order.record_id),
        paid_at=paid_at,
        provider=payment.provider if payment else "",
        purchase_total=purchase.total,
        locale=purchase.locale,
        rates=[_rate(*each) for each in purchase.priced["rates"] if each[1] in bases],
    )


def _rate(rate_id: str, base: str, quote: str, decimal: str) -> FrozenRate:
    """The number as the purchase keeps it, with the source of its row."""
    held = rates.named(UUID(rate_id))
    if held is None:
        return FrozenRate(Rate(base, quote, Fraction(decimal), "", NEVER), None)
    return FrozenRate(Rate(base, quote, Fraction(decimal), held.rate.source, held.rate.at), held.as_of)
