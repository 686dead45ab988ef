from django.apps import AppConfig


class MerchantConfig(AppConfig):
    name = "entrepot.web.merchant"
    label = "web_merchant"
