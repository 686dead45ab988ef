"""Who may sell: applications, one with all its facts and its answer, merchants and their suspension."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entrepot.identity import queries as identity
from entrepot.kit.actor import Actor
from entrepot.kit.errors import DomainError, Malformed
from entrepot.merchants import approving, queries, suspending
from entrepot.web.operator.access import caller, operators_only
from entrepot.web.parts import Tab


@require_safe
@operators_only
def index(request: HttpRequest) -> HttpResponse:
    """Applications that wait, or (?answered) those that do not any more; the newest first, by keyset."""
    by = caller(request)
    answered = "answered" in request.GET
    rows, after = queries.applications(waiting=not answered, before=_before(request), by=by)
    context = {
        "rows": rows,
        "tabs": _tabs(answered, by),
        "answered": answered,
        "next": f"?{'answered&' if answered else ''}before={after}" if after else "",
    }
    return render(request, "operator/approvals.html", context)


@require_safe
@operators_only
def show(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """One application."""
    return _show(request, application_id)


@require_POST
@operators_only
def approval(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Let the business sell."""
    return _answer(
        request, application_id, approving.approve, _("Approved: the shop is open, and the business is told.")
    )


@require_POST
@operators_only
def refusal(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Do not let the business sell, and say why."""
    return _answer(request, application_id, approving.refuse, _("Refused: the business is told the reason."))


@require_safe
@operators_only
def merchants(request: HttpRequest) -> HttpResponse:
    """Everybody who may sell."""
    by = caller(request)
    rows, after = queries.merchants(before=_before(request), by=by)
    context = {"rows": rows, "next": f"?before={after}" if after else ""}
    return render(request, "operator/approvals_merchants.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@operators_only
def suspension(request: HttpRequest, slug: str) -> HttpResponse:
    """Suspend a merchant, or lift it, each with its consequence in words first."""
    by = caller(request)
    merchant = queries.merchant(slug, by=by)
    refused, status = None, 200
    if request.method == "POST":
        try:
            if merchant.suspended_at:
                suspending.lift(merchant.id, by=by)
                messages.success(request, _("The merchant can sell again."))
            else:
                suspending.suspend(merchant.id, reason=request.POST.get("reason", ""), by=by)
                messages.success(request, _("The merchant is suspended."))
            return redirect("operator:merchants")
        except DomainError as error:
            refused, status = error, error.status
    context = {"merchant": merchant, "refused": refused, "reason": request.POST.get("reason", "")}
    return render(request, "operator/approvals_suspension.html", context, status=status)


def _answer(request: HttpRequest, application_id: UUID, verb: object, done: str) -> HttpResponse:
    by = caller(request)
    try:
        verb(application_id, reason=request.POST.get("reason", ""), by=by)  # type: ignore[operator]  # approve or refuse
    except DomainError as error:
        return _show(request, application_id, refused=error)
    messages.success(request, done)
    return redirect("operator:applications")


def _show(request: HttpRequest, application_id: UUID, *, refused: DomainError | None = None) -> HttpResponse:
    by = caller(request)
    application = queries.application(application_id, by=by)
    context = {
        "application": application,
        "business": application.business,
        "members": identity.members(application.business.id, by=by),
        "refused": refused,
        "reason": request.POST.get("reason", ""),
    }
    status = refused.status if refused else 200
    return render(request, "operator/approvals_show.html", context, status=status)


def _before(request: HttpRequest) -> UUID | None:
    given = request.GET.get("before", "")
    try:
        return UUID(given) if given else None
    except ValueError as error:
        raise Malformed from error


def _tabs(answered: bool, by: Actor) -> list[Tab]:
    url = reverse("operator:applications")
    return [
        Tab(pgettext("applications", "Waiting"), url, not answered, queries.waiting_count(by)),
        Tab(_("Answered"), f"{url}?answered", answered),
    ]
