"""The ten promises: what the last run found, and a new run on demand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entrepot.ledger import audit, auditing
from entrepot.web.operator.access import caller, operators_only


@require_safe
@operators_only
def show(request: HttpRequest) -> HttpResponse:
    """The last run."""
    return render(
        request, "operator/audit.html", {"run": auditing.last_run(), "promises": audit.PROMISES.items()}
    )


@require_POST
@operators_only
def run(request: HttpRequest) -> HttpResponse:
    """Prove them all now."""
    found = auditing.prove(by=caller(request))
    if found.broken:
        messages.error(request, _("The audit found broken promises. The rows are named below."))
    else:
        messages.success(request, _("Every promise that can be proved is kept."))
    return redirect("operator:audit")
