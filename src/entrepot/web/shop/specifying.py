"""What a product is, as rows of a table: the same rows on its page and where products are compared."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from entrepot.catalog.showing import ShownProduct, ShownVariant
from entrepot.web import formatting
from entrepot.web.shop.reading import in_language


@dataclass(frozen=True, slots=True)
class Fact:
    """A row: its name in the reader's language, and what stands there."""

    label: str
    value: str


def facts(shown: ShownProduct, chosen: ShownVariant | None) -> list[Fact]:
    """Whatever is known of it; what is not known has no row."""
    rows = [
        Fact(_("Brand"), shown.brand),
        Fact(_("Category"), in_language(shown.category_name, shown.category_name_zh)),
        *_choices(shown, chosen),
        Fact(_("Made in"), formatting.country(shown.origin) if shown.origin else ""),
        Fact(_("Net content"), net_content(shown.net_content, shown.net_unit)),
        Fact(_("Weight, packed"), _weight(chosen)),
        Fact(_("HS code"), shown.hs8),
    ]
    return [row for row in rows if row.value]


def _choices(shown: ShownProduct, chosen: ShownVariant | None) -> list[Fact]:
    if chosen is None:
        return []
    names_zh = [*shown.option_names_zh, *[""] * len(shown.option_names)]
    values_zh = [*chosen.options_zh, *[""] * len(chosen.options)]
    told = zip(shown.option_names, names_zh, chosen.options, values_zh, strict=False)
    return [Fact(in_language(name, name_zh), in_language(value, zh)) for name, name_zh, value, zh in told]


def _weight(chosen: ShownVariant | None) -> str:
    return formatting.weight(chosen.weight_grams) if chosen and chosen.weight_grams else ""


def net_content(amount: Decimal | None, unit: str) -> str:
    """`500 g`, `3 pieces`; in Chinese `3件`."""
    if amount is None:
        return ""
    words = {"piece": _("pieces"), "pieces": _("pieces"), "sheet": _("sheets")}
    return f"{formatting.number(amount.normalize())} {words.get(unit, unit)}".strip()
