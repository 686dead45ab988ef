"""A product's pictures: upload, describe, put first, remove."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entrepot.catalog import picturing
from entrepot.kit.errors import DomainError
from entrepot.web.merchant.access import caller, own_shop
from entrepot.web.merchant.catalogue_forms import AltForm, PictureForm
from entrepot.web.merchant.views.product import page


@require_POST
def new(request: HttpRequest, shop: str, product_id: UUID) -> HttpResponse:
    """One picture more."""
    own_shop(request, shop)
    form = PictureForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            picturing.add_picture(product_id, by=caller(request), **form.cleaned_data)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The picture is added."))
            return redirect("merchant:product", shop, product_id)
    return page(request, shop, product_id, picture_form=form)


@require_POST
def describe(request: HttpRequest, shop: str, product_id: UUID, picture_id: UUID) -> HttpResponse:
    """Say what it shows."""
    own_shop(request, shop)
    form = AltForm(request.POST, prefix=str(picture_id))
    if form.is_valid():
        picturing.describe_picture(picture_id, by=caller(request), **form.cleaned_data)
        messages.success(request, _("Saved."))
    return redirect("merchant:product", shop, product_id)


@require_POST
def first(request: HttpRequest, shop: str, product_id: UUID, picture_id: UUID) -> HttpResponse:
    """Show it first, in lists too."""
    own_shop(request, shop)
    picturing.order_pictures(product_id, picture_ids=[picture_id], by=caller(request))
    return redirect("merchant:product", shop, product_id)


@require_POST
def removal(request: HttpRequest, shop: str, product_id: UUID, picture_id: UUID) -> HttpResponse:
    """Take it off the product."""
    own_shop(request, shop)
    picturing.remove_picture(picture_id, by=caller(request))
    messages.success(request, _("The picture is removed."))
    return redirect("merchant:product", shop, product_id)
