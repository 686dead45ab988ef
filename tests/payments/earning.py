"""A merchant who earned something, for the tests of its payouts: money in escrow, released, and an account to be paid to."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db import transaction

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.ledger import audit, chart, journals, queries
from entrepot.ledger.posting import post
from entrepot.merchants.models import Merchant
from entrepot.payments.paying_out import banking
from entrepot.payments.paying_out.models import BankAccount
from entrepot.payments.releasing import Release, release

#: A Wednesday. Released now, a new merchant's money is payable from Friday the week after, PAYDAY.
NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
PAYDAY = datetime(2026, 11, 27, 6, 0, tzinfo=UTC)
ROUTING, NUMBER = "111000025", "123456789"


def cny(text: str) -> Money:
    return Money.parse(text, "CNY")


def usd(text: str) -> Money:
    return Money.parse(text, "USD")


def earn(merchant: Merchant, *nets: Money, at: datetime = NOW) -> list[Release]:
    """Orders of this merchant that were paid and received, with no commission."""
    zero = Money(0, nets[0].currency)
    orders = [Release(new_id(), merchant.pk, net, zero, zero) for net in nets]
    with clock.standing_at(at), transaction.atomic():
        post([journals.capture(order_id=o.order_id, escrow=o.escrow, import_tax=zero) for o in orders])
        release(orders, at=at)
    return orders


def bank_account(
    merchant: Merchant, number: str = NUMBER, *, at: datetime = NOW - timedelta(days=4)
) -> BankAccount:
    """An American account in the business's name, given so long ago that it is used."""
    with clock.standing_at(at):
        return banking.give_account(
            merchant.pk, kind="us", holder=merchant.legal_name, number=number, routing=ROUTING, by=SYSTEM
        )


def balance(entry: chart.Entry, merchant: Merchant, currency: str = "CNY") -> str:
    return queries.balance(entry.of(merchant.pk, currency)).decimal


def broken() -> list[str]:
    """The promises about money that do not hold; the events of these tests are of days long past, and nobody tells them."""
    return [result.check.name for result in audit.run([1, 2, 3, 4, 9]) if not result.ok]


def codes(journals_found: Sequence[queries.PostedJournal]) -> list[str]:
    return [journal.code for journal in journals_found]
