"""Every way trade can say no."""

from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext_lazy as _

from entrepot.kit.errors import DomainError, FieldError, Malformed
from entrepot.kit.money import Money


class NotOnSale(DomainError):
    """A line names something that is not offered (any more)."""

    code = "catalog.not_on_sale"
    sentence = _("Some of these goods are not on sale any more.")

    def __init__(self, indexes: list[int]) -> None:
        super().__init__(
            fields=[
                FieldError(f"lines.{index}.variant", _("This is not on sale any more.")) for index in indexes
            ],
            extra={"lines": indexes},
        )


class NoFreight(DomainError):
    """A merchant does not send to the place, or does not know what its goods weigh."""

    code = "shipping.no_rate"
    sentence = _("{merchant} does not deliver these goods to this place.")


class TooHeavy(DomainError):
    """One merchant's part of a purchase weighs more than can be sent at once."""

    code = "shipping.too_heavy"
    sentence = _("This is too heavy to be sent at once. Please order less of it.")


class QuantityBelowMinimum(Malformed):
    """Less than the least that the merchant sells at once (trade rules 3.2)."""

    code = "catalog.quantity_below_minimum"
    sentence = _("At least {least} of this must be ordered at once.")


class PriceChanged(DomainError):
    """The total is not what the buyer was shown: nothing was ordered, here is today's price."""

    code = "price.changed"
    sentence = _("The price has changed to {total}. Nothing was ordered. Please look at it again.")

    def __init__(self, total: Money, quote: dict[str, Any]) -> None:
        super().__init__(
            total=total,
            extra={"quote": quote},
            fields=[FieldError("expected_total", _("This was the old total."))],
        )


class QuoteUnusable(Malformed):
    """The quote was changed on its way, or it is not one of ours."""

    code = "quote.unusable"
    sentence = _("This quote is not valid. Please ask for a new one.")

    def __init__(self) -> None:
        super().__init__(fields=[FieldError("quote", self.sentence)])


class QuoteExpired(DomainError):
    """A quote holds its rates for fifteen minutes; this one is older."""

    code = "quote.expired"
    sentence = _(
        "This quote is no longer valid: its exchange rate was held until {until}. Please ask for a new one."
    )


class KeyMissing(DomainError):
    """A purchase needs a key of the caller's, so that a repeated call does not buy twice."""

    code = "idempotency.missing"
    status = HTTPStatus.BAD_REQUEST
    sentence = _("Send an Idempotency-Key header of 1 to 80 characters, different for every purchase.")


class KeyMismatch(DomainError):
    """The key was used before, for something else."""

    code = "idempotency.mismatch"
    sentence = _(
        "This Idempotency-Key was used before with another {field}. Use a new key for a new purchase."
    )

    def __init__(self, field: str) -> None:
        super().__init__(
            field=field,
            fields=[FieldError(field, _("Different from the first time."))],
            extra={"field": field},
        )


class PaymentDeclined(DomainError):
    """The provider did not take the payment: the stock is given back."""

    code = "payment.declined"
    status = HTTPStatus.PAYMENT_REQUIRED
    sentence = _("The payment was declined. Nothing was charged. Please use another card or wallet.")


class PurchaseExpired(DomainError):
    """The same key again, for a purchase that was not paid in time: its stock is given back, so nothing is bought."""

    code = "purchase.expired"
    sentence = _(
        "This purchase was not paid in time and has ended. Please buy again, with a new Idempotency-Key."
    )


class OrderNotCancellable(DomainError):
    """The order has left the merchant, or has ended; a cancellation is then a return."""

    code = "order.not_cancellable"
    sentence = _("Order {number} can no longer be cancelled, because it is {state}.")


class OrderNotShippable(DomainError):
    """Only a paid order that has not left, or not all of it, can be shipped."""

    code = "order.not_shippable"
    sentence = _("Order {number} cannot be shipped, because it is {state}.")


class ParcelKnown(DomainError):
    """A parcel with this carrier and number is in the order already; said twice, it is sent once."""

    code = "order.parcel_known"
    sentence = _("Parcel {number} is already noted. Nothing was changed.")


class ChargebackOpen(DomainError):
    """The buyer's bank has taken the payment back meanwhile: refunding it too would pay her twice."""

    code = "order.charged_back"
    sentence = _(
        "The payment of order {number} is contested at the buyer's bank. Nothing of it moves until that is decided."
    )


class OrderNotReceivable(DomainError):
    """Receipt is confirmed once, of an order that was shipped."""

    code = "order.not_receivable"
    sentence = _("Receipt of order {number} cannot be confirmed, because it is {state}.")


class NotInvoiced(DomainError):
    """An invoice is of what was paid."""

    code = "order.not_invoiced"
    sentence = _("There is no invoice of order {number}: it was not paid.")


class NothingToPack(DomainError):
    """A label has an address on it, so it is printed only from payment until the goods are received."""

    code = "order.nothing_to_pack"
    sentence = _("Order {number} needs no packing list or label, because it is {state}.")


class TooManyToShip(Malformed):
    """More rows than are shipped at once."""

    code = "shipping.too_many"
    sentence = _(
        "At most {most} orders can be shipped at once. Nothing was shipped. Please send the rest afterwards."
    )


class TooManyEntries(DomainError):
    """A month with so many movements that nobody reads it as a paper."""

    code = "statement.too_long"
    sentence = _(
        "This month has more than {most} movements, too many for a PDF. Please download the CSV instead."
    )


class OrderNotRefundable(DomainError):
    """Nothing of this order can go back: it is not paid, or all of it has gone back already."""

    code = "order.not_refundable"
    sentence = _("Nothing of order {number} can be refunded, because it is {state}.")


class RefundIsCancellation(DomainError):
    """All the money of an order that has not left, or not all of it: that is a cancellation, which frees the goods too."""

    code = "order.refund_is_cancellation"
    sentence = _(
        "Order {number} has not left yet, or not all of it. Please cancel it instead: that gives the taxes back too."
    )


class RequestOpen(DomainError):
    """One request at a time."""

    code = "refund.request_open"
    sentence = _(
        "A refund of order {number} is asked for already. Wait for the answer, or withdraw it and ask anew."
    )


class RequestAnswered(DomainError):
    """The request has its answer, or was withdrawn."""

    code = "refund.request_answered"
    sentence = _("This request is not open any more: {state}.")


class OrderNotDisputable(DomainError):
    """Only what was sent can be objected to; what was not is cancelled."""

    code = "order.not_disputable"
    sentence = _("No dispute can be opened about order {number}, because it is {state}.")


class DisputeTooLate(DomainError):
    """The window after the receipt has ended."""

    code = "dispute.too_late"
    sentence = _(
        "The time to open a dispute about order {number} has ended. You can still ask the merchant for a refund."
    )


class NotDisputed(DomainError):
    """There is no open dispute to withdraw."""

    code = "dispute.none"
    sentence = _("There is no open dispute about order {number}.")


class NotReturnable(DomainError):
    """Goods come back after they were sent, and only those that were."""

    code = "order.not_returnable"
    sentence = _("Goods of order {number} cannot be taken back, because it is {state}.")


class NoTaxToRefund(DomainError):
    """Nothing came back, or the tax on it has been refunded already."""

    code = "order.no_tax_to_refund"
    sentence = _(
        "No tax of order {number} is left to refund: nothing has come back, or it was refunded already."
    )
