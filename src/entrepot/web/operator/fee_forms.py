"""What an operator says of fees: percentages as people write them, turned into the hundredths of a percent of the domain."""

from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import gettext_lazy as _

from entrepot.catalog import showing
from entrepot.catalog.editing import countries
from entrepot.web.account.forms import RefusableForm
from entrepot.web.formatting import language_now


def _percent(label: Any, hint: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=hint,
        max_digits=5,
        decimal_places=2,
        error_messages={"invalid": _("Write a percentage such as 4.5.")},
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )


class _FromForm(RefusableForm):
    """A form of something that holds from a day on; `begins` is that day's first moment, None for at once."""

    effective_from = forms.DateField(
        label=_("From"),
        help_text=_("The beginning of this day, UTC. Empty: at once."),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )

    def begins(self) -> datetime | None:
        day = self.cleaned_data["effective_from"]
        return datetime.combine(day, time.min, UTC) if day else None


class PlanForm(_FromForm):
    """A commission plan."""

    commission_bps = _percent(_("Commission, % of the goods"), _("Freight and taxes are never charged for."))
    category = forms.ChoiceField(label=_("Category"), required=False)
    whom = forms.ChoiceField(
        label=_("For whom"),
        choices=[
            ("all", _("Every merchant")),
            ("small", _("Small sellers, where it is less")),
            ("one", _("One shop")),
        ],
        widget=forms.RadioSelect,
        initial="all",
    )
    shop = forms.CharField(
        label=_("Address of the shop"),
        help_text=_("The last part of its page's address, such as little-oak. Only for a plan of one shop."),
        required=False,
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chinese = language_now() == "zh-hans"
        named = [(each.slug, each.name_zh if chinese else each.name) for each in showing.categories()]
        self.fields["category"].choices = [("", _("Any category")), *named]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """A plan of one shop names it."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("whom") == "one" and not cleaned.get("shop"):
            self.add_error("shop", _("Please fill this in."))
        return cleaned

    @property
    def bps(self) -> int:
        return int(self.cleaned_data["commission_bps"] * 100)


class TaxForm(_FromForm):
    """What a country takes of the commission."""

    country = forms.ChoiceField(label=_("Country of the merchant"))
    rate_bps = _percent(
        _("Tax, % of the commission"), _("The merchant bears it; it is set aside for its country.")
    )
    source = forms.CharField(label=_("Where this is written"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = Locale.parse("zh_Hans_CN" if language_now() == "zh-hans" else "en").territories
        self.fields["country"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", _("Please choose")),
            *sorted(((code, names[code]) for code in countries()), key=lambda pair: pair[1]),
        ]

    @property
    def bps(self) -> int:
        rate: Decimal = self.cleaned_data["rate_bps"]
        return int(rate * 100)
