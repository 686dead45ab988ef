"""The merchant's products: the list, a new one, all that are ready put on sale."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entrepot.catalog import desk, drafting, publishing
from entrepot.catalog.desk import State
from entrepot.catalog.readiness import Scope
from entrepot.kit.errors import DomainError
from entrepot.kit.ids import read_id
from entrepot.merchants.models import Merchant
from entrepot.shipping import queries as shipping
from entrepot.web.merchant.access import caller, own_shop
from entrepot.web.merchant.catalogue_forms import NewProductForm
from entrepot.web.merchant.choosing import Choice
from entrepot.web.parts import Tab


@require_safe
def index(request: HttpRequest, shop: str) -> HttpResponse:
    """The list. ?q= words or a SKU, ?show= which, ?need= what they lack, ?before= the last product of the page before."""
    merchant, by = own_shop(request, shop), caller(request)
    choice, before = Choice.of(request.GET), read_id(request.GET.get("before", ""))
    page = desk.products(
        merchant.pk, text=choice.text, state=choice.state, need=choice.need, before=before, by=by
    )
    summary = desk.summary(merchant.pk, by=by)
    context = {
        "shop": merchant,
        "page": page,
        "summary": summary,
        "tabs": _tabs(merchant, choice.state, summary),
        "choice": choice,
        "next": choice.address(before=str(page.next)) if page.next else "",
        "is_paged": before is not None,
    }
    return render(request, "merchant/products.html", context)


@require_safe
def to_do(request: HttpRequest, shop: str) -> HttpResponse:
    """What keeps products from being sold or found, with how many lack it; each is a list."""
    merchant, by = own_shop(request, shop), caller(request)
    lacks = desk.to_do(merchant.pk, by=by)
    groups = [
        (heading, [each for each in lacks if each.todo.scope is scope])
        for scope, heading in (
            (Scope.SALE, _("Before anybody can buy them")),
            (Scope.CHINA, _("Before they can be sold to China")),
            (Scope.ADVICE, _("So that they are found and chosen")),
        )
    ]
    context = {
        "shop": merchant,
        "groups": [group for group in groups if group[1]],
        "summary": desk.summary(merchant.pk, by=by),
        "sends_to_china": (merchant.pk, "CN") in shipping.rates([merchant.pk]),
    }
    return render(request, "merchant/to_do.html", context)


@require_POST
def deeds(request: HttpRequest, shop: str) -> HttpResponse:
    """One deed for the ticked products, or for all that the list's filter finds: on sale, off sale, other prices."""
    merchant, by = own_shop(request, shop), caller(request)
    choice = Choice.of(request.POST)
    back = redirect(f"{reverse('merchant:products', args=[shop])}{replace(choice, ticked=()).address()}")
    is_all = request.POST.get("which") == "all"
    if is_all:
        choice = replace(choice, ticked=())
    elif not choice.ticked:
        messages.error(request, _("Please tick the products first, or choose all of the list."))
        return back
    deed = request.POST.get("deed", "")
    if deed == "reprice":
        return redirect(f"{reverse('merchant:price_changes', args=[shop])}{choice.address()}")
    products = choice.products(merchant.pk, by=by)
    if deed == "publish":
        _tell_published(request, publishing.publish_ready(merchant.pk, products=products, by=by))
    elif deed == "withdraw":
        count = publishing.withdraw_all(merchant.pk, products=products, by=by)
        said = ngettext("%(count)s product is off sale now.", "%(count)s products are off sale now.", count)
        messages.success(request, said % {"count": count})
    return back


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, shop: str) -> HttpResponse:
    """A product with its first variant; the rest is filled in on its own page."""
    merchant, by = own_shop(request, shop), caller(request)
    form = NewProductForm(request.POST or None)
    if form.is_valid():
        try:
            product = drafting.draft(merchant.pk, by=by, **form.cleaned_data)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The draft is written. Fill in what is still missing."))
            return redirect("merchant:product", shop, product.pk)
    context = {"shop": merchant, "form": form}
    return render(request, "merchant/product_new.html", context, status=422 if form.errors else 200)


@require_POST
def publications(request: HttpRequest, shop: str) -> HttpResponse:
    """Put every draft on sale that has what a sale needs."""
    merchant = own_shop(request, shop)
    _tell_published(request, publishing.publish_ready(merchant.pk, by=caller(request)))
    return redirect("merchant:products", shop)


def _tell_published(request: HttpRequest, count: int) -> None:
    if not count:
        messages.info(request, _("None of these is a draft that has all that a sale needs."))
        return
    said = ngettext("%(count)s product is on sale now.", "%(count)s products are on sale now.", count)
    messages.success(request, said % {"count": count})


def _tabs(merchant: Merchant, state: State, summary: desk.Summary) -> list[Tab]:
    home = reverse("merchant:products", args=[merchant.slug])
    listed = (
        (State.ALL, _("All"), summary.products),
        (State.PUBLISHED, _("On sale"), summary.published),
        (State.DRAFT, _("Drafts"), summary.drafts),
        (State.NEEDS, _("Not yet for China"), summary.needs_china),
    )
    return [
        Tab(words, home + Choice(state=each).address(), each is state, count) for each, words, count in listed
    ]
