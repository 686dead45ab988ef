from django.apps import AppConfig
from django.conf import settings
from django.core.checks import register

from entrepot.payments.checks import bank_is_real, money_is_real, webhooks_are_verified


class PaymentsConfig(AppConfig):
    name = "entrepot.payments"
    label = "payments"

    def ready(self) -> None:
        from entrepot.payments import banks, charging_back, providers  # noqa: F401, PLC0415  # models can be imported only now
        from entrepot.payments.sandbox_bank import SandboxBank  # noqa: PLC0415  # the same
        from entrepot.payments.sandbox_provider import SandboxProvider  # noqa: PLC0415  # the same

        # Beside real money its test cards would be free goods: it then only answers for what it took before.
        providers.register(SandboxProvider(), takes_payments=settings.DEMO or not settings.STRIPE_KEY)
        if settings.STRIPE_KEY:
            from entrepot.payments.stripe_provider import StripeProvider  # noqa: PLC0415  # not loaded where unused

            providers.register(StripeProvider())
        register(money_is_real)
        register(webhooks_are_verified)
        banks.register(SandboxBank())
        register(bank_is_real)
