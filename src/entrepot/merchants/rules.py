"""What a shop may be called, where it may be found, and in which money it may price."""

import re

from django.utils.translation import gettext_lazy as _

from entrepot.kit.errors import FieldError, Malformed, Sentence

#: Currencies a merchant can price in: the money of the countries where businesses can join.
CURRENCIES = ("USD",)
#: Addresses that would pass for the marketplace itself, or for a page of it.
RESERVED = frozenset({
    "about", "account", "admin", "api", "cart", "checkout", "entrepot", "help", "home", "login", "media",
    "merchant", "merchants", "operator", "orders", "search", "shop", "shops", "signup", "static", "support",
})  # fmt: skip
NEEDED: Sentence = _("Please fill this in.")
_SLUG = re.compile(r"[a-z0-9](?:-?[a-z0-9]){2,59}")


def tidy(text: str, most: int) -> str:
    """Text of one line without blanks around or doubled, no longer than its column; NUL, which the database cannot keep, goes."""
    return " ".join(text.replace("\0", " ").split())[:most]


def slug_of(name: str) -> str:
    """The address that a shop's name suggests: `Blue Ridge Clay` is `blue-ridge-clay`; "" for a name without Latin letters."""
    return "-".join(re.findall(r"[a-z0-9]+", name.lower().replace("'", "").replace("’", "")))[:60].strip("-")


def check_shop(*, name: str, slug: str, currency: str) -> None:
    """Raises Malformed naming each field that cannot be used."""
    wrong = [] if name else [FieldError("name", NEEDED)]
    if not _SLUG.fullmatch(slug) or len(slug) > 60:
        wrong.append(
            FieldError(
                "slug",
                _("Use 3 to 60 small letters, digits and single hyphens, for example blue-ridge-clay."),
            )
        )
    elif slug in RESERVED:
        wrong.append(FieldError("slug", _("This address is kept for the marketplace.")))
    if currency not in CURRENCIES:
        wrong.append(FieldError("currency", _("Please choose one of the list.")))
    if wrong:
        raise Malformed(fields=wrong)


def check_reason(reason: str) -> str:
    """The reason, tidied; Malformed without one: those concerned read it."""
    tidied = tidy(reason, 400)
    if not tidied:
        raise Malformed(fields=[FieldError("reason", _("Please give the reason: the business reads it."))])
    return tidied
