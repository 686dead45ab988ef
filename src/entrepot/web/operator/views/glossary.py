"""The terms of search: what people of either language call a thing, added to and switched off."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entrepot.kit.errors import DomainError
from entrepot.search import glossary
from entrepot.web.operator.access import caller, operators_only
from entrepot.web.operator.glossary_forms import TermForm

_SHOWN = 50


@require_safe
@operators_only
def index(request: HttpRequest) -> HttpResponse:
    """Terms by their first name, those with a word in them (?name=), by keyset (?after=)."""
    return _show(request, TermForm())


@require_POST
@operators_only
def terms(request: HttpRequest) -> HttpResponse:
    """A term of our own."""
    form = TermForm(request.POST)
    if form.is_valid():
        try:
            glossary.add(en=form.names("en"), zh=form.names("zh"), by=caller(request))
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The term is added. Searches know it from now on."))
            return redirect("operator:glossary")
    return _show(request, form)


@require_POST
@operators_only
def term(request: HttpRequest, term_id: UUID) -> HttpResponse:
    """Switch a term off, or on again."""
    off = request.POST.get("off") == "1"
    glossary.switch(term_id, off=off, by=caller(request))
    messages.success(
        request, _("The term is off: searches pass it over.") if off else _("The term is on again.")
    )
    return redirect("operator:glossary")


def _show(request: HttpRequest, form: TermForm) -> HttpResponse:
    name, after = request.GET.get("name", ""), request.GET.get("after", "")
    page = glossary.page(name, after=after, limit=_SHOWN)
    context = {
        "rows": page.terms,
        "name": name,
        "form": form,
        "first": _address(name, "") if after else "",
        "next": _address(name, page.next) if page.next else "",
    }
    return render(request, "operator/glossary.html", context, status=422 if form.errors else 200)


def _address(name: str, after: str) -> str:
    values = {key: value for key, value in (("name", name), ("after", after)) if value}
    return f"{reverse('operator:glossary')}?{urlencode(values)}"
