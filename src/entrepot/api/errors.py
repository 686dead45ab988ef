"""The one renderer of refusals for programs: problem documents (RFC 9457) with a stable `code`."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from entrepot.kit.errors import DomainError, NotFound
from entrepot.kit.retrying import is_unavailability

#: A database that was killed is back after one to ten seconds.
RETRY_AFTER_SECONDS = "5"


class MethodNotAllowed(DomainError):
    """There is such an address, but not for this method."""

    code = "method_not_allowed"
    status = HTTPStatus.METHOD_NOT_ALLOWED
    sentence = _("This address does not take {method}.")


class Failed(DomainError):
    """We failed, and have written down why."""

    code = "failed"
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    sentence = _(
        "Something went wrong on our side. Nothing that was not confirmed has happened. Please try again."
    )


class Unavailable(DomainError):
    """There is no database to ask at the moment; whatever is asked fails alike."""

    code = "unavailable"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    sentence = _(
        "We cannot answer at the moment. Nothing that was not confirmed has happened. Please try again in a few seconds."
    )


def failure(error: BaseException | None) -> DomainError:
    """What is said of a failure of ours: that it passes by itself, or that it has been written down."""
    return Unavailable() if error is not None and is_unavailability(error) else Failed()


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


def problem(
    error: DomainError, request: HttpRequest | None = None, *, language: str | None = None
) -> HttpResponse:
    """`error` as `application/problem+json`, in `language`, or in the one that the request's Accept-Language asks for."""
    if language is None:
        language = (
            translation.get_language_from_request(request)
            if request is not None
            else translation.get_language()
        )
    with translation.override(language):
        body = msgspec.json.encode(problem_document(error), enc_hook=str)
    response = HttpResponse(body, content_type="application/problem+json", status=error.status)
    response["Content-Language"] = language or "en"
    if error.status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def problems_only(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what Django itself answers a program (no such address, a wrong method, a failure) becomes a problem too."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if (
            response.status_code < 400
            or not is_page
            or not request.path_info.startswith(("/api/", "/webhooks/"))
        ):
            return response
        match response.status_code:
            case HTTPStatus.METHOD_NOT_ALLOWED:
                answer = problem(MethodNotAllowed(method=request.method), request)
                answer["Allow"] = response.headers.get("Allow", "")
                return answer
            case HTTPStatus.NOT_FOUND:
                return problem(NotFound(), request)
            case HTTPStatus.SERVICE_UNAVAILABLE:
                return problem(Unavailable(), request)
            case status if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                return problem(Failed(), request)
        return response

    return respond
