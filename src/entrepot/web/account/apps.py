from django.apps import AppConfig


class AccountConfig(AppConfig):
    name = "entrepot.web.account"
    label = "web_account"
