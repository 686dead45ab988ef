"""Pictures, from the media folder: named by what is in them, so a browser that has one need never ask again."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.static import serve

#: Long past the life of any cache (RFC 9111 has no "for ever").
_YEAR = 365 * 24 * 60 * 60


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """One file of the media folder, kept by browsers for a year. A drawing may hold no script, whatever it says."""
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
