"""What is shown when we have failed: that it passes by itself where only the database is away, else that it was written down."""

import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.defaults import server_error

from entrepot.api.errors import RETRY_AFTER_SECONDS
from entrepot.kit.retrying import is_unavailability


def failed(request: HttpRequest) -> HttpResponse:
    """The page of a failure; Django calls it while it handles the exception. Programs get a problem instead (api/errors.py)."""
    response = server_error(request)
    error = sys.exception()
    if error is not None and is_unavailability(error):
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        response["Retry-After"] = RETRY_AFTER_SECONDS
    return response
