"""How this reader sees the shop: where goods are sent, in which money prices are written, and what is in the cart."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from entrepot.kit.actor import Actor
from entrepot.kit.money import Money
from entrepot.payments import rates
from entrepot.payments.rates import RateMissing
from entrepot.web.formatting import language_now
from entrepot.web.middleware import CART_COUNT, FOLLOWS, WISH_COUNT

DESTINATION = "destination"
COUNTRIES = ("CN", "US")
#: As many signed links as one browser remembers; older ones still work from the mail.
FOLLOWS_KEPT = 50


@dataclass(frozen=True, slots=True)
class Reader:
    """Where to (`CN` or `US`) and in which currency."""

    country: str
    currency: str

    def priced(self, amount: Money) -> Money:
        """An amount in the reader's currency at today's rate; as it is where there is no rate."""
        try:
            return rates.current(amount.currency, self.currency).rate.convert(amount)
        except RateMissing:
            return amount


def reader(request: HttpRequest) -> Reader:
    """The choice kept in the session, else what the language suggests; yuan for whoever reads Chinese or buys to China."""
    chinese = language_now() == "zh-hans"
    country = request.session.get(DESTINATION)
    if country not in COUNTRIES:
        country = "CN" if chinese else "US"
    return Reader(country, "CNY" if chinese or country == "CN" else "USD")


def caller(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by web/middleware.py
    return actor


def in_language(text: str, text_zh: str) -> str:
    """The text in the reader's language, else in the other."""
    return (text_zh or text) if language_now() == "zh-hans" else (text or text_zh)


def other_language(text: str, text_zh: str) -> str:
    """The same text in the other language, where it says something else."""
    other = text if language_now() == "zh-hans" else text_zh
    return other if other != in_language(text, text_zh) else ""


def way_back(request: HttpRequest, address: str, otherwise: str) -> str:
    """An address of ours to go back to, as a form or a browser gave it; else the view named `otherwise`."""
    host = request.get_host()
    path = address.partition(host)[2] if address.startswith(("http://", "https://")) else address
    ours = (
        path.startswith("/")
        and len(path) < 2000
        and url_has_allowed_host_and_scheme(path, allowed_hosts={host})
    )
    return path if ours else reverse(otherwise)


def media(path: str) -> str:
    """The address of a file in the media folder; none for none."""
    return f"{settings.MEDIA_URL}{path}" if path else ""


def keep_count(request: HttpRequest, count: int) -> None:
    """How many goods the cart holds, kept in the session so that no page asks the database for it."""
    if request.session.get(CART_COUNT, 0) != count:
        request.session[CART_COUNT] = count
    request.cart_count = count  # type: ignore[attr-defined]  # what web/context.py reads


def keep_wish_count(request: HttpRequest, count: int) -> None:
    """How long the wish list is, kept likewise."""
    if request.session.get(WISH_COUNT, 0) != count:
        request.session[WISH_COUNT] = count
    request.wish_count = count  # type: ignore[attr-defined]  # what web/context.py reads


def keep_follow(request: HttpRequest, purchase_id: UUID) -> None:
    """This browser may see the purchase from now on."""
    known = [text for text in request.session.get(FOLLOWS, []) if text != str(purchase_id)]
    request.session[FOLLOWS] = [*known, str(purchase_id)][-FOLLOWS_KEPT:]
