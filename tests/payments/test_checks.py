"""What `entrepot check` says of payments."""

import pytest
from pytest_django import Settings

from entrepot.payments.checks import bank_is_real, money_is_real, webhooks_are_verified


class TestMoneyIsReal:
    @pytest.mark.parametrize(
        ("demo", "key", "ids"),
        [
            (True, "", []),
            (True, "sk_test_1", []),
            (False, "", ["payments.W001"]),
            (False, "sk_test_1", ["payments.W002"]),
            (False, "sk_live_1", []),
        ],
    )
    def test_test_cards_are_for_demonstrations(
        self, settings: Settings, demo: bool, key: str, ids: list[str]
    ) -> None:
        settings.DEMO, settings.STRIPE_KEY = demo, key
        assert [message.id for message in money_is_real()] == ids


class TestBankIsReal:
    @pytest.mark.parametrize(("demo", "ids"), [(True, []), (False, ["payments.W003"])])
    def test_the_sandbox_alone_is_for_demonstrations(
        self, settings: Settings, demo: bool, ids: list[str]
    ) -> None:
        settings.DEMO = demo
        assert [message.id for message in bank_is_real()] == ids


class TestWebhooksAreVerified:
    @pytest.mark.parametrize(
        ("key", "secret", "ids"),
        [("", "", []), ("sk_live_1", "", ["payments.E001"]), ("sk_live_1", "whsec_1", [])],
    )
    def test_stripe_needs_the_secret_of_its_endpoint(
        self, settings: Settings, key: str, secret: str, ids: list[str]
    ) -> None:
        settings.STRIPE_KEY, settings.STRIPE_WEBHOOK_SECRET = key, secret
        assert [message.id for message in webhooks_are_verified()] == ids
