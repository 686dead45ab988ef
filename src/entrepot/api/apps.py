from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "entrepot.api"
    label = "api"
