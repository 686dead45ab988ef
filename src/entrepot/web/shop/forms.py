"""The forms of the shop: filters of the search, quantities, and the one form of the checkout."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from entrepot.kit.money import Money
from entrepot.payments import providers
from entrepot.search.paging import Sort
from entrepot.trade.requests import QUANTITY_MAX
from entrepot.web.account.forms import AddressForm

#: As many choices as an address may name, and the longest of them.
_CHOICES_MAX, _CHOICE_MAX = 20, 130


class FilterForm(forms.Form):
    """What is searched for. A filter that cannot be understood is left out, and the page says so at its field."""

    q = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    category = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    merchant = forms.SlugField(required=False, max_length=60, widget=forms.HiddenInput)
    country = forms.RegexField("^[A-Z]{2}$", required=False, widget=forms.HiddenInput)
    sold = forms.BooleanField(required=False, widget=forms.HiddenInput)
    free = forms.BooleanField(required=False, widget=forms.HiddenInput)
    sort = forms.ChoiceField(
        required=False, choices=[(each.value, each.name) for each in Sort], widget=forms.HiddenInput
    )
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

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._currency = currency

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
        """What can be understood of it, by the names that the search takes. choices: `Color=Black`, each once."""
        self.is_valid()
        empty: dict[str, Any] = dict.fromkeys(("q", "merchant", "sort", "category", "country"), "")
        empty |= {"price_min": None, "price_max": None, "sold": False, "free": False}
        said = self.data.getlist("choice") if isinstance(self.data, QueryDict) else []
        choices = dict.fromkeys(each for each in said if "=" in each and len(each) <= _CHOICE_MAX)
        return empty | self.cleaned_data | {"choices": list(choices)[:_CHOICES_MAX]}


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
