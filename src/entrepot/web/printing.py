"""A paper as an answer."""

from django.http import HttpResponse


def pdf(content: bytes, *, name: str) -> HttpResponse:
    """Shown by the browser, saved under this name (letters, digits, hyphens); in no cache, for addresses are on it."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
