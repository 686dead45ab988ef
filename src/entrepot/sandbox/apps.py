from django.apps import AppConfig


class SandboxConfig(AppConfig):
    name = "entrepot.sandbox"
    label = "sandbox"
