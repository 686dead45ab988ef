"""The address of the style guide."""

from django.urls import path

from entrepot.web.styleguide.views import show

app_name = "styleguide"

urlpatterns = [path("", show, name="show")]
