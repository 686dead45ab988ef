"""What `entrepot check` says of payments."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning

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
    """Outside of a demonstration, buyers who pay with the sandbox's test cards pay nothing."""
    if settings.DEMO:
        return []
    return [
        Warning(
            "The only payment provider is the sandbox: its test cards are no money",
            hint="do not open to buyers before a real provider is connected",
            id="payments.W001",
        )
    ]
