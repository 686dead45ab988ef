from django.apps import AppConfig
from django.core.checks import register

from entrepot.payments.checks import bank_is_real, money_is_real


class PaymentsConfig(AppConfig):
    name = "entrepot.payments"
    label = "payments"

    def ready(self) -> None:
        from entrepot.payments import banks, charging_back, providers  # noqa: F401, PLC0415  # models can be imported only now
        from entrepot.payments.sandbox_bank import SandboxBank  # noqa: PLC0415  # the same
        from entrepot.payments.sandbox_provider import SandboxProvider  # noqa: PLC0415  # the same

        providers.register(SandboxProvider())
        banks.register(SandboxBank())
        register(money_is_real)
        register(bank_is_real)
