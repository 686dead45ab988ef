"""Where providers deliver their webhooks."""

from django.urls import path

from entrepot.api.webhooks.views import deliver

urlpatterns = [path("<slug:provider>", deliver)]
