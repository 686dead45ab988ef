"""Where the API's versions are."""

from django.urls import path

from entrepot.api.v1 import api

urlpatterns = [path("v1/", api.urls)]
