from django.apps import AppConfig
from django.core.checks import register

from entrepot.payments.checks import money_is_real


class PaymentsConfig(AppConfig):
    name = "entrepot.payments"
    label = "payments"

    def ready(self) -> None:
        from entrepot.payments import providers  # noqa: PLC0415  # models can be imported only now
        from entrepot.payments.sandbox_provider import SandboxProvider  # noqa: PLC0415  # the same

        providers.register(SandboxProvider())
        register(money_is_real)
