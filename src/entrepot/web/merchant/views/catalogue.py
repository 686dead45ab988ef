"""The merchant's products: the list, a new one, all that are ready put on sale."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entrepot.catalog import desk, drafting, publishing
from entrepot.catalog.desk import State
from entrepot.kit.errors import DomainError
from entrepot.merchants.models import Merchant
from entrepot.web.merchant.access import caller, own_shop
from entrepot.web.merchant.catalogue_forms import NewProductForm
from entrepot.web.parts import Tab


@require_safe
def index(request: HttpRequest, shop: str) -> HttpResponse:
    """The list. ?q= words or a SKU, ?show= which, ?before= the last product of the page before."""
    merchant, by = own_shop(request, shop), caller(request)
    text = request.GET.get("q", "").replace("\0", "").strip()[:80]  # NUL is no text to the database
    state = _state(request.GET)
    before = _uuid(request.GET.get("before", ""))
    page = desk.products(merchant.pk, text=text, state=state, before=before, by=by)
    summary = desk.summary(merchant.pk, by=by)
    context = {
        "shop": merchant,
        "page": page,
        "summary": summary,
        "tabs": _tabs(merchant, state, summary),
        "text": text,
        "state": state,
        "next": _address({"q": text, "show": state, "before": str(page.next)}) if page.next else "",
        "is_paged": before is not None,
    }
    return render(request, "merchant/products.html", context)


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
    count = publishing.publish_ready(merchant.pk, by=caller(request))
    messages.success(
        request,
        ngettext("%(count)s product is on sale now.", "%(count)s products are on sale now.", count)
        % {"count": count},
    )
    return redirect("merchant:products", shop)


def _state(values: QueryDict) -> State:
    try:
        return State(values.get("show", State.ALL))
    except ValueError:
        return State.ALL


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _address(values: dict[str, str]) -> str:
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in values.items() if value})
    return f"?{query.urlencode()}"


def _tabs(merchant: Merchant, state: State, summary: desk.Summary) -> list[Tab]:
    home = reverse("merchant:products", args=[merchant.slug])
    listed = (
        (State.ALL, _("All"), summary.products),
        (State.PUBLISHED, _("On sale"), summary.published),
        (State.DRAFT, _("Drafts"), summary.drafts),
        (State.NEEDS, _("Not yet for China"), summary.needs_china),
    )
    return [
        Tab(words, home + _address({"show": each}), each is state, count) for each, words, count in listed
    ]
