"""The forms of the account pages, and the address form that checkout shares."""

from typing import Any, Self

from django import forms
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from entrepot.customs import identity_number
from entrepot.identity import addresses, places
from entrepot.identity.roles import Role
from entrepot.kit.errors import DomainError
from entrepot.merchants.rules import CURRENCIES, slug_of
from entrepot.web.places import US_STATES_ZH

#: `identity.acting.SCOPES` in the reader's words.
SCOPE_WORDS = {
    "purchases": _("Quote, buy and follow purchases as you"),
    "orders": _("See and ship the orders of your businesses"),
    "catalogue": _("Change the catalogue of your businesses"),
    "ledger": _("Read the marketplace's ledger"),
}


def _states() -> list[tuple[str, str]]:
    """The American states by their two letters, as the reader names them."""
    chinese = (get_language() or "").startswith("zh")
    return [
        (code, f"{US_STATES_ZH[code]} {code}" if chinese and code in US_STATES_ZH else name)
        for code, name in places.american().items()
    ]


class RefusableForm(forms.Form):
    """A form that shows a verb's refusal: each named field's sentence beside that field, any other on top."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") is forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _("Please fill this in.")  # as the domains say it

    def refuse(self, error: DomainError) -> None:
        """Say what the verb said; a field's path may start with `ship_to.`, and its first part that is a field counts."""
        placed = False
        for wrong in error.fields:
            name = next((part for part in wrong.field.split(".") if part in self.fields), None)
            if name and name not in self.errors:
                self.add_error(name, str(wrong.message))
            placed = placed or bool(name)
        if not placed:
            self.add_error(None, str(error))


def _text(label: Any, length: int, complete: str, **options: Any) -> forms.CharField:
    attributes = {"autocomplete": complete} | options.pop("attributes", {})
    widget = options.pop("widget", forms.TextInput)(attrs=attributes)
    return forms.CharField(label=label, max_length=length, widget=widget, **options)


