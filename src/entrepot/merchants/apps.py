from django.apps import AppConfig


class MerchantsConfig(AppConfig):
    name = "entrepot.merchants"
    label = "merchants"
