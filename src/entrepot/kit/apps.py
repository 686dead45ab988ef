from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "entrepot.kit"
    label = "kit"
