"""The style guide's one view."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from entrepot.web.styleguide import samples
from entrepot.web.styleguide.forms import SampleForm


def show(request: HttpRequest) -> HttpResponse:
    """Everything at once: filled, empty and wrong. `?toasts` adds messages."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    if "toasts" in request.GET:
        messages.success(request, _("Shipped. The buyer has been told, and can follow the parcel."))
        messages.error(
            request, _("The card was declined. Nothing was paid; your goods are kept for 30 minutes.")
        )
    wrong = SampleForm({"name": "Anna", "price": "12.345", "speed": ""})
    return render(
        request, "styleguide/show.html", samples.everything() | {"form": SampleForm(), "wrong": wrong}
    )
