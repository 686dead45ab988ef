"""Businesses of a person: opening one, and asking to sell."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from entrepot.identity import queries
from entrepot.identity.opening import open_business
from entrepot.kit.errors import DomainError
from entrepot.merchants.applying import apply
from entrepot.merchants.queries import standings
from entrepot.merchants.rules import slug_of
from entrepot.web.account.forms import ApplicationForm, BusinessForm
from entrepot.web.account.visiting import person


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The caller's businesses, each with where it stands."""
    owned = queries.businesses(person(request))
    standing = standings([business.id for business in owned])
    rows = [{"entity": business, "standing": standing[business.id]} for business in owned]
    return render(request, "account/businesses.html", {"businesses": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a business."""
    by = person(request)
    form = BusinessForm(request.POST or None)
    if form.is_valid():
        try:
            business = open_business(**form.cleaned_data, by=by)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The business is open. Next: ask to sell."))
            return redirect("account:business", business.pk)
    return render(request, "account/business_new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def show(request: HttpRequest, business_id: UUID) -> HttpResponse:
    """One business: its facts, where it stands, its people."""
    by = person(request)
    business = queries.business(business_id, by=by)
    context = {
        "business": business,
        "standing": standings([business_id])[business_id],
        "members": queries.members(business_id, by=by),
    }
    return render(request, "account/business.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, business_id: UUID) -> HttpResponse:
    """Ask to sell; after a refusal with what was said before."""
    by = person(request)
    business = queries.business(business_id, by=by)
    standing = standings([business_id])[business_id]
    initial = {"name": standing.name, "slug": standing.slug, "trade": standing.trade}
    form = ApplicationForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            apply(business_id, **form.cleaned_data, by=by)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Thank you. We look at it and write to you."))
            return redirect("account:business", business_id)
    context = {"form": form, "business": business, "standing": standing}
    return render(request, "account/application.html", context, status=422 if form.errors else 200)


@require_safe
def slug(request: HttpRequest) -> HttpResponse:
    """The address field for ?name=…, where none was typed: what the name suggests."""
    typed = request.GET.get("slug", "").strip().lower()
    form = ApplicationForm(initial={"slug": typed or slug_of(request.GET.get("name", ""))})
    return render(request, "account/application.html#slug", {"form": form})
