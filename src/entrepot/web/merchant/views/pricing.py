"""Prices and counts over many products: the table, the change by a percentage with its preview, and taking it back."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from entrepot.catalog import pricelist, repricing, varying
from entrepot.catalog.errors import PriceChangeUndone
from entrepot.kit.actor import Actor
from entrepot.kit.errors import DomainError
from entrepot.kit.ids import read_id
from entrepot.kit.money import Money
from entrepot.merchants.models import Merchant
from entrepot.web.account.forms import RefusableForm
from entrepot.web.merchant.access import caller, own_shop
from entrepot.web.merchant.catalogue_forms import PriceLineForm
from entrepot.web.merchant.choosing import Choice


@require_http_methods(["GET", "HEAD", "POST"])
def prices(request: HttpRequest, shop: str) -> HttpResponse:
    """The table. POST writes the lines that were changed; a line that is refused says why, the others are saved."""
    merchant, by = own_shop(request, shop), caller(request)
    choice, after = Choice.of(request.GET), read_id(request.GET.get("after", ""))
    refused: list[tuple[pricelist.Line, PriceLineForm]] = []
    if request.method == "POST":
        saved, refused = _write(request, merchant, by)
        _tell_saved(request, saved)
        if not refused:
            return redirect(f"{request.path}?{request.GET.urlencode()}")
    page = pricelist.lines(
        merchant.pk, text=choice.text, state=choice.state, need=choice.need, after=after, by=by
    )
    wrong = {line.variant.pk: form for line, form in refused}
    context = {
        "shop": merchant,
        "choice": choice,
        "lines": [(line, wrong.get(line.variant.pk) or PriceLineForm.of(line)) for line in page.lines],
        "refused": refused,
        "next": choice.address(after=str(page.next)) if page.next else "",
        "is_paged": after is not None,
    }
    return render(request, "merchant/prices.html", context, status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: HttpRequest, shop: str) -> HttpResponse:
    """A change of many prices: what is asked, the preview of it, the last changes. POST does what the preview showed."""
    merchant, by = own_shop(request, shop), caller(request)
    values = request.POST if request.method == "POST" else request.GET
    choice = Choice.of(values)
    products = choice.products(merchant.pk, by=by)
    currency = varying.currency_of(merchant.pk)
    form = RepricingForm(values if "percent" in values else None, currency=currency)
    seen, repriced = None, None
    if form.is_bound and form.is_valid():
        try:
            repriced = repricing.read(
                form.cleaned_data["percent"], form.cleaned_data["ending"], currency=currency
            )
            if request.method == "POST":
                seal = request.POST.get("seal", "")
                done = repricing.reprice(products, repriced, merchant_id=merchant.pk, seal=seal, by=by)
                _tell_done(request, done.variants)
                return redirect("merchant:price_changes", shop)
        except DomainError as refusal:
            form.refuse(refusal)
        if repriced:
            seen = _preview(form, products, repriced, merchant, by)
    context = {
        "shop": merchant,
        "choice": choice,
        "count": len(products),
        "form": form,
        "seen": seen,
        "changes": repricing.changes(merchant.pk, by=by),
    }
    return render(request, "merchant/price_changes.html", context, status=422 if form.errors else 200)


@require_POST
def removal(request: HttpRequest, shop: str, change_id: UUID) -> HttpResponse:
    """Take a change of prices back."""
    merchant = own_shop(request, shop)
    try:
        change = repricing.take_back(change_id, merchant_id=merchant.pk, by=caller(request))
    except PriceChangeUndone as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("merchant:price_changes", shop)
    said = ngettext(
        "%(count)s price is what it was before.",
        "%(count)s prices are what they were before.",
        change.restored,
    ) % {"count": change.restored}
    if kept := change.variants - change.restored:
        said += " " + ngettext(
            "%(count)s was changed since, and stays as it is.",
            "%(count)s were changed since, and stay as they are.",
            kept,
        ) % {"count": kept}
    messages.success(request, said)
    return redirect("merchant:price_changes", shop)


class RepricingForm(RefusableForm):
    """By how much, and what the prices end in."""

    percent = forms.CharField(
        label=gettext_lazy("Percentage"),
        help_text=gettext_lazy("5 makes 20.00 into 21.00; -10 makes it 18.00."),
        error_messages={"required": gettext_lazy("Please say by how much.")},
        widget=forms.TextInput({"inputmode": "text", "autocomplete": "off", "maxlength": "12"}),
    )
    ending = forms.ChoiceField(label=gettext_lazy("Prices end in"), required=False)

    def __init__(self, values: QueryDict | None, *, currency: str) -> None:
        super().__init__(values)
        ends = [
            (str(each), f"{Money(1200 + each, currency).decimal}") for each in repricing.endings(currency)
        ]
        self.fields["ending"].choices = [  # type: ignore[attr-defined]  # it is a ChoiceField
            ("", gettext_lazy("whatever it comes to")),
            *((value, shown[-3:]) for value, shown in ends),
        ]


def _preview(
    form: RepricingForm, products: list[UUID], asked: repricing.Repricing, merchant: Merchant, by: Actor
) -> repricing.Preview | None:
    try:
        return repricing.preview(products, asked, merchant_id=merchant.pk, by=by)
    except DomainError as refusal:
        if not form.errors:
            form.refuse(refusal)
        return None


def _write(
    request: HttpRequest, merchant: Merchant, by: Actor
) -> tuple[int, list[tuple[pricelist.Line, PriceLineForm]]]:
    """How many lines were saved, and those that were refused. What the form sent as it was shown is not written."""
    sent = [key.removesuffix("-shown") for key in request.POST if key.endswith("-shown")]
    lines = pricelist.these(merchant.pk, [key for each in sent if (key := read_id(each))], by=by)
    saved, refused = 0, []
    for line in lines:
        form = PriceLineForm.of(line, request.POST)
        if not form.is_valid():
            refused.append((line, form))
        elif changed := form.changed():
            try:
                varying.write_changed(line.variant.pk, by=by, **changed)
                saved += 1
            except DomainError as refusal:
                form.refuse(refusal)
                refused.append((line, form))
    return saved, refused


def _tell_saved(request: HttpRequest, saved: int) -> None:
    if saved:
        said = ngettext("%(count)s line is saved.", "%(count)s lines are saved.", saved)
        messages.success(request, said % {"count": saved})
    else:
        messages.info(request, _("Nothing was changed."))


def _tell_done(request: HttpRequest, count: int) -> None:
    said = ngettext("%(count)s price is changed.", "%(count)s prices are changed.", count)
    messages.success(request, f"{said % {'count': count}} {_('You can take it back below.')}")
