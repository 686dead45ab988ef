"""The worked example of the trade rules (2.4), J1 to J8, through the verbs, to the cent."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM, Actor
from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.ledger import chart, queries
from entrepot.payments import bookkeeping, rates, settling
from entrepot.payments.paying_out import opening, sending
from entrepot.payments.paying_out.models import Payout
from entrepot.sandbox import banking
from entrepot.sandbox import settling as sandbox
from entrepot.shipping.models import Rate
from entrepot.trade import paying
from entrepot.trade.fulfilling import ship
from entrepot.trade.models import Order
from entrepot.trade.placing import place_one
from entrepot.trade.receiving import confirm_receipt
from tests import market
from tests.market import Wish
from tests.payments.earning import bank_account, broken, cny, usd

OPERATOR = Actor(id=new_id(), is_operator=True)
#: A Wednesday: released today, a new merchant's money is paid out on Friday the week after.
SOLD = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
PAYDAY = datetime(2026, 11, 27, 6, 0, tzinfo=UTC)


def balances() -> dict[tuple[str, int], str]:
    """The trial balance, as the trade rules write it: debits less credits, what is zero left out."""
    return {
        (trial.currency, line.number): line.net.decimal
        for trial in queries.trial_balance()
        for line in trial.lines
        if line.net
    }


@pytest.mark.django_db(transaction=True)
def test_j1_to_j8(settings: Settings) -> None:
    settings.SANDBOX_BANK_MS = 0
    rates.forget()
    market.rules_and_rates("7.1")
    market.commission(500)
    bo = market.merchant("bo", currency="CNY")
    Rate.objects.update(first_minor=2000)
    headphones = market.product(bo, "Headphones", 159900, hs8="85183000", net_content=1, net_unit="piece")
    bank_account(bo, at=SOLD - timedelta(days=4))

    with clock.standing_at(SOLD):
        request = Wish({headphones.pk: 1}).request()
        paying.pay(place_one(request), request.payment)
        order = Order.objects.get()
        assert (order.goods, order.freight, Money(order.tax_minor, "CNY"), order.total, order.commission) == (
            cny("1599.00"), cny("20.00"), cny("147.33"), cny("1766.33"), cny("79.95"),
        )  # fmt: skip
        assert (balances()["CNY", 2100], balances()["CNY", 2400]) == ("-1619.00", "-147.33")
        ship(order.pk, carrier="USPS", tracking_number="LX1", by=SYSTEM)
        confirm_receipt(order.pk, by=SYSTEM)
        assert (balances()["CNY", 2200], balances()["CNY", 2210]) == ("-1385.14", "-153.91")

    with clock.standing_at(SOLD + timedelta(days=1)):
        settled = sandbox.settle(SOLD.date())
        assert settled is not None
        file = sandbox.write(settled.pk).encode()
        settling.load(file, name="day.csv", provider_name="sandbox", by=OPERATOR)
        assert (balances()["CNY", 1010], balances()["CNY", 6100]) == ("1766.33", "10.60")
        bookkeeping.sweep(cny("79.95"), reason="the month's commission", by=OPERATOR)

    with clock.standing_at(PAYDAY):
        assert opening.run_whole(PAYDAY.date()) == {"opened": 1}
        payout = Payout.objects.get()
        assert (payout.taken, payout.amount) == (cny("1385.14"), usd("194.12"))
        assert sending.send_due() == 1
        assert banking.settle_due() == 1
        sending.step(payout.pk)

    with clock.standing_at(SOLD + timedelta(days=32)):
        assert bookkeeping.remit_tax("CNY", reason="the tax of November", by=OPERATOR) == cny("147.33")

    payout.refresh_from_db()
    assert (payout.state, payout.bought) == ("paid", usd("194.90"))
    assert balances() == {
        ("CNY", 1010): "153.91",
        ("CNY", 1020): "69.35",
        ("CNY", 2210): "-153.91",
        ("CNY", 4100): "-79.95",
        ("CNY", 6100): "10.60",
        ("USD", 1010): "0.78",
        ("USD", 4200): "-0.78",
    }
    assert queries.balance(chart.SELLER_RESERVE.of(bo.pk, "CNY")) == cny("153.91")
    assert broken() == []
