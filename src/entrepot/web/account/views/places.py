"""The lists of places that an address form asks for while it is filled in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from entrepot.web.account.forms import AddressForm


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The lists for ?country=…&region=…&city=…, as they stand in every address form."""
    chosen = {name: request.GET.get(name, "") for name in ("country", "region", "city", "district")}
    form = AddressForm(initial=chosen, id_needed="id_needed" in request.GET)
    return render(request, "account/_address_places.html", {"form": form})
