from django.apps import AppConfig


class MerchantConfig(AppConfig):
    name = "entrepot.web.merchant"
    label = "web_merchant"

    def ready(self) -> None:
        # Brings the listeners; models, which they come to, can be imported only now.
        from entrepot.web.merchant import notifying  # noqa: F401, PLC0415
