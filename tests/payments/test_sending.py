"""Payouts through the sandbox bank: each step safe to repeat, whatever dies in between; what comes back is payable again."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import Settings

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.kit.ids import new_id
from entrepot.kit.models import Event
from entrepot.ledger import chart, queries
from entrepot.payments import banks, rates
from entrepot.payments.banks import Bank, CameBack
from entrepot.payments.paying_out.models import Payout
from entrepot.payments.paying_out.opening import open_payouts
from entrepot.payments.paying_out.sending import hear, send_due, step
from entrepot.payments.sandbox_bank import SandboxBank
from entrepot.sandbox import banking, signing
from entrepot.sandbox.models import BankTransfer, Conversion, Webhook
from tests import market
from tests.payments.earning import NOW, PAYDAY, balance, bank_account, broken, cny, codes, earn, usd

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def open_payout(settings: Settings) -> Iterator[Callable[..., Payout]]:
    """Have a payout of 1,385.14 CNY, 194.12 USD, opened to an account whose number ends so."""
    settings.SANDBOX_BANK_MS = 0
    rates.forget()

    def open_one(ending: str = "6789", currency: str = "CNY") -> Payout:
        if currency == "CNY":
            rates.publish_rate(
                base="USD", quote="CNY", value=market.Decimal("7.1"), source="t", as_of=NOW.date(), by=SYSTEM
            )
        bo = market.merchant("bo")
        bank_account(bo, f"12345{ending}")
        earn(bo, cny("1539.05") if currency == "CNY" else usd("100.00"))
        open_payouts(bo.pk, on=PAYDAY.date(), by=SYSTEM)
        return Payout.objects.get()

    with clock.standing_at(PAYDAY):
        yield open_one


def state() -> str:
    return Payout.objects.get().state


def posted() -> list[str]:
    return codes(queries.journals_of([Payout.objects.get().pk]))


def merchant() -> SimpleNamespace:
    return SimpleNamespace(pk=Payout.objects.get().merchant_id)


class TestStep:
    def test_exchanges_sends_and_hears_that_it_arrived(self, open_payout: Callable[..., Payout]) -> None:
        payout = open_payout()
        step(payout.pk)
        payout.refresh_from_db()
        # 1,385.14 / (7.1 x 1.001); the merchant was promised 194.12
        assert (payout.state, payout.bought) == ("sent", usd("194.90"))
        assert banking.settle_due() == 1
        step(payout.pk)
        assert state() == "paid"
        assert posted() == ["fx", "payout", "fx_bank", "payout_confirmed"]
        assert queries.balance(chart.FX_MARGIN.house("USD")) == usd("0.78")
        assert queries.balance(chart.FX_TRADING.house("CNY")) == cny("0.00")
        assert balance(chart.PAYOUTS_IN_TRANSIT, merchant(), "USD") == "0.00"
        assert broken() == []

    def test_of_the_merchants_own_currency_asks_for_no_exchange(
        self, open_payout: Callable[..., Payout]
    ) -> None:
        step(open_payout(currency="USD").pk)
        assert (state(), Conversion.objects.count(), posted()) == ("sent", 0, ["payout"])

    def test_a_closed_account_sends_it_back_at_once(self, open_payout: Callable[..., Payout]) -> None:
        step(open_payout("0001").pk)
        payout = Payout.objects.get()
        assert (payout.state, payout.reason) == ("failed", "account_closed")
        assert balance(chart.SELLER_PAYABLE, merchant(), "USD") == "194.12"
        assert balance(chart.SELLER_PAYABLE, merchant()) == "0.00"
        event = Event.objects.get(tag="payout.failed")
        assert (event.subject_id, event.merchant_id) == (payout.pk, payout.merchant_id)
        assert broken() == []

    def test_one_that_comes_back_later_is_paid_with_the_next_run(
        self, open_payout: Callable[..., Payout]
    ) -> None:
        first = open_payout("0002")
        step(first.pk)
        assert state() == "sent"
        banking.settle_due()
        step(first.pk)
        assert (state(), Payout.objects.get().reason) == ("failed", "account_unknown")
        with clock.standing_at(PAYDAY + timedelta(days=7)):
            bank_account(SimpleNamespace(pk=first.merchant_id, legal_name="Bo LLC"), at=PAYDAY)  # type: ignore[arg-type]
            open_payouts(first.merchant_id, on=PAYDAY.date() + timedelta(days=7), by=SYSTEM)
        again = Payout.objects.exclude(pk=first.pk).get()
        assert (again.taken, again.amount, again.rate_id) == (usd("194.12"), usd("194.12"), None)
        assert [(line.code, line.subject_id) for line in again.lines.all()] == [("payout_failed", first.pk)]
        step(again.pk)
        banking.settle_due()
        step(again.pk)
        assert balance(chart.SELLER_PAYABLE, SimpleNamespace(pk=first.merchant_id), "USD") == "0.00"  # type: ignore[arg-type]
        assert BankTransfer.objects.filter(state="paid").count() == 1
        assert broken() == []


class TestNeverTwice:
    def test_repeated_steps_pay_once(self, open_payout: Callable[..., Payout]) -> None:
        payout = open_payout()
        for _ in range(3):
            step(payout.pk)
        banking.settle_due()
        for _ in range(3):
            step(payout.pk)
        assert (BankTransfer.objects.count(), Conversion.objects.count()) == (1, 1)
        assert posted() == ["fx", "payout", "fx_bank", "payout_confirmed"]
        assert broken() == []

    @pytest.mark.parametrize("dies_after", ["exchange", "transfer", "outcome"])
    def test_when_the_process_dies_after_the_bank_was_asked(
        self, open_payout: Callable[..., Payout], dies_after: str
    ) -> None:
        payout = open_payout()
        if dies_after == "outcome":
            step(payout.pk)
            banking.settle_due()
        with killed_after(dies_after), pytest.raises(KeyboardInterrupt):
            step(payout.pk)
        assert broken() == []
        for _ in range(2):
            step(payout.pk)
            banking.settle_due()
        step(payout.pk)
        assert (state(), BankTransfer.objects.count(), Conversion.objects.count()) == ("paid", 1, 1)
        assert posted() == ["fx", "payout", "fx_bank", "payout_confirmed"]
        assert broken() == []

    def test_when_the_answer_is_lost(self, open_payout: Callable[..., Payout]) -> None:
        payout = open_payout("0004")
        step(payout.pk)
        assert (state(), BankTransfer.objects.count()) == ("started", 1)
        step(payout.pk)
        assert (state(), BankTransfer.objects.count()) == ("sent", 1)

    def test_when_the_bank_is_slow(self, open_payout: Callable[..., Payout], settings: Settings) -> None:
        payout = open_payout()
        settings.SANDBOX_LATENCY_MS, settings.PAYMENT_TIMEOUT_MS = 5000, 10
        for _ in range(2):
            step(payout.pk)
        assert (state(), Conversion.objects.count(), Payout.objects.get().bought_minor) == (
            "started",
            1,
            None,
        )
        settings.SANDBOX_LATENCY_MS = 0
        step(payout.pk)
        assert (state(), BankTransfer.objects.count()) == ("sent", 1)

    def test_a_bank_that_takes_its_word_back_changes_nothing(
        self, open_payout: Callable[..., Payout], caplog: pytest.LogCaptureFixture
    ) -> None:
        payout = open_payout()
        step(payout.pk)
        banking.settle_due()
        step(payout.pk)
        hear(payout.pk, CameBack("r", "refused"), by=SYSTEM)
        assert state() == "paid"
        assert "the bank now says that it is failed" in caplog.text
        assert broken() == []


class killed_after:
    """A process that is killed in the moment after the bank has done what this call asks."""

    def __init__(self, call: str) -> None:
        self.call = call

    def __enter__(self) -> None:
        call, real = self.call, SandboxBank()

        class Deadly(SandboxBank):
            def __getattribute__(self, name: str) -> object:
                if name != call:
                    return object.__getattribute__(self, name)

                def dies(**arguments: object) -> None:
                    getattr(real, call)(**arguments)
                    raise KeyboardInterrupt

                return dies

        banks.register(Deadly())

    def __exit__(self, *_why: object) -> None:
        bank: Bank = SandboxBank()
        banks.register(bank)


class TestSendDue:
    def test_looks_at_each_open_payout_and_asks_again_later(self, open_payout: Callable[..., Payout]) -> None:
        open_payout()
        assert (send_due(), state()) == (1, "sent")
        assert send_due() == 0
        with clock.standing_at(PAYDAY + timedelta(seconds=601)):
            assert send_due() == 1
            banking.settle_due()
            assert send_due() == 0
        with clock.standing_at(PAYDAY + timedelta(seconds=1300)):
            assert (send_due(), state()) == (1, "paid")
        assert send_due() == 0


class TestWebhook:
    """What the sandbox tells is posted to the marketplace's own address, as `sending.send_due` of the sandbox does."""

    def deliver(self, body: bytes, *, secret: str | None = None, bank: str = "sandbox") -> int:
        from django.conf import settings

        signed = signing.signature(body, secret=secret or settings.SANDBOX_WEBHOOK_SECRET, at=clock.now())
        answer = Client().post(
            f"/webhooks/banks/{bank}",
            body,
            content_type="application/json",
            headers={signing.HEADER: signed},
        )
        return answer.status_code

    def told(self) -> Iterator[bytes]:
        for hook in Webhook.objects.filter(tag__startswith="transfer."):
            yield json.dumps(hook.payload).encode()

    @pytest.mark.parametrize(("ending", "comes_to"), [("6789", "paid"), ("0002", "failed"), ("0003", "paid")])
    def test_ends_a_payout_however_often_it_comes(
        self, open_payout: Callable[..., Payout], ending: str, comes_to: str
    ) -> None:
        step(open_payout(ending).pk)
        banking.settle_due()
        bodies = list(self.told())
        assert len(bodies) == (2 if ending == "0003" else 1)
        assert [self.deliver(body) for body in bodies * 2] == [200] * 2 * len(bodies)
        assert state() == comes_to
        assert Event.objects.filter(tag=f"payout.{comes_to}").count() == 1
        assert broken() == []

    def test_that_comes_before_the_banks_answer_is_noted(self, open_payout: Callable[..., Payout]) -> None:
        payout = open_payout("0004")
        step(payout.pk)
        banking.settle_due()
        [body] = self.told()
        assert (state(), self.deliver(body), state()) == ("started", 200, "paid")
        step(payout.pk)
        assert state() == "paid"

    def test_of_anybody_else_changes_nothing(self, open_payout: Callable[..., Payout]) -> None:
        payout = open_payout()
        step(payout.pk)

        def message(tag: str, key: UUID) -> bytes:
            data = {"key": str(key), "transfer": str(new_id()), "reason": ""}
            return json.dumps({"id": str(new_id()), "type": tag, "data": data}).encode()

        good = message("transfer.paid", payout.pk)
        assert self.deliver(good, secret="another") == 400
        assert self.deliver(message("transfer.lost", payout.pk)) == 400
        assert self.deliver(message("charge.captured", payout.pk)) == 400
        assert self.deliver(b"[]") == 400
        assert self.deliver(good, bank="other") == 404
        assert self.deliver(message("transfer.paid", new_id())) == 404
        assert state() == "sent"
        assert self.deliver(good) == 200
        assert state() == "paid"
