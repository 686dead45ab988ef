from django.apps import AppConfig
from django.core.checks import Tags, register

from entrepot.customs.checks import rows_to_verify


class CustomsConfig(AppConfig):
    name = "entrepot.customs"
    label = "customs"

    def ready(self) -> None:
        register(rows_to_verify, Tags.database)
