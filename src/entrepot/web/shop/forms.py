"""The forms of the shop: filters of the search, quantities, and the one form of the checkout."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from entrepot.catalog.showing import CategoryName
from entrepot.kit.money import Money
from entrepot.payments import providers
from entrepot.search.paging import Sort
from entrepot.trade.requests import QUANTITY_MAX
from entrepot.web.account.forms import AddressForm
from entrepot.web.shop.reading import in_language


class FilterForm(forms.Form):
    """What is searched for. A filter that cannot be understood is left out, and the page says so at its field."""

    q = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    merchant = forms.SlugField(required=False, max_length=60, widget=forms.HiddenInput)
    sort = forms.ChoiceField(
        required=False, choices=[(each.value, each.name) for each in Sort], widget=forms.HiddenInput
    )
    category = forms.ChoiceField(label=_("Category"), required=False)
    price_min = forms.CharField(
        label=_("Price from"),
        required=False,
        max_length=14,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    price_max = forms.CharField(
        label=_("Price to"),
        required=False,
        max_length=14,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )

    def __init__(self, *args: Any, categories: Sequence[CategoryName], currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._names = {row.slug: in_language(row.name, row.name_zh) for row in categories}
        self._currency = currency
        self.fields["category"].choices = [("", _("All categories")), *self._tree(categories)]  # type: ignore[attr-defined]  # a ChoiceField

    def _tree(self, categories: Sequence[CategoryName]) -> list[tuple[str, str]]:
        children: dict[str, list[CategoryName]] = {}
        for row in categories:
            children.setdefault(row.parent, []).append(row)
        return [
            (row.slug, ("\N{EM SPACE}" if row.parent else "") + self._names[row.slug])
            for parent in children.get("", [])
            for row in (parent, *children.get(parent.slug, []))
        ]

    def count(self, counts: Mapping[str, int]) -> None:
        """Write beside each category how many of what was found lie in it."""
        field = cast(forms.ChoiceField, self.fields["category"])
        field.choices = [
            (slug, f"{label} ({counts[slug]:,})" if slug in counts else label)
            for slug, label in cast(list[tuple[str, str]], field.choices)
        ]

    def category_name(self, slug: str) -> str:
        return self._names.get(slug, slug)

    def clean_price_min(self) -> int | None:
        return self._minor("price_min")

    def clean_price_max(self) -> int | None:
        return self._minor("price_max")

    def _minor(self, name: str) -> int | None:
        text = self.cleaned_data[name].strip().replace(",", "").replace("，", "")
        if not text:
            return None
        try:
            minor = Money.parse(text, self._currency).minor
        except ValueError:
            raise forms.ValidationError(_("Write a plain amount, such as 120 or 99.50.")) from None
        if minor < 0:
            raise forms.ValidationError(_("Write a plain amount, such as 120 or 99.50."))
        return minor

    def asked(self) -> dict[str, Any]:
        """What can be understood of it, by the names that the search takes."""
        self.is_valid()
        empty = {"q": "", "merchant": "", "sort": "", "category": "", "price_min": None, "price_max": None}
        return empty | self.cleaned_data


class PutInForm(forms.Form):
    """Which variant, and how many."""

    variant = forms.UUIDField()
    quantity = forms.IntegerField(min_value=1, max_value=QUANTITY_MAX)


class QuantityForm(forms.Form):
    """How many of a line."""

    quantity = forms.IntegerField(min_value=0, max_value=QUANTITY_MAX)


class CancellationForm(forms.Form):
    """Why an order is cancelled, if the buyer cares to say."""

    reason = forms.CharField(max_length=200, required=False)


class CheckoutForm(AddressForm):
    """Everything a purchase needs but the goods: where to, how to reach the buyer, what is agreed to, how it is paid.

    The country is the reader's choice of destination, made outside of this form because prices depend on it.
    """

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("By this you follow the order. No account is made."),
    )
    accepts_notice = forms.BooleanField(
        label=_("I have read the notice above. The goods are for my own use, and I will not resell them.")
    )
    consents_to_id = forms.BooleanField(
        label=_("I agree that my identity number is passed on for customs clearance."),
        help_text=_(
            "It goes to the customs declarant of this order and to nobody else. Without it these goods cannot be cleared."
        ),
    )
    #: `provider:token`, of a provider that takes payments.
    token = forms.ChoiceField(label=_("How do you want to pay?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, country: str, is_guest: bool, **kwargs: Any) -> None:
        """`country` is where the reader has goods sent, whatever an older page of the form says."""
        methods = [
            (f"{provider.name}:{method.token}", method.label)
            for provider in providers.taking_payments()
            for method in provider.methods()
        ]
        initial = {"token": methods[0][0]} | kwargs.pop("initial", {}) | {"country": country}
        if args:
            args = ({"token": initial["token"], **args[0].dict(), "country": country}, *args[1:])
        super().__init__(*args, id_needed=country == "CN", initial=initial, **kwargs)
        cast(forms.ChoiceField, self.fields["token"]).choices = methods
        self.fields["country"].widget = forms.HiddenInput()
        if country != "CN":
            del self.fields["accepts_notice"], self.fields["consents_to_id"]
        if not is_guest:
            del self.fields["email"]
