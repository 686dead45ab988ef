"""What every page's template is given besides its own: the languages, who is reading, how much is in the cart."""

from typing import Any, NamedTuple, TypedDict
from urllib.parse import urlencode

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import HttpRequest
from django.utils import translation

from entrepot.kit.actor import ANONYMOUS


class LanguageLink(TypedDict):
    """One language of the switch: this very page in it."""

    code: str
    tag: str
    name: str
    url: str
    current: bool


class Alternate(NamedTuple):
    """The same page in one language, for search engines: `tag` as in hreflang, `address` absolute."""

    tag: str
    address: str
    is_current: bool


#: What makes another page of an address; everything else in a query is an order, a place or a choice within the same one.
_TELLING = ("category", "merchant", "q")


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of `base.html`. `request.cart_count` is set by whoever keeps the cart; without it the cart shows none."""
    current = translation.get_language() or settings.LANGUAGE_CODE
    return {
        "languages": [_link(request, code, current) for code, _name in settings.LANGUAGES],
        "alternates": alternates(request, canonical(request)),
        "language": current,
        "language_tag": tag(current),
        "cart_count": getattr(request, "cart_count", 0),
        "wish_count": getattr(request, "wish_count", 0),
        "actor": getattr(request, "actor", ANONYMOUS),
        "is_demo": getattr(settings, "DEMO", False),
    }


def tag(code: str) -> str:
    """The BCP 47 form for `lang`: `zh-hans` is `zh-Hans`."""
    return translation.to_locale(code).replace("_", "-")


def _link(request: HttpRequest, code: str, current: str) -> LanguageLink:
    return {
        "code": code,
        "tag": tag(code),
        "name": str(LANG_INFO[code]["name_local"]),
        "url": in_language(request.get_full_path(), code),
        "current": code == current,
    }


def canonical(request: HttpRequest) -> str:
    """The path of the page, with as much of its query as makes it another one."""
    told = [(name, value) for name in _TELLING if (value := request.GET.get(name, ""))]
    return f"{request.path}?{urlencode(told)}" if told else request.path


def alternates(request: HttpRequest, path: str) -> list[Alternate]:
    """A page of the site in each of its languages."""
    current = translation.get_language() or settings.LANGUAGE_CODE
    return [
        Alternate(tag(code), request.build_absolute_uri(in_language(path, code)), code == current)
        for code, _name in settings.LANGUAGES
    ]


def in_language(path: str, code: str) -> str:
    """The same page in another language. All addresses differ in their first segment only, so none has to be resolved."""
    first, slash, rest = path.lstrip("/").partition("/")
    known = {known for known, _name in settings.LANGUAGES}
    return f"/{code}/{rest}" if first in known and slash else f"/{code}/"
