"""What providers paid out: their files, the lines that match nothing, and matching one by hand."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from entrepot.kit.errors import DomainError, Malformed, NotFound
from entrepot.payments import desk, providers, settling, settling_by_hand
from entrepot.trade.numbers import number_of
from entrepot.web.operator.access import caller, operators_only
from entrepot.web.operator.book_forms import FileForm, ReasonForm

#: What stands for "nothing of ours" among the candidates.
NOTHING = "nothing"


@require_http_methods(["GET", "HEAD", "POST"])
@operators_only
def index(request: HttpRequest) -> HttpResponse:
    """Files and open lines; a POST takes a file, whole or not at all."""
    names = [each.name for each in providers.known()]
    form = (
        FileForm(request.POST, request.FILES, names=names)
        if request.method == "POST"
        else FileForm(names=names)
    )
    if form.is_bound and form.is_valid() and _taken(request, form):
        return redirect("operator:settlements")
    by = caller(request)
    lines, before = settling_by_hand.open_lines(before=_before(request), limit=desk.PAGE, by=by)
    files, _more = desk.files(by=by)
    context = {"form": form, "lines": lines, "next": f"?before={before}" if before else "", "files": files}
    return render(request, "operator/settlements.html", context, status=422 if form.errors else 200)


def _taken(request: HttpRequest, form: FileForm) -> bool:
    file = form.cleaned_data["file"]
    try:
        loaded = settling.load(
            file.read(), name=file.name, provider_name=form.cleaned_data["provider"], by=caller(request)
        )
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        for wrong in refusal.fields:
            form.add_error("file", f"{wrong.field}: {wrong.message}")
        return False
    if not loaded.is_new:
        messages.info(request, _("This file was taken before; nothing has changed."))
    else:
        words = ngettext(
            "Taken: %(matched)d line matched, %(open)d wait for you.",
            "Taken: %(matched)d lines matched, %(open)d wait for you.",
            loaded.matched,
        )
        messages.success(request, words % {"matched": loaded.matched, "open": loaded.open})
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@operators_only
def line(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """One line that matches nothing: what it may be of, and the operator's word."""
    by = caller(request)
    found, payment = desk.line(line_id, by=by)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    chosen = request.POST.get("match", "")
    if form.is_bound and form.is_valid():
        try:
            kind, subject = _chosen(chosen)
            settling_by_hand.resolve(
                line_id, kind=kind, subject_id=subject, reason=form.cleaned_data["reason"], by=by
            )
        except NotFound:
            raise
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Matched, and posted."))
            return redirect("operator:settlements")
    candidates = settling_by_hand.candidates(found, by=by) if found.state == "open" else []
    rows = [(f"{each.kind.value}:{each.subject_id}", each, number_of(each.payment_id)) for each in candidates]
    context = {
        "line": found,
        "payment": payment,
        "rows": rows,
        "form": form,
        "chosen": chosen,
        "nothing": NOTHING,
    }
    return render(request, "operator/settlement_line.html", context, status=422 if form.errors else 200)


def _chosen(chosen: str) -> tuple[str, UUID | None]:
    """`kind:id` of a candidate, or nothing of ours. Raises Malformed for anything else."""
    if chosen == NOTHING:
        return "", None
    kind, _colon, subject = chosen.partition(":")
    try:
        return kind, UUID(subject)
    except ValueError:
        raise Malformed(_("Choose what the line is of.")) from None


def _before(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET["before"]) if "before" in request.GET else None
    except ValueError:
        raise NotFound from None
