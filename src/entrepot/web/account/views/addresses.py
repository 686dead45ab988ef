"""Addresses kept for the next purchase."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entrepot.identity import queries, saving
from entrepot.kit.errors import DomainError
from entrepot.web.account.forms import SavedAddressForm
from entrepot.web.account.visiting import person


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All of them, the one offered first on top."""
    return render(request, "account/addresses.html", {"addresses": queries.kept_addresses(person(request))})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """One more."""
    by = person(request)
    form = SavedAddressForm.of(request)
    if form.is_valid():
        try:
            saving.keep_address(values=form.ship_to, is_default=form.cleaned_data["is_default"], by=by)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The address is kept."))
            return redirect("account:addresses")
    return render(request, "account/address_new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def default(request: HttpRequest, address_id: UUID) -> HttpResponse:
    """Offer this one first."""
    saving.choose_default(address_id, by=person(request))
    return redirect("account:addresses")


@require_http_methods(["GET", "HEAD", "POST"])
def removal(request: HttpRequest, address_id: UUID) -> HttpResponse:
    """Erase one, after a second look."""
    by = person(request)
    address = queries.kept_address(address_id, by=by)
    if request.method == "POST":
        saving.forget_address(address_id, by=by)
        messages.success(request, _("The address is erased."))
        return redirect("account:addresses")
    return render(request, "account/address_removal.html", {"address": address})
