"""The shop as a program that a phone can install."""

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entrepot.web.context import tag
from entrepot.web.formatting import language_now


@require_safe
def show(request: HttpRequest) -> JsonResponse:
    """The web app manifest (W3C), in the language of its address."""
    mark = static("mark.svg")
    return JsonResponse(
        {
            "id": reverse("shop:home"),
            "name": "Entrepôt",
            "short_name": "Entrepôt",
            "description": _("Goods from small businesses, straight to you"),
            "lang": tag(language_now()),
            "start_url": reverse("shop:home"),
            "scope": reverse("shop:home"),
            "display": "standalone",
            "background_color": "#fbf9f5",
            "theme_color": "#14504c",
            "icons": [{"src": mark, "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
        },
        content_type="application/manifest+json",
    )
