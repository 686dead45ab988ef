"""One product's page, where everything of it is edited, and the deeds that are its own nouns."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entrepot.catalog import desk, editing, publishing
from entrepot.customs import classification
from entrepot.customs.queries import rulebook
from entrepot.kit.errors import DomainError
from entrepot.web.merchant.access import caller, own_shop
from entrepot.web.merchant.catalogue_forms import (
    AltForm,
    NewVariantForm,
    PictureForm,
    ProductForm,
    VariantForm,
)


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, shop: str, product_id: UUID) -> HttpResponse:
    """Everything of it; POST writes its texts and what customs asks."""
    own_shop(request, shop)
    if request.method != "POST":
        return page(request, shop, product_id)
    form = ProductForm(request.POST)
    if form.is_valid():
        try:
            editing.edit_product(product_id, by=caller(request), **form.cleaned_data)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("merchant:product", shop, product_id)
    return page(request, shop, product_id, form=form)


def page(request: HttpRequest, shop: str, product_id: UUID, **forms: Any) -> HttpResponse:
    """The page, with the form that was refused in place of its fresh one."""
    merchant = own_shop(request, shop)
    edited = desk.product(product_id, merchant_id=merchant.pk, by=caller(request))
    refused = forms.get("variant_forms", {})
    context = {
        "shop": merchant,
        "edited": edited,
        "product": edited.product,
        "form": forms.get("form") or ProductForm.of(edited.product),
        "lines": [
            (
                each,
                refused.get(each.variant.pk)
                or VariantForm(initial=_line(each), prefix=str(each.variant.pk), name=each.variant.name),
            )
            for each in edited.variants
        ],
        "new_variant": forms.get("new_variant") or NewVariantForm(option_names=edited.product.option_names),
        "picture_form": forms.get("picture_form") or PictureForm(),
        "pictures": [
            (each, AltForm(initial={"alt": each.alt, "alt_zh": each.alt_zh}, prefix=str(each.pk)))
            for each in edited.product.pictures.all()
        ],
        "heading": classification.describe(edited.product.hs8) if edited.product.hs8 else None,
        "is_listed": edited.product.hs8 in rulebook().listings,
    }
    return render(request, "merchant/product.html", context, status=422 if forms else 200)


def _line(each: desk.EditedVariant) -> dict[str, Any]:
    variant = each.variant
    return {
        "price": variant.price.decimal,
        "was": variant.was.decimal if variant.was else "",
        "weight_grams": variant.weight_grams or "",
        "sku": variant.sku,
        "quantity": each.on_hand,
        "seen": each.on_hand,
        "options_zh": " / ".join(variant.options_zh),
    }


@require_POST
def publication(request: HttpRequest, shop: str, product_id: UUID) -> HttpResponse:
    """Put it on sale."""
    own_shop(request, shop)
    try:
        publishing.publish(product_id, by=caller(request))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is on sale."))
    return redirect("merchant:product", shop, product_id)


@require_POST
def withdrawal(request: HttpRequest, shop: str, product_id: UUID) -> HttpResponse:
    """Take it off sale."""
    own_shop(request, shop)
    publishing.withdraw(product_id, by=caller(request))
    messages.success(request, _("It is no longer on sale. Open orders are not touched."))
    return redirect("merchant:product", shop, product_id)


@require_http_methods(["GET", "HEAD", "POST"])
def hs_code(request: HttpRequest, shop: str, product_id: UUID) -> HttpResponse:
    """Find the HS code by words, and choose it."""
    merchant, by = own_shop(request, shop), caller(request)
    if request.method == "POST":
        editing.edit_product(product_id, hs8=request.POST.get("hs8", ""), by=by)
        messages.success(request, _("The HS code is kept."))
        return redirect("merchant:product", shop, product_id)
    edited = desk.product(product_id, merchant_id=merchant.pk, by=by)
    text = request.GET.get("q", edited.product.title).strip()[:80]
    listed = sorted(rulebook().listings)
    found = [
        (heading, [code for code in listed if code.startswith(heading.code)])
        for heading in (classification.find_hs(text, limit=15) if text else [])
    ]
    context = {"shop": merchant, "product": edited.product, "text": text, "found": found}
    return render(request, "merchant/hs_code.html", context)
