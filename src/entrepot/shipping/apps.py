from django.apps import AppConfig


class ShippingConfig(AppConfig):
    name = "entrepot.shipping"
    label = "shipping"
