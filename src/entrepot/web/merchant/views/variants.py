"""A product's variants: their prices, weights and counts in one form, one more, one no longer sold, price steps."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entrepot.catalog import desk, tiering, varying
from entrepot.kit.errors import DomainError, NotFound
from entrepot.web.merchant.access import caller, own_shop
from entrepot.web.merchant.catalogue_forms import NewVariantForm, TiersForm, VariantForm
from entrepot.web.merchant.views.product import page


@require_POST
def save(request: HttpRequest, shop: str, product_id: UUID) -> HttpResponse:
    """Write every line; a line that is refused says why, the others are saved. A count is written only where it was changed."""
    merchant, by = own_shop(request, shop), caller(request)
    edited = desk.product(product_id, merchant_id=merchant.pk, by=by)
    refused = {}
    for each in edited.variants:
        form = VariantForm(request.POST, prefix=str(each.variant.pk), name=each.variant.name)
        if not form.is_valid():
            continue
        try:
            varying.write_line(each.variant.pk, by=by, **form.edited())
        except DomainError as refusal:
            form.refuse(refusal)
            refused[each.variant.pk] = form
    if refused:
        return page(request, shop, product_id, variant_forms=refused)
    messages.success(request, _("Prices, weights and counts are saved."))
    return redirect("merchant:product", shop, product_id)


@require_POST
def new(request: HttpRequest, shop: str, product_id: UUID) -> HttpResponse:
    """One variant more."""
    merchant, by = own_shop(request, shop), caller(request)
    product = desk.product(product_id, merchant_id=merchant.pk, by=by).product
    form = NewVariantForm(request.POST, option_names=product.option_names)
    if form.is_valid():
        values = form.cleaned_data
        try:
            varying.add_variant(
                product_id,
                price=values["price"],
                options=form.options,
                weight_grams=values["weight_grams"],
                sku=values["sku"],
                quantity=values["quantity"],
                by=by,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The variant is added."))
            return redirect("merchant:product", shop, product_id)
    return page(request, shop, product_id, new_variant=form)


@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: HttpRequest, shop: str, product_id: UUID, variant_id: UUID) -> HttpResponse:
    """Stop selling one variant, after a second look."""
    merchant, by = own_shop(request, shop), caller(request)
    edited = desk.product(product_id, merchant_id=merchant.pk, by=by)
    if request.method == "POST":
        varying.withdraw_variant(_one(edited, variant_id).variant.pk, by=by)
        messages.success(request, _("The variant is no longer sold."))
        return redirect("merchant:product", shop, product_id)
    context = {"shop": merchant, "product": edited.product, "each": _one(edited, variant_id)}
    return render(request, "merchant/variant_withdrawal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def tiers(request: HttpRequest, shop: str, product_id: UUID, variant_id: UUID) -> HttpResponse:
    """The price steps of one variant."""
    merchant, by = own_shop(request, shop), caller(request)
    edited = desk.product(product_id, merchant_id=merchant.pk, by=by)
    each = _one(edited, variant_id)
    written = "\n".join(f"{quantity}: {price.decimal}" for quantity, price in each.tiers)
    form = TiersForm(request.POST or None, initial={"tiers": written})
    if form.is_valid() and (steps := form.steps()) is not None:
        try:
            tiering.set_tiers(variant_id, tiers=steps, by=by)
        except DomainError as refusal:
            for wrong in refusal.fields:
                line = int(wrong.field.split(".")[1]) + 1
                form.add_error("tiers", _("Line %(line)s: %(why)s") % {"line": line, "why": wrong.message})
        else:
            messages.success(request, _("The price steps are saved."))
            return redirect("merchant:product", shop, product_id)
    context = {"shop": merchant, "product": edited.product, "each": each, "form": form}
    return render(request, "merchant/tiers.html", context, status=422 if form.errors else 200)


def _one(edited: desk.Edited, variant_id: UUID) -> desk.EditedVariant:
    for each in edited.variants:
        if each.variant.pk == variant_id:
            return each
    raise NotFound
