from django.apps import AppConfig


class ShopConfig(AppConfig):
    name = "entrepot.web.shop"
    label = "web_shop"

    def ready(self) -> None:
        """A guest who signs in takes the browser's cart along."""
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415  # apps are ready only now

        from entrepot.web.shop.merging import merge  # noqa: PLC0415  # models are there only once apps are ready

        user_logged_in.connect(merge, dispatch_uid="shop.merge")
