"""Writing and changing a product: its texts in both languages, its place in the tree, what customs asks."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from babel import Locale
from django.utils.translation import gettext_lazy as _

from entrepot.catalog.cleaning import TEXT_MAX, clean_text
from entrepot.catalog.models import Category, Product, Source
from entrepot.catalog.publishing import take_off_unready
from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller, Permission
from entrepot.kit.errors import FieldError, Malformed, NotAllowed, NotFound, Sentence
from entrepot.kit.events import record
from entrepot.kit.ids import new_id
from entrepot.kit.verb import verb

#: Units that a net content is given in; customs knows the first four, the others are for goods it counts otherwise.
NET_UNITS = {
    "g": _("grams"),
    "ml": _("millilitres"),
    "sheet": _("sheets"),
    "piece": _("pieces"),
    "set": _("sets"),
    "pair": _("pairs"),
    "m": _("metres"),
}
OPTIONS_MAX = 3
TAGS_MAX = 50
_CONTENT_MAX = Decimal("999999999.999")


class Unfit(ValueError):
    """A value that a field cannot take, with the sentence that says why."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def create_product(
    merchant_id: UUID, *, by: Actor, source: str = Source.OWN, source_key: str = "", **values: Any
) -> Product:
    """A new product, a draft until it is published. `values` are those of `edit_product`; a title is needed.

    Raises NotAllowed, Malformed naming each field.
    """
    if not by.may(Permission.CATALOGUE, merchant_id):
        raise NotAllowed
    fit = fit_values({"title": ""} | values)
    if not fit["title"]:
        raise Malformed(fields=[FieldError("title", _("Please give it a name."))])
    key = new_id()
    product = Product.objects.create(
        pk=key, merchant_id=merchant_id, source=source, source_key=source_key or str(key), **fit
    )
    record("product.changed", product.pk, by=by, merchant_id=merchant_id)
    return product


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def edit_product(product_id: UUID, *, by: Actor, **values: Any) -> Product:
    """Change what is named, and nothing else: title, text, title_zh, text_zh, brand, category (a slug or ""), tags,
    option_names, option_names_zh, hs8, origin, net_content (a decimal or ""), net_unit.

    A product on sale that thereby loses what every sale needs leaves the sale. Raises NotFound, Malformed naming each field.
    """
    product = Product.objects.editable_by(by).locked().filter(pk=product_id).first()
    if product is None:
        raise NotFound(_("There is no such product in your catalogue."))
    changed = {name: value for name, value in fit_values(values).items() if getattr(product, name) != value}
    if not changed:
        return product
    _refuse_other_number_of_options(product, changed)
    for name, value in changed.items():
        setattr(product, name, value)
    product.changed_at = clock.now()
    product.save(update_fields=[*changed, "changed_at"])
    take_off_unready(product, by=by)
    record("product.changed", product.pk, by=by, merchant_id=product.merchant_id, fields=sorted(changed))
    return product


def _refuse_other_number_of_options(product: Product, changed: Mapping[str, Any]) -> None:
    names = changed.get("option_names")
    if names is None or len(names) == len(product.option_names):
        return
    if product.variants.filter(withdrawn_at__isnull=True).exists():
        raise Malformed(
            fields=[
                FieldError(
                    "option_names", _("Its variants have another number of options. Withdraw them first.")
                )
            ]
        )


def fit_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` as the columns take them. Raises Malformed naming every field that cannot be used."""
    fit: dict[str, Any] = {}
    wrong = []
    for name, value in values.items():
        if name not in _FITS:
            raise TypeError(f"a product has no {name!r} to edit")
        column, take = _FITS[name]
        try:
            fit[column] = take(value)
        except Unfit as unfit:
            wrong.append(FieldError(name, unfit.sentence))
    if fit.get("net_content") and "net_unit" in fit and not fit["net_unit"]:
        wrong.append(FieldError("net_unit", _("Please say in which unit that is.")))
    if wrong:
        raise Malformed(fields=wrong)
    return fit


def line(most: int) -> Callable[[Any], str]:
    """One line of text, without spaces around it and of at most so many signs."""

    def take(value: Any) -> str:
        text = " ".join(str(value or "").split())
        if len(text) > most:
            raise Unfit(_("This is too long."))
        return text

    return take


def words(most: int, length: int) -> Callable[[Any], list[str]]:
    """A list of short texts, none empty; a comma-separated text is one too."""

    def take(value: Any) -> list[str]:
        parts = value.replace("，", ",").split(",") if isinstance(value, str) else list(value or ())
        listed = list(dict.fromkeys(text for part in parts if (text := " ".join(str(part).split()))))
        if len(listed) > most:
            raise Unfit(_("These are too many."))
        if any(len(text) > length for text in listed):
            raise Unfit(_("One of these is too long."))
        return listed

    return take


def _text(value: Any) -> str:
    cleaned = clean_text(str(value or ""))
    if len(cleaned) > TEXT_MAX:
        raise Unfit(_("This is too long."))
    return cleaned


def _category(value: Any) -> str | None:
    slug = str(value or "")
    if slug and not Category.objects.filter(pk=slug).exists():
        raise Unfit(_("Please choose one of the list."))
    return slug or None


def _hs8(value: Any) -> str:
    digits = re.sub(r"[.\s]", "", str(value or ""))
    if digits and not re.fullmatch(r"[0-9]{8}", digits):
        raise Unfit(_("An HS code for China has eight digits."))
    return digits


@cache
def countries() -> frozenset[str]:
    """The ISO codes of countries."""
    known = set(map(str, Locale("en").territories)) & set(map(str, Locale.parse("zh_Hans_CN").territories))
    return frozenset(code for code in known if len(code) == 2 and code.isalpha())


def _origin(value: Any) -> str:
    code = str(value or "").upper()
    if code and code not in countries():
        raise Unfit(_("Please choose a country."))
    return code


def _content(value: Any) -> Decimal | None:
    text = str(value if value is not None else "").strip()
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,3})?", text) or not Decimal(text):
        raise Unfit(
            _("Write an amount above zero such as 250 or 0.5, with at most three digits after the point.")
        )
    return min(Decimal(text), _CONTENT_MAX)


def _unit(value: Any) -> str:
    unit = str(value or "")
    if unit and unit not in NET_UNITS:
        raise Unfit(_("Please choose one of the list."))
    return unit


_FITS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "title": ("title", line(255)),
    "title_zh": ("title_zh", line(255)),
    "text": ("text", _text),
    "text_zh": ("text_zh", _text),
    "brand": ("brand", line(120)),
    "category": ("category_id", _category),
    "tags": ("tags", words(TAGS_MAX, 80)),
    "option_names": ("option_names", words(OPTIONS_MAX, 80)),
    "option_names_zh": ("option_names_zh", words(OPTIONS_MAX, 80)),
    "hs8": ("hs8", _hs8),
    "origin": ("origin", _origin),
    "net_content": ("net_content", _content),
    "net_unit": ("net_unit", _unit),
}
