"""What a merchant writes of its goods. Checked by the verbs; a form only says how each field is asked."""

from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entrepot.catalog import showing
from entrepot.catalog.cleaning import editable_text
from entrepot.catalog.editing import NET_UNITS, countries
from entrepot.catalog.importing.reading import ENCODINGS
from entrepot.catalog.models import Product
from entrepot.catalog.pricelist import Line
from entrepot.web.account.forms import RefusableForm
from entrepot.web.formatting import language_now

#: Where American small businesses' goods are made most; the others follow by name.
_FIRST_COUNTRIES = ("US", "CN", "MX", "CA")
_CHINESE: dict[str, Any] = {"lang": "zh-Hans"}
_NO_PRICE = _("Please give a price.")


def _line(label: Any, hint: Any = "", *, needed: Any = "", **attributes: str) -> forms.CharField:
    """One line of text; `needed` is what is said when it is left empty, without it may be."""
    widget = forms.TextInput({"autocomplete": "off", **attributes})
    said = {"required": needed} if needed else {}
    return forms.CharField(
        label=label, help_text=hint, required=bool(needed), error_messages=said, widget=widget
    )


def _area(label: Any, hint: Any = "", rows: int = 6, **attributes: Any) -> forms.CharField:
    widget = forms.Textarea({"rows": rows, **attributes})
    return forms.CharField(label=label, help_text=hint, required=False, widget=widget)


def _categories() -> list[Any]:
    chinese = language_now() == "zh-hans"
    groups: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for each in showing.categories():
        name = each.name_zh if chinese else each.name
        if each.parent:
            groups[each.parent][1].append((each.slug, name))
        else:
            groups[each.slug] = (name, [(each.slug, name)])
    return [("", _("Not chosen yet")), *groups.values()]


def _countries() -> list[tuple[str, Any]]:
    names = Locale.parse("zh_Hans_CN" if language_now() == "zh-hans" else "en").territories
    rest = sorted((code for code in countries() if code not in _FIRST_COUNTRIES), key=lambda c: names[c])
    return [("", _("Not said yet")), *((code, names[code]) for code in (*_FIRST_COUNTRIES, *rest))]


def _units() -> list[tuple[str, Any]]:
    return [("", _("Unit")), *NET_UNITS.items()]


class NewProductForm(RefusableForm):
    """As little as a product can begin with."""

    title = _line(
        pgettext_lazy("product", "Name"),
        _("As a buyer would look for it."),
        needed=_("Please give it a name."),
        maxlength="255",
    )
    price = _line(_("Price"), needed=_NO_PRICE, inputmode="decimal")
    weight_grams = _line(_("Weight packed"), _("In grams. Freight is priced by it."), inputmode="numeric")
    quantity = _line(_("How many you have"), inputmode="numeric")


class ProductForm(RefusableForm):
    """What a product is, in both languages, and what customs asks."""

    title = _line(pgettext_lazy("product", "Name"), needed=_("Please give it a name."), maxlength="255")
    text = _area(_("Description"), _("A blank line begins a paragraph. Simple HTML is kept."))
    title_zh = _line(_("Name in Chinese"), _("Buyers in China see it, and customs reads it."), **_CHINESE)
    text_zh = _area(_("Description in Chinese"), **_CHINESE)
    brand = _line(_("Brand"))
    category = forms.ChoiceField(label=_("Category"), choices=_categories, required=False)
    tags = _line(_("Tags"), _("Your own words, parted by commas."))
    hs8 = _line(_("HS code"), _("Eight digits, as China's tariff numbers goods."), inputmode="numeric")
    origin = forms.ChoiceField(
        label=_("Country of origin"), help_text=_("Where it was made."), choices=_countries, required=False
    )
    net_content = _line(
        _("Net content"), _("How much is in one: 250 grams, 30 millilitres, 1 piece."), inputmode="decimal"
    )
    net_unit = forms.ChoiceField(label=_("Unit of the net content"), choices=_units, required=False)

    @classmethod
    def of(cls, product: Product) -> "ProductForm":
        """The form as it stands."""
        content = product.net_content
        return cls(
            initial={
                "title": product.title,
                "text": editable_text(product.text),
                "title_zh": product.title_zh,
                "text_zh": editable_text(product.text_zh),
                "brand": product.brand,
                "category": product.category_id or "",
                "tags": ", ".join(product.tags),
                "hs8": product.hs8,
                "origin": product.origin,
                "net_content": "" if content is None else f"{content.normalize():f}",
                "net_unit": product.net_unit,
            }
        )


class VariantForm(RefusableForm):
    """One variant's line: prices as plain decimals in the merchant's currency."""

    price = _line(_("Price"), inputmode="decimal")
    was = _line(_("Price before"), inputmode="decimal")
    weight_grams = _line(_("Weight packed, g"), inputmode="numeric")
    sku = _line(_("SKU"))
    quantity = _line(_("On hand"), inputmode="numeric")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    options_zh = _line(_("Options in Chinese"), **_CHINESE)

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        """name: the variant's, by which a voice tells its fields from the next line's."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label} {name}".strip()

    def edited(self) -> dict[str, Any]:
        """What the verb is given: only what the form asks and the variant has."""
        values: dict[str, Any] = {
            name: self.cleaned_data[name]
            for name in ("price", "was", "weight_grams", "sku", "quantity", "seen")
        }
        if words := self.cleaned_data.get("options_zh"):
            values["options_zh"] = [part.strip() for part in words.replace("／", "/").split("/")]
        return values


class PriceLineForm(RefusableForm):
    """One variant's line of the table of prices. `shown`: what the page showed, so that only what was changed is written."""

    price = _line(_("Price"), inputmode="decimal")
    was = _line(_("Price before"), inputmode="decimal")
    quantity = _line(_("On hand"), inputmode="numeric")
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, line: Line, values: Any = None) -> "PriceLineForm":
        """The line as it stands, or as it was sent."""
        variant = line.variant
        now = {
            "price": variant.price.decimal,
            "was": variant.was.decimal if variant.was else "",
            "quantity": str(line.on_hand),
        }
        form = cls(values, initial=now | {"shown": "/".join(now.values())}, prefix=str(variant.pk))
        name = f"{variant.product.title} {variant.name}".strip()
        for field in form.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label} {name}"
        return form

    def changed(self) -> dict[str, str]:
        """The values that differ from what the page showed."""
        names = ("price", "was", "quantity")
        shown = dict(zip(names, f"{self.cleaned_data['shown']}//".split("/"), strict=False))
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name] != shown[name]}


