"""What machines read to find their way: robots.txt, and the map of the site (sitemaps.org 0.9) in parts that stream."""

from collections.abc import Callable, Iterator
from uuid import UUID
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from entrepot.catalog import mapping as catalog
from entrepot.merchants import mapping as merchants
from entrepot.web.context import alternates

#: A part may have 50,000 addresses (sitemaps.org); each of ours is there once in each language.
SIZE = 20_000
#: Pages of one person, deeds, and orders and filters of the same goods.
_CLOSED = (
    "/api/", "/*/account/", "/*/cart/", "/*/checkout/", "/*/compare/", "/*/follow/", "/*/merchant/", "/*/operator/", "/*/wishes/",
    "/*/orders/", "/*/pay/", "/*/purchases/", "/*/sandbox/", "/*/search/suggestions/",
    "/*/search/why/", "/*/goods/*/similar/", "/*/goods/seen/",
    "/*?*after=", "/*?*before=", "/*?*choice=", "/*?*price_", "/*?*q=", "/*?*sort=",
)  # fmt: skip
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_PAGES = ("home", "search", "shops", "how_it_works", "ranking", "about")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What no search engine needs to ask for, and where the map is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _CLOSED), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}\n")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All parts of the map."""
    parts = [("pages", UUID(int=0))]
    parts += [("shops", first) for first in merchants.parts(SIZE)]
    parts += [("goods", first) for first in catalog.parts(SIZE)]
    addresses = (request.build_absolute_uri(reverse("sitemap_part", args=part)) for part in parts)
    listed = "".join(f"<sitemap><loc>{escape(address)}</loc></sitemap>\n" for address in addresses)
    return HttpResponse(
        f'{_HEAD}<sitemapindex xmlns="{_SITEMAPS}">\n{listed}</sitemapindex>\n',
        content_type="application/xml; charset=utf-8",
    )


@require_safe
def part(request: HttpRequest, kind: str, first: UUID) -> StreamingHttpResponse:
    """One part: the addresses of `pages`, `shops` or `goods`, from `first` on, each in all languages."""
    kinds: dict[str, Callable[[UUID], Iterator[tuple[str, str]]]] = {
        "pages": _pages,
        "shops": _shops,
        "goods": _goods,
    }
    if kind not in kinds:
        raise Http404
    return StreamingHttpResponse(
        _urls(request, kinds[kind](first)), content_type="application/xml; charset=utf-8"
    )


def _urls(request: HttpRequest, paths: Iterator[tuple[str, str]]) -> Iterator[str]:
    yield f'{_HEAD}<urlset xmlns="{_SITEMAPS}" xmlns:xhtml="{_XHTML}">\n'
    for path, changed in paths:
        each = alternates(request, path)
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{one.tag}" href="{escape(one.address)}"/>' for one in each
        )
        when = f"<lastmod>{changed}</lastmod>" if changed else ""
        yield "".join(f"<url><loc>{escape(one.address)}</loc>{when}{links}</url>\n" for one in each)
    yield "</urlset>\n"


def _path(name: str, *args: object) -> str:
    # In one language, whatever the thread that streams speaks at that moment; `alternates` gives the others.
    with translation.override(settings.LANGUAGE_CODE):
        return reverse(f"shop:{name}", args=args)


def _pages(_first: UUID) -> Iterator[tuple[str, str]]:
    for name in _PAGES:
        yield _path(name), ""


def _shops(first: UUID) -> Iterator[tuple[str, str]]:
    for slug in merchants.shops(first, SIZE):
        yield _path("storefront", slug), ""


def _goods(first: UUID) -> Iterator[tuple[str, str]]:
    for product_id, changed_at in catalog.goods(first, SIZE):
        yield _path("product", product_id), f"{changed_at:%Y-%m-%dT%H:%M:%SZ}"
