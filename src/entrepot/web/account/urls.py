"""Addresses of the account pages."""

from django.urls import URLPattern, URLResolver, path

from entrepot.web.account.views import places

app_name = "account"

urlpatterns: list[URLPattern | URLResolver] = [
    path("places/", places.show, name="places"),
]
