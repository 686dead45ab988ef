"""Addresses of the account pages."""

from django.urls import URLPattern, URLResolver

app_name = "account"

urlpatterns: list[URLPattern | URLResolver] = []
