"""What `entrepot check` says of payments."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from entrepot.payments import banks


def bank_is_real(**_: Any) -> list[CheckMessage]:
    """Outside of a demonstration, merchants who are paid by the sandbox's bank are paid nothing."""
    if settings.DEMO or banks.of_today() != "sandbox":
        return []
    return [
        Warning(
            "The only bank is the sandbox: its payouts reach nobody",
            hint="do not tell merchants that they are paid before a real bank is connected",
            id="payments.W003",
        )
    ]


def money_is_real(**_: Any) -> list[CheckMessage]:
    """Outside of a demonstration, buyers who pay with test cards pay nothing, the sandbox's or Stripe's."""
    if settings.DEMO:
        return []
    if not settings.STRIPE_KEY:
        return [
            Warning(
                "The only payment provider is the sandbox: its test cards are no money",
                hint="do not open to buyers before a real provider is connected: set ENTREPOT_STRIPE_KEY",
                id="payments.W001",
            )
        ]
    if "_test_" in settings.STRIPE_KEY:
        return [
            Warning(
                "Stripe's key is one for tests: its test cards are no money",
                hint="set ENTREPOT_STRIPE_KEY to a live key before you open to buyers",
                id="payments.W002",
            )
        ]
    return []


def webhooks_are_verified(**_: Any) -> list[CheckMessage]:
    """Without the secret, nothing that Stripe tells later is heard: no wallet that confirms, no chargeback."""
    if not settings.STRIPE_KEY or settings.STRIPE_WEBHOOK_SECRET:
        return []
    return [
        Error(
            "Stripe's webhooks cannot be verified, so all of them are refused",
            hint="set ENTREPOT_STRIPE_WEBHOOK_SECRET to the signing secret of the endpoint /webhooks/stripe",
            id="payments.E001",
        )
    ]
