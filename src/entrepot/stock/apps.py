from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "entrepot.stock"
    label = "stock"
