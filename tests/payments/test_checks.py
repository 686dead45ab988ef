"""What `entrepot check` says of payments."""

import pytest
from pytest_django import Settings

from entrepot.payments.checks import bank_is_real, money_is_real


class TestMoneyIsReal:
    @pytest.mark.parametrize(("demo", "ids"), [(True, []), (False, ["payments.W001"])])
    def test_the_sandbox_alone_is_for_demonstrations(
        self, settings: Settings, demo: bool, ids: list[str]
    ) -> None:
        settings.DEMO = demo
        assert [message.id for message in money_is_real()] == ids


class TestBankIsReal:
    @pytest.mark.parametrize(("demo", "ids"), [(True, []), (False, ["payments.W003"])])
    def test_the_sandbox_alone_is_for_demonstrations(
        self, settings: Settings, demo: bool, ids: list[str]
    ) -> None:
        settings.DEMO = demo
        assert [message.id for message in bank_is_real()] == ids
