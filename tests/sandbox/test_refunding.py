"""Refunds at the sandbox: once for each key, never more than was taken."""

from uuid import UUID

import pytest
from pytest_django import Settings

from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.sandbox.charging import charge
from entrepot.sandbox.errors import ChargeUnknown, KeyReused, RefundTooMuch, TimedOut
from entrepot.sandbox.models import Charge, Repayment, Webhook
from entrepot.sandbox.refunding import refund

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def taken() -> UUID:
    """The key of a captured charge of 100.00 CNY."""
    key = new_id()
    charge(key=key, amount=Money(10000, "CNY"), token="tok_ok", return_url="", timeout=1)
    return key


def give_back(charge_key: UUID, minor: int, *, key: UUID | None = None, currency: str = "CNY") -> UUID:
    return refund(key=key or new_id(), charge_key=charge_key, amount=Money(minor, currency), timeout=1)


class TestRefund:
    def test_gives_back_in_parts_until_all_is_back(self, taken: UUID) -> None:
        give_back(taken, 4000)
        assert Charge.objects.get().state == "captured"
        give_back(taken, 6000)
        assert (Charge.objects.get().state, Charge.objects.get().refunded_minor) == ("refunded", 10000)
        assert list(Webhook.objects.values_list("tag", flat=True)) == ["refund.done", "refund.done"]

    def test_gives_back_once_for_each_key(self, taken: UUID) -> None:
        key = new_id()
        assert give_back(taken, 6000, key=key) == give_back(taken, 6000, key=key)
        assert (Repayment.objects.count(), Charge.objects.get().refunded_minor) == (1, 6000)

    def test_answers_a_repeated_key_also_when_all_is_back(self, taken: UUID) -> None:
        key = new_id()
        assert give_back(taken, 10000, key=key) == give_back(taken, 10000, key=key)

    @pytest.mark.parametrize(("minor", "currency"), [(10001, "CNY"), (0, "CNY"), (-1, "CNY"), (100, "USD")])
    def test_refuses_what_was_not_taken(self, taken: UUID, minor: int, currency: str) -> None:
        with pytest.raises(RefundTooMuch):
            give_back(taken, minor, currency=currency)
        assert not Repayment.objects.exists()

    def test_refuses_another_amount_under_the_same_key(self, taken: UUID) -> None:
        key = new_id()
        give_back(taken, 100, key=key)
        with pytest.raises(KeyReused):
            give_back(taken, 101, key=key)

    def test_refuses_where_nothing_was_captured(self) -> None:
        key = new_id()
        charge(key=key, amount=Money(100, "CNY"), token="tok_declined", return_url="", timeout=1)
        with pytest.raises(RefundTooMuch):
            give_back(key, 100)
        with pytest.raises(ChargeUnknown):
            give_back(new_id(), 100)

    def test_does_it_though_its_answer_comes_too_late(self, taken: UUID, settings: Settings) -> None:
        settings.SANDBOX_LATENCY_MS = 5000
        with pytest.raises(TimedOut):
            refund(key=new_id(), charge_key=taken, amount=Money(100, "CNY"), timeout=0.01)
        assert Charge.objects.get().refunded_minor == 100
