"""The sandbox as a bank: once for each key, and what becomes of a transfer is in the number of its account."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from pytest_django import Settings

from entrepot.kit import clock
from entrepot.kit.ids import new_id
from entrepot.kit.money import Money, Rate
from entrepot.sandbox import banking
from entrepot.sandbox.errors import KeyReused, TimedOut, TransferUnknown
from entrepot.sandbox.models import BankTransfer, Conversion, Webhook

pytestmark = pytest.mark.django_db(transaction=True)

MARKET = Rate("USD", "CNY", Fraction("7.1"), "t", datetime(2026, 6, 1, tzinfo=UTC))


def exchange(key: UUID, minor: int = 138514) -> Money:
    return banking.exchange(key=key, sold=Money(minor, "CNY"), market=MARKET, timeout=1)[1]


def transfer(key: UUID, ending: str, minor: int = 19412) -> BankTransfer:
    return banking.transfer(key=key, amount=Money(minor, "USD"), number=f"99{ending}", timeout=1)


class TestExchange:
    def test_is_ten_basis_points_worse_than_the_market(self) -> None:
        assert exchange(new_id()) == Money(19490, "USD")

    def test_changes_once_for_each_key(self) -> None:
        key = new_id()
        assert exchange(key) == exchange(key)
        assert Conversion.objects.count() == 1
        with pytest.raises(KeyReused):
            exchange(key, 100)

    def test_too_slow_an_answer_is_none_but_the_money_is_changed(self, settings: Settings) -> None:
        settings.SANDBOX_LATENCY_MS = 5000
        with pytest.raises(TimedOut):
            banking.exchange(key=new_id(), sold=Money(100, "CNY"), market=MARKET, timeout=0.01)
        assert Conversion.objects.count() == 1


class TestTransfer:
    @pytest.mark.parametrize(
        ("ending", "at_once", "later", "told"),
        [
            ("5678", "sent", "paid", ["transfer.paid"]),
            ("0001", "failed", "failed", []),
            ("0002", "sent", "failed", ["transfer.failed"]),
            ("0003", "sent", "paid", ["transfer.paid", "transfer.paid"]),
        ],
    )
    def test_comes_to_what_the_number_says(
        self, ending: str, at_once: str, later: str, told: list[str], settings: Settings
    ) -> None:
        settings.SANDBOX_BANK_MS = 5000
        key = new_id()
        assert transfer(key, ending).state == at_once
        assert banking.settle_due() == 0
        with clock.standing_at(clock.now() + timedelta(seconds=6)):
            banking.settle_due()
            assert banking.settle_due() == 0
        assert banking.outcome(key=key).state == later
        assert list(Webhook.objects.order_by("pk").values_list("tag", flat=True)) == told

    def test_sends_once_for_each_key(self) -> None:
        key = new_id()
        assert transfer(key, "5678").pk == transfer(key, "5678").pk
        for ending, minor in (("5678", 1), ("9999", 19412)):
            with pytest.raises(KeyReused):
                transfer(key, ending, minor)

    def test_loses_the_first_answer_only(self) -> None:
        key = new_id()
        with pytest.raises(TimedOut):
            transfer(key, "0004")
        assert transfer(key, "0004").state == "sent"

    def test_knows_nothing_of_what_was_never_sent(self) -> None:
        with pytest.raises(TransferUnknown):
            banking.outcome(key=new_id())
