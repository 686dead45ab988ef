"""The bare address leads to the reader's language."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language_from_request


def to_language(request: HttpRequest) -> HttpResponse:
    """Redirect `/` to `/en/` or `/zh-hans/`, as the browser asks."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    response["Vary"] = "Accept-Language, Cookie"
    return response
