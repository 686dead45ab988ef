"""Pictures, from the media folder: named by what is in them, so a browser that has one need never ask again."""

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

#: Long past the life of any cache (RFC 9111 has no "for ever").
_YEAR = 365 * 24 * 60 * 60


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """One file of the media folder, kept by browsers for a year. A drawing may hold no script, whatever it says."""
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except SuspiciousFileOperation as why:  # a path that would leave the folder is one that is not there
        raise Http404 from why
    response["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
