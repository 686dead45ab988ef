from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "entrepot.papers"
    label = "papers"
