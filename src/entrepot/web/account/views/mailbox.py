"""The demo's mailbox."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entrepot.web.account import mailbox


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Every mail of the demo, open to everybody who tries it; not there anywhere else."""
    if not settings.DEMO:
        raise Http404
    return render(request, "account/mailbox.html", {"mails": mailbox.read(settings.DATA / "mailbox")})
