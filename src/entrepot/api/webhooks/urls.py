"""Where payment providers and banks deliver their webhooks."""

from django.urls import path

from entrepot.api.webhooks.views import deliver, deliver_bank

urlpatterns = [path("banks/<slug:bank>", deliver_bank), path("<slug:provider>", deliver)]
