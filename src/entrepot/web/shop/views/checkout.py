"""The checkout: one form; it is priced as often as the buyer likes, and bought once."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from msgspec.structs import replace

from entrepot.identity import queries as people
from entrepot.identity.consenting import record_consent
from entrepot.kit.errors import DomainError
from entrepot.kit.ids import new_id
from entrepot.trade import asking, buying, carting, carts, queries, quotes
from entrepot.trade.buying import Bought
from entrepot.trade.carts import CartView
from entrepot.trade.errors import KeyMismatch, PaymentDeclined, PriceChanged, QuoteExpired, QuoteUnusable
from entrepot.trade.flow import PurchaseState
from entrepot.trade.pricing import Priced
from entrepot.web.shop.forms import CheckoutForm, PutInForm
from entrepot.web.shop.pricing import cost_rows, refused_lines
from entrepot.web.shop.reading import Reader, caller, keep_count, keep_follow, reader

#: Which words were agreed to: changed whenever the sentence beside the box changes.
CONSENTS = {"consents_to_id": ("customs.id_number", "2026-11"), "accepts_notice": ("cbec.notice", "2026-11")}


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The empty form; the price comes once it is known where to."""
    here, cart = reader(request), _cart(request)
    if not cart.is_buyable:
        return redirect("shop:cart")
    return _page(request, _form(request, here), cart, here)


@require_POST
def price(request: HttpRequest) -> HttpResponse:
    """The final price of what is in the cart to the address given. Nothing is written but a mended quantity."""
    _mend(request)
    here, cart = reader(request), _cart(request)
    keep_count(request, cart.count)
    if not cart.is_buyable:
        return redirect("shop:cart")
    form = _form(request, here)
    return _priced_page(request, form, cart, here) if form.is_valid() else _page(request, form, cart, here)


@require_POST
def purchase(request: HttpRequest) -> HttpResponse:
    """Place and pay what the page showed: its goods, its price, its key."""
    here = reader(request)
    form = _form(request, here)
    cart = _cart(request)
    if not form.is_valid():
        return _page(request, form, cart, here)
    key = request.POST.get("key", "")
    try:
        asked = asking.purchase(_document(request, form, here), key=key, by=caller(request))
        bought = buying.buy(asked)
    except PaymentDeclined as refusal:
        _note_consents(request, form, UUID(refusal.extra["id"]))
        return _priced_page(request, form, cart, here, refusal=refusal)
    except (PriceChanged, QuoteExpired, QuoteUnusable) as refusal:
        return _priced_page(request, form, cart, here, refusal=refusal, key=key)
    except KeyMismatch as refusal:
        return _priced_page(request, form, cart, here, refusal=refusal)
    except DomainError as refusal:
        return _refused(request, form, cart, here, refusal, [variant for variant, _count in _lines(request)])
    return _bought(request, form, bought)


def _form(request: HttpRequest, here: Reader) -> CheckoutForm:
    """The form as sent; before that, filled in with the address a person keeps for this country."""
    by = caller(request)
    kept = next(
        (one for one in people.kept_addresses(by) if one.content.get("country") == here.country), None
    )
    initial = kept.content | {"lines": "\n".join(kept.content.get("lines", []))} if kept else {}
    return CheckoutForm.of(request, country=here.country, is_guest=by.id is None, initial=initial)


def _cart(request: HttpRequest) -> CartView:
    return carts.cart(by=caller(request), currency=reader(request).currency)


def _mend(request: HttpRequest) -> None:
    """A line that was short is set to what is left, or taken out: the button's value is `variant:quantity`."""
    variant, _colon, quantity = request.POST.get("mend", "").partition(":")
    form = PutInForm({"variant": variant, "quantity": quantity})
    if form.is_valid():
        carting.change(form.cleaned_data["variant"], form.cleaned_data["quantity"], by=caller(request))
    elif "variant" in form.cleaned_data:
        carting.take_out([form.cleaned_data["variant"]], by=caller(request))