class NewVariantForm(RefusableForm):
    """A variant more: a value for each option, and its price."""

    price = _line(_("Price"), needed=_NO_PRICE, inputmode="decimal")
    weight_grams = _line(_("Weight packed, g"), inputmode="numeric")
    sku = _line(_("SKU"))
    quantity = _line(_("On hand"), inputmode="numeric")

    def __init__(self, *args: Any, option_names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for index, name in enumerate(option_names):
            self.fields[f"option{index}"] = _line(
                name, needed=_("Give a value for each option."), maxlength="80"
            )
        self.order_fields([f"option{index}" for index in range(len(option_names))])
        self.count = len(option_names)

    @property
    def options(self) -> list[str]:
        return [self.cleaned_data[f"option{index}"] for index in range(self.count)]


class TiersForm(RefusableForm):
    """Price steps as a person writes them: one a line, `100: 4.60`."""

    tiers = _area(
        _("Price steps"),
        _(
            "One a line: from how many on, and the price of each. The first step is the least that can be ordered."
        ),
        rows=6,
        placeholder="10: 22.00\n50: 19.50",
        spellcheck="false",
    )

    def steps(self) -> list[tuple[int, str]] | None:
        """The steps, or None with the line that cannot be read named."""
        steps = []
        for number, text in enumerate(self.cleaned_data["tiers"].splitlines(), start=1):
            if not text.strip():
                continue
            quantity, _colon, price = text.replace("：", ":").partition(":")
            if not (quantity.strip().isascii() and quantity.strip().isdigit() and price.strip()):
                self.add_error(
                    "tiers", _("Line %(line)s is not a quantity, a colon and a price.") % {"line": number}
                )
                return None
            steps.append((int(quantity.strip()[:9]), price.strip()))
        return steps


class PictureForm(RefusableForm):
    """A picture to upload, and what it shows."""

    file = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG, WebP, AVIF, GIF or HEIC, at most 20 MB. Square and bright shows best."),
        widget=forms.FileInput({"accept": "image/*,.heic,.heif"}),
        error_messages={"required": _("Please choose a picture."), "empty": _("This file is empty.")},
    )
    alt = _line(_("What it shows"), _("For those who cannot see it."), maxlength="255")
    alt_zh = _line(_("What it shows, in Chinese"), maxlength="255", **_CHINESE)


class AltForm(RefusableForm):
    """What a picture shows, in both languages."""

    alt = _line(_("What it shows"), maxlength="255")
    alt_zh = _line(_("What it shows, in Chinese"), maxlength="255", **_CHINESE)


class ImportForm(RefusableForm):
    """A product file, and its encoding where it is not UTF-8."""

    file = forms.FileField(
        label=_("Product file"),
        help_text=_("The CSV that Shopify or WooCommerce exports, as it is."),
        widget=forms.FileInput({"accept": ".csv,.tsv,.txt,text/csv"}),
        error_messages={"required": _("Please choose a file."), "empty": _("This file is empty.")},
    )
    encoding = forms.ChoiceField(
        label=_("Encoding"),
        help_text=_("Leave it unless you are told that the file is not UTF-8."),
        choices=[("", "UTF-8"), *((name, words) for name, words in ENCODINGS.items() if name != "utf-8")],
        required=False,
    )


class FreightForm(RefusableForm):
    """What sending an order to one country costs."""

    first = _line(_("Up to the first weight"), needed=_NO_PRICE, inputmode="decimal")
    first_grams = _line(_("First weight"), needed=_("Write a whole number."), inputmode="numeric")
    step = _line(_("Each further step begun"), needed=_NO_PRICE, inputmode="decimal")
    step_grams = _line(_("Step"), needed=_("Write a whole number."), inputmode="numeric")
    days_min = _line(_("Days at the least"), needed=_("Write a whole number."), inputmode="numeric")
    days_max = _line(_("Days at the most"), needed=_("Write a whole number."), inputmode="numeric")


class StorefrontForm(RefusableForm):
    """How the shop calls and describes itself."""

    name = _line(_("Shop name"), needed=_("Please give it a name."), maxlength="120")
    name_zh = _line(_("Shop name in Chinese"), maxlength="120", **_CHINESE)
    trade = _line(_("What you sell"), _("In a few words."), maxlength="120")
    trade_zh = _line(_("What you sell, in Chinese"), maxlength="120", **_CHINESE)
    story = _area(_("About the shop"), _("Who you are and how you work. A blank line begins a paragraph."))
    story_zh = _area(_("About the shop, in Chinese"), **_CHINESE)
