from django.apps import AppConfig


class ShopConfig(AppConfig):
    name = "entrepot.web.shop"
    label = "web_shop"
