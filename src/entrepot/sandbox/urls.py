"""The pages that a provider shows to buyers."""

from django.urls import path

from entrepot.sandbox.views import confirm

app_name = "sandbox"
urlpatterns = [path("confirm/<uuid:charge_id>/", confirm, name="confirm")]
