"""Importing a product file: upload, progress, the report as a page and as a file."""

from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entrepot.catalog import desk
from entrepot.catalog.errors import FileRefused
from entrepot.catalog.importing import previewing, reporting, running
from entrepot.catalog.models import Import, ImportState
from entrepot.kit.errors import DomainError
from entrepot.web.formatting import language_now
from entrepot.web.merchant.access import caller, own_shop
from entrepot.web.merchant.catalogue_forms import ImportForm
from entrepot.web.parts import Tab


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, shop: str) -> HttpResponse:
    """Upload a file; the last imports below."""
    merchant, by = own_shop(request, shop), caller(request)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = running.ask(
                merchant.pk, file=file, file_name=file.name, encoding=form.cleaned_data["encoding"], by=by
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return redirect("merchant:import", shop, run.pk)
    context = {"shop": merchant, "form": form, "imports": desk.imports(merchant.pk, by=by)}
    return render(request, "merchant/imports.html", context, status=422 if form.errors else 200)


@require_safe
def show(request: HttpRequest, shop: str, run_id: UUID) -> HttpResponse:
    """How far it is, or what became of each row. Asks again by itself until it is done, without a script too."""
    merchant, by = own_shop(request, shop), caller(request)
    run = desk.import_run(run_id, merchant_id=merchant.pk, by=by)
    outcome = request.GET.get("show", "")
    outcome = outcome if outcome in reporting.OUTCOMES else ""
    after = request.GET.get("after", "0")
    page = desk.report(run, outcome=outcome, after=int(after) if after.isascii() and after.isdigit() else 0)
    context = {
        "shop": merchant,
        "run": run,
        "is_over": run.state in (ImportState.DONE, ImportState.FAILED),
        "problem": running.problem_of(run),
        "readings": previewing.readings(Path(run.file_path)) if running.waits_for_encoding(run) else [],
        "page": page,
        "outcome": outcome,
        "tabs": _tabs(run, shop, outcome),
        "next": f"?show={outcome}&after={page.next}" if page.next else "",
    }
    template = "merchant/import.html#progress" if "HX-Request" in request.headers else "merchant/import.html"
    return render(request, template, context)


@require_POST
def encoding(request: HttpRequest, shop: str, run_id: UUID) -> HttpResponse:
    """Have the file read in the encoding that a person found right in the preview."""
    merchant = own_shop(request, shop)
    try:
        running.read_as(
            run_id, merchant_id=merchant.pk, encoding=request.POST.get("encoding", ""), by=caller(request)
        )
    except FileRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("merchant:import", shop, run_id)


@require_safe
def download(request: HttpRequest, shop: str, run_id: UUID) -> StreamingHttpResponse:
    """The report as CSV, in this reader's language."""
    merchant = own_shop(request, shop)
    run = desk.import_run(run_id, merchant_id=merchant.pk, by=caller(request))
    response = StreamingHttpResponse(
        reporting.as_csv(run, language=language_now()), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="import-{run.pk}.csv"'
    return response


def _tabs(run: Import, shop: str, outcome: str) -> list[Tab]:
    home = reverse("merchant:import", args=[shop, run.pk])
    tabs = [Tab(_("All rows"), home, not outcome, run.rows_done)]
    return tabs + [
        Tab(words, f"{home}?show={name}", name == outcome, getattr(run, name))
        for name, words in reporting.OUTCOMES.items()
    ]