def _document(request: HttpRequest, form: CheckoutForm, here: Reader) -> dict[str, Any]:
    """The purchase as the API would ask for it, with the goods and the price that the page showed."""
    total = request.POST.get("expected_total", "")
    provider, _colon, token = form.cleaned_data["token"].partition(":")
    return {
        "currency": here.currency,
        "ship_to": form.ship_to,
        "lines": [{"variant": variant, "quantity": count} for variant, count in _lines(request)],
        "email": form.cleaned_data.get("email", ""),
        "quote": request.POST.get("quote", ""),
        "expected_total": int(total) if total.isascii() and total.isdigit() and len(total) < 19 else -1,
        "payment": {"provider": provider, "token": token},
    }


def _lines(request: HttpRequest) -> list[tuple[str, int]]:
    """The goods that the page showed: variant and quantity of each hidden `line`."""
    parts = (line.partition(":") for line in request.POST.getlist("line"))
    return [(variant, int(count)) for variant, _colon, count in parts if count.isascii() and count.isdigit()]


def _page(
    request: HttpRequest, form: CheckoutForm, cart: CartView, here: Reader, **more: Any
) -> HttpResponse:
    status = 422 if form.is_bound and not form.is_valid() else more.pop("status", 200)
    return render(
        request, "shop/checkout.html", {"form": form, "cart": cart, "reader": here} | more, status=status
    )


def _priced_page(
    request: HttpRequest,
    form: CheckoutForm,
    cart: CartView,
    here: Reader,
    *,
    refusal: DomainError | None = None,
    key: str = "",
) -> HttpResponse:
    """The form with the price under it, made anew. The key stays while nothing was placed under it."""
    document = {"currency": here.currency, "ship_to": form.ship_to, "lines": _wanted(cart)}
    try:
        priced = quotes.quote(asking.basket(document))
    except DomainError as error:
        return _refused(request, form, cart, here, error, [str(line.variant_id) for line in cart.wanted])
    more = _shown(priced) | {
        "key": key or request.POST.get("key" if refusal is None else "", "") or new_id().hex,
        "refusal": refusal,
        "wanted": cart.wanted,
    }
    return _page(request, form, cart, here, **more, status=refusal.status if refusal else 200)


def _wanted(cart: CartView) -> list[dict[str, Any]]:
    return [{"variant": line.variant_id, "quantity": line.quantity} for line in cart.wanted]


def _shown(priced: Priced) -> dict[str, Any]:
    return {
        "priced": priced,
        "rows": cost_rows(priced),
        "total": priced.landed.total,
        "quote": priced.quote.sign(),
        "expires_at": priced.quote.expires_at,
    }


def _refused(
    request: HttpRequest,
    form: CheckoutForm,
    cart: CartView,
    here: Reader,
    refusal: DomainError,
    asked: list[str],
) -> HttpResponse:
    """What a verb refused: lines with a way to mend them, fields beside themselves, the rest on top.

    asked: the variants of the lines, in the order in which the refusal counts them.
    """
    lines = refused_lines(refusal, cart, asked)
    if not lines:
        form.refuse(refusal)
    return _page(
        request, form, cart, here, refusal=refusal if lines else None, refused=lines, status=refusal.status
    )


def _bought(request: HttpRequest, form: CheckoutForm, bought: Bought) -> HttpResponse:
    """Placed: this browser may follow it, the cart lets go of it, and the buyer goes where the payment stands."""
    by = caller(request)
    keep_follow(request, bought.purchase_id)
    if not bought.placed.is_replay:
        _note_consents(request, form, bought.purchase_id)
        bought_lines = {UUID(variant): count for variant, count in _lines(request)}
        keep_count(request, carting.settle(bought_lines, by=by))
    # A form of ours may lead to our own pages only (form-action): another's is a link on the purchase's page.
    if bought.state == PurchaseState.NEEDS_ACTION and bought.next_url.startswith(f"{settings.URL}/"):
        return redirect(bought.next_url)
    return redirect("shop:purchase", bought.purchase_id)


def _note_consents(request: HttpRequest, form: CheckoutForm, purchase_id: UUID) -> None:
    """Keep what was agreed to: by the person, or by the guest whose personal record the purchase carries."""
    by = caller(request)
    by = replace(by, follows=by.follows | {purchase_id})
    agreed = [CONSENTS[field] for field in CONSENTS if form.cleaned_data.get(field)]
    if not agreed:
        return
    subject = by.id or queries.record_of(purchase_id, by=by)
    for purpose, version in agreed:
        record_consent(subject_id=subject, purpose=purpose, version=version, by=by)
