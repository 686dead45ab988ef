from django.apps import AppConfig


class TradeConfig(AppConfig):
    name = "entrepot.trade"
    label = "trade"
