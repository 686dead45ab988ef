from django.apps import AppConfig


class TradeConfig(AppConfig):
    name = "entrepot.trade"
    label = "trade"

    def ready(self) -> None:
        from entrepot.trade import tasks  # noqa: F401, PLC0415  # its listeners; models can be imported only now
