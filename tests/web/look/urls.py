"""Only what the look itself needs: the style guide under each language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(
    path("styleguide/", include("entrepot.web.styleguide.urls", namespace="styleguide")),
)