class AddressForm(RefusableForm):
    """Where goods go: dependent lists of places in China, states in America.

    Without scripts the button "Show the places" (name `show_places`) asks for the next list: make the form with
    `AddressForm.of(request)`, which then answers an unbound form that holds everything typed. `id_needed`: the sale asks for
    the buyer's identity number (deliveries to the Chinese mainland). After `is_valid()`, `ship_to` is what
    `identity.addresses.parse` and `trade.asking` take.
    """

    country = forms.CharField(label=_("Country"))
    name = _text(_("Recipient's full name"), 60, "name")
    phone = _text(
        _("Mobile number"),
        32,
        "tel",
        attributes={"inputmode": "tel"},
        help_text=_("The carrier calls it on delivery."),
    )
    region = forms.CharField(label=_("Province"), max_length=60)
    city = forms.CharField(label=_("City"), max_length=60)
    district = forms.CharField(label=_("District"), max_length=60)
    lines = _text(
        _("Street and house number"), 380, "street-address", widget=forms.Textarea, attributes={"rows": 2},
        help_text=_("Building, floor and room on a second line."),
    )  # fmt: skip
    postal_code = _text(_("Postal code"), 12, "postal-code", attributes={"inputmode": "numeric"})
    id_number = _text(
        _("Identity card number"), 32, "off", attributes={"autocapitalize": "characters", "spellcheck": "false"},
        help_text=_("Chinese customs asks for the recipient's. We keep it encrypted and never show it whole."),
    )  # fmt: skip

    def __init__(self, *args: Any, id_needed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.id_needed = id_needed
        self.address: addresses.Address | None = None
        chinese = (get_language() or "").startswith("zh")
        self.chosen_country = self._now("country") or ("CN" if chinese else "US")
        self.initial.setdefault("country", self.chosen_country)
        countries = [("CN", _("Chinese mainland")), ("US", _("United States"))]
        self.fields["country"].widget = self._select(countries, "country", include="")
        if self.chosen_country == "US":
            self._offer_american()
        else:
            self._offer_chinese()

    @classmethod
    def of(cls, request: HttpRequest, **options: Any) -> Self:
        """The form of this request: what was sent, or (when only the next list was asked for) the same kept but not judged."""
        if request.method != "POST":
            return cls(**options)
        if "show_places" in request.POST:
            return cls(
                **options | {"initial": {name: request.POST.get(name, "") for name in cls.base_fields}}
            )
        return cls(request.POST, **options)

    @property
    def ship_to(self) -> dict[str, Any]:
        """The address as `identity.addresses.parse` takes it; the form is valid."""
        return {name: self.cleaned_data.get(name, "") for name in self.base_fields} | {
            "lines": self.cleaned_data["lines"].splitlines()
        }

    def clean(self) -> dict[str, Any]:
        """What the domain says of it, each field's sentence at its field."""
        cleaned: dict[str, Any] = super().clean() or {}
        values = {name: cleaned.get(name, "") for name in self.base_fields}
        if self.chosen_country != "CN":
            values["id_number"] = cleaned["id_number"] = ""
        try:
            self.address = addresses.parse(values)
        except DomainError as refusal:
            self.refuse(refusal)
        if values["id_number"]:
            try:
                cleaned["id_number"] = identity_number.check(values["id_number"])
            except DomainError as refusal:
                self.refuse(refusal)
        return cleaned

    def _now(self, name: str) -> str:
        """What the field holds at this moment, sent or given."""
        value = self.data.get(self.add_prefix(name), "") if self.is_bound else self.initial.get(name, "")
        return str(value or "")

    def _select(
        self, choices: Any, complete: str, *, include: str = "#address-places select, #id_country"
    ) -> Any:
        """A list whose choice brings the lists that depend on it."""
        attributes: dict[str, Any] = {"autocomplete": complete}
        if complete != "address-level3":
            url = reverse_lazy("account:places")
            attributes |= {
                "hx-get": format_lazy("{url}?id_needed=1", url=url) if self.id_needed else url,
                "hx-include": include or "this",
                "hx-target": "#address-places",
                "hx-swap": "outerHTML",
                # Who chooses quickly asks again before the first answer: only the newest question counts.
                "hx-sync": "closest form:replace",
                "hx-trigger": "change",
            }
        if self.chosen_country == "CN" and complete != "country":
            attributes["lang"] = "zh-Hans"
        return forms.Select(attrs=attributes, choices=choices)

    def _offer_chinese(self) -> None:
        regions = places.chinese()
        cities = regions.get(self._now("region"), {})
        city = self._now("city")
        if len(cities) == 1:
            [city] = cities  # a municipality is its own city
        self._offer("region", list(regions), "address-level1")
        self._offer("city", list(cities), "address-level2", blank=len(cities) != 1)
        self._offer("district", cities.get(city, []), "address-level3")
        self.fields["id_number"].required = self.id_needed

    def _offer(self, name: str, offered: list[str], complete: str, *, blank: bool = True) -> None:
        first = [("", _("Please choose"))] if blank else []
        self.fields[name].widget = self._select([*first, *((one, one) for one in offered)], complete)

    def _offer_american(self) -> None:
        self.fields["region"].label = _("State")
        self.fields["region"].widget = forms.Select(
            attrs={"autocomplete": "address-level1"}, choices=[("", _("Please choose")), *_states()]
        )
        self.fields["city"].widget = forms.TextInput(
            attrs={"autocomplete": "address-level2", "maxlength": 60}
        )
        del self.fields["district"], self.fields["id_number"]


class SavedAddressForm(AddressForm):
    """An address to keep for the next purchase; the identity number can wait until one."""

    is_default = forms.BooleanField(label=_("Offer this address first"), required=False)


class ProfileForm(RefusableForm):
    """What a person says of themselves."""

    name = _text(
        _("Name"), 120, "name", required=False, help_text=_("How we greet you, and how members see you.")
    )
    locale = forms.ChoiceField(
        label=_("Language of mail to you"), choices=[("en", "English"), ("zh-hans", "简体中文")]
    )


class BusinessForm(RefusableForm):
    """A legal entity, as it is registered."""

    legal_name = _text(
        _("Legal name"),
        200,
        "organization",
        help_text=_("As it is registered, for example Blue Ridge Clay LLC."),
    )
    registration_number = _text(
        _("Registration number"),
        40,
        "off",
        required=False,
        help_text=_("Of the state's business register, or the EIN."),
    )
    street = _text(_("Street and house number"), 200, "street-address")
    city = _text(_("City"), 100, "address-level2")
    region = forms.ChoiceField(
        label=_("State"), widget=forms.Select(attrs={"autocomplete": "address-level1"})
    )
    postal_code = _text(_("ZIP code"), 20, "postal-code", attributes={"inputmode": "numeric"})
    country = forms.ChoiceField(
        label=_("Country"), choices=[("US", _("United States"))], help_text=_("Other countries follow later.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", _("Please choose")),
            *_states(),
        ]


class ApplicationForm(RefusableForm):
    """What a business that wants to sell says of its shop."""

    name = _text(_("Shop name"), 120, "off", help_text=_("What buyers read. It can be changed later."))
    slug = _text(
        _("Shop address"), 60, "off", required=False, attributes={"autocapitalize": "none", "spellcheck": "false"},
        help_text=_("Small letters, digits and hyphens. Left empty, it is made from the name. It stays for ever."),
    )  # fmt: skip
    trade = _text(
        _("What you sell"),
        120,
        "off",
        required=False,
        help_text=_("In a few words, for example hand-made pottery."),
    )
    currency = forms.ChoiceField(
        label=_("Currency of your prices"), choices=[(code, code) for code in CURRENCIES]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs |= {
            "hx-get": reverse_lazy("account:slug"),
            "hx-trigger": "change",
            "hx-include": "#id_slug",
            "hx-target": "#shop-slug",
            "hx-swap": "outerHTML",
        }

    def clean(self) -> dict[str, Any]:
        """An address made from the name where none was given."""
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["slug"] = cleaned.get("slug") or slug_of(cleaned.get("name", ""))
        return cleaned


class MemberForm(RefusableForm):
    """Somebody who joins, with a role."""

    email = forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("Of the account this person signed up with."),
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=Role.choices, widget=forms.RadioSelect, initial=Role.PACKER
    )


class KeyForm(RefusableForm):
    """A new API key."""

    name = _text(_("Name of the key"), 80, "off", help_text=_("What will use it, for example: stock system."))
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), widget=forms.CheckboxSelectMultiple, choices=list(SCOPE_WORDS.items())
    )

    def __init__(self, *args: Any, is_operator: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_operator:
            choices = [(scope, words) for scope, words in SCOPE_WORDS.items() if scope != "ledger"]
            self.fields["scopes"].choices = choices  # type: ignore[attr-defined]  # a MultipleChoiceField
