"""The states of the search page as plain links: its orders, what it can be narrowed to, and each filter in force to take away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from entrepot.kit.money import Money
from entrepot.search.facets import Facet, Facets
from entrepot.search.paging import Sort
from entrepot.web import formatting
from entrepot.web.shop.reading import Reader

#: What an address of the search says once, beside where its page begins.
_KEPT = ("q", "category", "price_min", "price_max", "merchant", "country", "sold", "free", "sort")
#: And what it may say again and again.
_CHOICE = "choice"


def searched(asked: dict[str, Any], here: Reader) -> dict[str, Any]:
    """What a form asked for, beside words, as the search takes it."""
    kept = {
        name: asked[name] for name in ("category", "merchant", "country", "choices", "price_min", "price_max")
    }
    there = {"to": here.country, "is_sold_there": asked["sold"], "is_freight_free": asked["free"]}
    return kept | there | {"currency": here.currency}


@dataclass(frozen=True, slots=True)
class Link:
    """A state that differs in one thing. is_current: the page has it, and the link takes it away."""

    label: str
    url: str
    count: int | None = None
    is_current: bool = False
    is_inner: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Links of one kind. is_open: shown without being asked for."""

    label: str
    links: Sequence[Link]
    is_open: bool = True


class Narrowing:
    """The links of one search page. `asked`: the values of its form."""

    def __init__(self, request: HttpRequest, asked: dict[str, Any], here: Reader, facets: Facets) -> None:
        self._path, self._asked, self._here, self._facets = request.path, asked, here, facets
        self._values = [(name, request.GET.get(name, "")) for name in _KEPT]
        self._values += [(_CHOICE, choice) for choice in asked["choices"]]

    def address(self, **changes: str) -> str:
        """This page with other values; a changed filter begins at the first page."""
        kept = [(name, value) for name, value in self._values if name not in changes]
        values = [(name, value) for name, value in (*kept, *changes.items()) if value]
        return f"{self._path}?{urlencode(values)}" if values else self._path

    def why(self, product_id: UUID) -> str:
        """Where it is said why a product stands where it does in this search."""
        said = [(name, value) for name, value in self._values if value and name != "sort"]
        return f"{reverse('shop:why', args=[product_id])}?{urlencode(said)}"

    def sorts(self) -> list[Link]:
        """The orders there are; without words nothing is more relevant than another, so the newest come first."""
        names = {
            Sort.RELEVANCE: _("Best match"),
            Sort.NEWEST: _("Newest"),
            Sort.CHEAPEST: _("Lowest price"),
            Sort.DEAREST: _("Highest price"),
        }
        usual = Sort.RELEVANCE if self._asked["q"] else Sort.NEWEST
        if not self._asked["q"]:
            del names[Sort.RELEVANCE]
        current = Sort(self._asked["sort"]) or usual
        return [
            Link(name, self.address(sort="" if sort is usual else sort), is_current=sort is current)
            for sort, name in names.items()
        ]

    def groups(self) -> list[Group]:
        """All that the results can be narrowed to; a group that tells nothing apart is left out."""
        found, asked = self._facets, self._asked
        groups = [
            Group(_("Delivery"), self._delivery()),
            Group(_("Category"), self._categories()),
            Group(_("Price"), self._prices()),
            *(Group(name, self._choices(values)) for name, values in found.choices if self._tells(values)),
            Group(_("Sold from"), self._one("country", found.country, formatting.country), is_open=False),
            Group(_("Shops"), self._one("merchant", found.merchant), is_open=bool(asked["merchant"])),
        ]
        return [group for group in groups if group.links]

    def chips(self) -> list[Link]:
        """The filters in force, each with the address without it."""
        asked, here = self._asked, self._here
        chosen = [
            ("category", self._named(self._facets.category, asked["category"])),
            ("merchant", self._named(self._facets.merchant, asked["merchant"])),
            ("country", formatting.country(asked["country"]) if asked["country"] else ""),
            ("sold", self._sold_label() if asked["sold"] else ""),
            ("free", _("Freight included") if asked["free"] else ""),
        ]
        for name, sign in (("price_min", "≥"), ("price_max", "≤")):
            if asked[name] is not None:
                chosen.append((name, f"{sign} {formatting.money(Money(asked[name], here.currency))}"))
        chips = [Link(label, self.address(**{name: ""})) for name, label in chosen if label]
        return chips + [
            Link(choice.replace("=", ": ", 1), self._with_choices(self._but(choice)))
            for choice in asked["choices"]
        ]

    def _sold_label(self) -> str:
        code = self._here.country
        country = _("Chinese mainland") if code == "CN" else formatting.country(code)
        return _("Can be sent to: %(country)s") % {"country": country}

    def _delivery(self) -> list[Link]:
        links = [
            Link(self._sold_label(), self.address(sold="1"), self._facets.sold),
            Link(_("Freight included"), self.address(free="1"), self._facets.freight_free),
        ]
        on = (self._asked["sold"], self._asked["free"])
        return [link for link, is_on in zip(links, on, strict=True) if link.count and not is_on]

    def _categories(self) -> list[Link]:
        """The first level, and what lies in the chosen one."""
        chosen = self._asked["category"]
        top = chosen.partition("/")[0]
        counts = {
            facet.value: facet for facet in self._facets.category if facet.count or facet.value == chosen
        }
        links = []
        for slug, facet in counts.items():
            if "/" in slug:
                continue
            links.append(self._toggle("category", facet, chosen))
            if slug == top:
                inner = (each for key, each in counts.items() if key.startswith(f"{top}/"))
                links += [self._toggle("category", each, chosen, is_inner=True) for each in inner]
        return links

    def _prices(self) -> list[Link]:
        currency = self._here.currency
        if self._asked["price_min"] is not None or self._asked["price_max"] is not None:
            return []  # its two fields say it, and the chips above
        links = []
        for band in self._facets.price:
            low = None if band.low is None else Money(band.low, currency)
            high = None if band.high is None else Money(band.high, currency)
            next_low = None if high is None else formatting.round_money(Money(high.minor + 1, currency))
            if low is None:
                label = _("Under %(price)s") % {"price": next_low}
            elif next_low is None:
                label = _("From %(price)s") % {"price": formatting.round_money(low)}
            else:
                label = f"{formatting.round_money(low)} – {next_low}"
            amounts = {
                name: "" if amount is None else amount.decimal
                for name, amount in (("price_min", low), ("price_max", high))
            }
            links.append(Link(label, self.address(**amounts), band.count))
        return links

    def _choices(self, values: Iterable[Facet]) -> list[Link]:
        chosen = self._asked["choices"]
        return [
            Link(
                facet.name,
                self._with_choices(
                    self._but(facet.value) if facet.value in chosen else [*chosen, facet.value]
                ),
                facet.count,
                is_current=facet.value in chosen,
            )
            for facet in values
        ]

    def _one(self, name: str, values: Sequence[Facet], written: Any = None) -> list[Link]:
        """Links to each value; none where there is one only, and it is not chosen."""
        chosen = self._asked[name]
        if len(values) < 2 and not chosen:
            return []
        return [
            self._toggle(name, facet, chosen, label=written(facet.value) if written else "")
            for facet in values
        ]

    def _toggle(
        self, name: str, facet: Facet, chosen: str, *, label: str = "", is_inner: bool = False
    ) -> Link:
        is_current = facet.value == chosen
        url = self.address(**{name: "" if is_current else facet.value})
        return Link(label or facet.name, url, facet.count, is_current, is_inner)

    def _tells(self, values: Sequence[Facet]) -> bool:
        return len(values) > 1 or any(facet.value in self._asked["choices"] for facet in values)

    def _but(self, choice: str) -> list[str]:
        return [each for each in self._asked["choices"] if each != choice]

    def _with_choices(self, choices: Iterable[str]) -> str:
        kept = [(name, value) for name, value in self._values if value and name != _CHOICE]
        values = [*kept, *((_CHOICE, each) for each in choices)]
        return f"{self._path}?{urlencode(values)}" if values else self._path

    def _named(self, values: Sequence[Facet], value: str) -> str:
        """The name of a chosen value; what leaves nothing is told by its own word."""
        return next((facet.name for facet in values if facet.value == value), value)
