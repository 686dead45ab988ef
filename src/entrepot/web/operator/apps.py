from django.apps import AppConfig


class OperatorConfig(AppConfig):
    name = "entrepot.web.operator"
    label = "web_operator"
