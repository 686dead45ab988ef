"""The account's first page: what to do next, and the way to everything of one's own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from entrepot.identity import queries
from entrepot.identity.enrolling import change_profile
from entrepot.kit.errors import DomainError
from entrepot.merchants.queries import standings
from entrepot.web.account.forms import ProfileForm
from entrepot.web.account.visiting import person
from entrepot.web.context import in_language


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Next steps, purchases, businesses, settings."""
    by = person(request)
    owned = queries.businesses(by)
    standing = standings([business.id for business in owned])
    context = {
        "profile": queries.profile(by),
        "businesses": [{"entity": business, "standing": standing[business.id]} for business in owned],
    }
    return render(request, "account/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name and language; the pages go on in the language chosen."""
    by = person(request)
    found = queries.profile(by)
    form = ProfileForm(request.POST or None, initial={"name": found.name, "locale": found.locale})
    if form.is_valid():
        try:
            change_profile(**form.cleaned_data, by=by)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(in_language("/en/account/", form.cleaned_data["locale"]))
    return render(
        request, "account/profile.html", {"form": form, "profile": found}, status=422 if form.errors else 200
    )
