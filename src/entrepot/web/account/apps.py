from django.apps import AppConfig


class AccountConfig(AppConfig):
    name = "entrepot.web.account"
    label = "web_account"

    def ready(self) -> None:
        # Brings the listeners; models, which they come to, can be imported only now.
        from entrepot.web.account import notifying  # noqa: F401, PLC0415
