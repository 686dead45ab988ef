"""Whether goods may be sold to Chinese consumers across the border at all: the positive list and its remarks."""

from decimal import Decimal
from fractions import Fraction

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from entrepot.customs.basket import Basket, LineInput, OrderInput
from entrepot.customs.errors import AnnualQuantity, NotListed, RuleMissing
from entrepot.customs.rulebook import ListingRow, RuleBook
from entrepot.kit.errors import FieldError, Sentence

_NO_CODE = _("The merchant has not yet given a tariff number for “{name}”.")
_NOT_LISTED = _("“{name}” (tariff number {hs8}) is not on China's list of goods for cross-border retail.")
_REMARK = _(
    "“{name}” (tariff number {hs8}) does not meet the conditions of China's list of goods for cross-border retail."
)
_CAP = _("“{name}” counts toward the yearly amount per person.")
UNITS = {"kg": _("kg"), "piece": _("pieces")}


def path(line: LineInput, order: int, place: int, part: str = "") -> str:
    """The caller's path of a line, or its place in the basket."""
    where = line.field or f"orders.{order}.lines.{place}"
    return f"{where}.{part}" if part else where


def about(sentence: Sentence, line: LineInput) -> Sentence:
    """A sentence about one line, in whatever language its reader will have."""
    facts = {"name": line.name, "hs8": line.hs8, "unit": line.net_unit, "origin": line.origin}
    return format_lazy(sentence, **facts)


def check_listed(order: OrderInput, number: int, book: RuleBook, *, bonded: bool) -> None:
    """RuleMissing for lines without a tariff number, else NotListed for lines off the list or failing its remark."""
    listings = book.listings
    for line in order.lines:
        listing = listings.get(line.hs8)
        if listing is None or not listing.admits(line.name, bonded=bonded):
            _refuse(order, number, book, bonded)


def _refuse(order: OrderInput, number: int, book: RuleBook, bonded: bool) -> None:
    """Name every line at once, so that nobody learns of the second only after mending the first."""
    unknown, refused = [], []
    for place, line in enumerate(order.lines):
        if not line.hs8:
            unknown.append(FieldError(path(line, number, place, "hs8"), about(_NO_CODE, line)))
        elif (listing := book.listings.get(line.hs8)) is None:
            refused.append(FieldError(path(line, number, place), about(_NOT_LISTED, line)))
        elif not listing.admits(line.name, bonded=bonded):
            refused.append(FieldError(path(line, number, place), about(_REMARK, line)))
    if unknown:
        raise RuleMissing(fields=unknown)
    raise NotListed(fields=refused)


def check_annual_quantities(basket: Basket, book: RuleBook) -> None:
    """AnnualQuantity where one purchase alone holds more than a person's yearly amount of a tariff line."""
    capped: dict[str, list[tuple[str, LineInput]]] = {}
    for number, order in enumerate(basket.orders):
        for place, line in enumerate(order.lines):
            if book.listings[line.hs8].annual_cap is not None:
                capped.setdefault(line.hs8, []).append((path(line, number, place, "quantity"), line))
    for hs8, lines in capped.items():
        listing = book.listings[hs8]
        cap = listing.annual_cap
        if cap is not None and sum(_counted(line, listing) for _where, line in lines) > cap:
            raise AnnualQuantity(
                cap=Decimal(cap.numerator) / cap.denominator,
                unit=UNITS[listing.cap_unit],
                name=lines[0][1].name,
                fields=[FieldError(where, about(_CAP, line)) for where, line in lines],
            )


def _counted(line: LineInput, listing: ListingRow) -> Fraction:
    """What a line counts: pieces, or kilograms of content (packed, where the content is no weight)."""
    pieces = line.quantity * line.pieces
    if listing.cap_unit == "piece":
        return Fraction(pieces)
    if line.net_unit == "g" and line.net_content is not None:
        return Fraction(line.net_content) * pieces / 1000
    return Fraction(line.quantity * line.weight_grams, 1000)
