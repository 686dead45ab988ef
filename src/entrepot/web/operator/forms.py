"""What an operator asks the books."""

from datetime import UTC, date, datetime, time

from django import forms
from django.utils.translation import gettext_lazy as _

from entrepot.kit import clock


class DayForm(forms.Form):
    """Up to the end of which day."""

    on = forms.DateField(
        label=_("Up to and including"),
        required=False,
        help_text=_("The end of this day, UTC. Empty: everything posted."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("This is not a date.")},
    )

    def clean_on(self) -> date | None:
        day: date | None = self.cleaned_data["on"]
        if day and day > clock.now().date():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    @property
    def moment(self) -> datetime | None:
        """The last moment of the day that was asked for."""
        day = self.cleaned_data.get("on") if self.is_valid() else None
        return datetime.combine(day, time.max, UTC) if day else None


class PurchaseSearchForm(forms.Form):
    """Which purchase is meant."""

    q = forms.CharField(
        label=_("Order or purchase number"),
        help_text=_("As the buyer or the merchant reads it, with or without hyphens; or an id."),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
