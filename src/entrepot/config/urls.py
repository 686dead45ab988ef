"""The URL map: pages under a language, the API, webhooks and health outside of it."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from entrepot.web.health import healthz
from entrepot.web.media import media
from entrepot.web.shop.views import feeds, maps
from entrepot.web.shop.views.language import to_language

urlpatterns = [
    path("", to_language),
    path("healthz", healthz),
    path("api/", include("entrepot.api.urls")),
    path("webhooks/", include("entrepot.api.webhooks.urls")),
    path("media/<path:path>", media),
    path("robots.txt", maps.robots, name="robots"),
    path("sitemap.xml", maps.index, name="sitemap"),
    path("feeds/<slug:shop>/<str:country>.xml", feeds.merchant, name="feed"),
    path("sitemaps/<str:kind>-<uuid:first>.xml", maps.part, name="sitemap_part"),
    *i18n_patterns(
        path("", include("entrepot.web.shop.urls", namespace="shop")),
        path("styleguide/", include("entrepot.web.styleguide.urls", namespace="styleguide")),
        path("account/", include("entrepot.web.account.urls", namespace="account")),
        path("account/", include("allauth.account.urls")),
        path("merchant/", include("entrepot.web.merchant.urls", namespace="merchant")),
        path("operator/", include("entrepot.web.operator.urls", namespace="operator")),
        path("sandbox/", include("entrepot.sandbox.urls", namespace="sandbox")),
    ),
]

handler500 = "entrepot.web.failing.failed"
