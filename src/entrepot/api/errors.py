"""The one renderer of refusals for programs: problem documents (RFC 9457) with a stable `code`."""

from http import HTTPStatus
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from entrepot.kit.errors import DomainError


def problem_document(error: DomainError) -> dict[str, Any]:
    """The members of a problem document: status, code, detail in the active language, fields, the error's extras."""
    status = HTTPStatus(error.status)
    document: dict[str, Any] = {
        "type": f"urn:entrepot:problem:{error.code}",
        "title": status.phrase,
        "status": status.value,
        "code": error.code,
        "detail": str(error),
    }
    if error.fields:
        document["fields"] = [{"field": each.field, "message": str(each.message)} for each in error.fields]
    return document | error.extra


def problem(error: DomainError, request: HttpRequest | None = None) -> HttpResponse:
    """`error` as `application/problem+json`, its sentences in the language that the request's Accept-Language asks for."""
    language = (
        translation.get_language_from_request(request) if request is not None else translation.get_language()
    )
    with translation.override(language):
        body = msgspec.json.encode(problem_document(error), enc_hook=str)
    response = HttpResponse(body, content_type="application/problem+json", status=error.status)
    response["Content-Language"] = language or "en"
    return response
