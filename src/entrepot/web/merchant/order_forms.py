"""What a merchant says of an order: that it left, where its parcel is, that it cannot be delivered."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entrepot.kit import clock
from entrepot.shipping.statuses import TrackingStatus
from entrepot.web.formatting import language_now, reading_zone, zone_name

OTHER = "other"
CARRIERS = (
    "USPS",
    "UPS",
    "FedEx",
    "DHL Express",
    "SF Express 顺丰速运",
    "China Post EMS 中国邮政",
    "YunExpress 云途",
    "4PX 递四方",
)


class ShipmentForm(forms.Form):
    """With which carrier, under which number."""

    carrier = forms.ChoiceField(
        label=_("Carrier"),
        choices=[
            ("", _("Choose a carrier")),
            *((name, name) for name in CARRIERS),
            (OTHER, pgettext_lazy("carrier", "Another one")),
        ],
        error_messages={"required": _("Please choose a carrier.")},
    )
    other_carrier = forms.CharField(
        label=_("Name of the other carrier"),
        help_text=_("Only if yours is not on the list."),
        max_length=60,
        required=False,
    )
    tracking_number = forms.CharField(
        label=_("Tracking number"),
        help_text=_("As it stands on the label. The buyer follows the parcel by it."),
        max_length=60,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Please enter the tracking number.")},
    )

    def clean(self) -> dict[str, str]:
        values: dict[str, str] = super().clean() or {}
        if values.get("carrier") == OTHER and not values.get("other_carrier"):
            self.add_error("other_carrier", _("Please name the carrier."))
        return values

    @property
    def carrier_name(self) -> str:
        """The carrier that was chosen or written."""
        chosen: str = self.cleaned_data["carrier"]
        return str(self.cleaned_data["other_carrier"]) if chosen == OTHER else chosen


class TrackingForm(forms.Form):
    """Where the parcel is."""

    status = forms.ChoiceField(
        label=_("What happened"),
        choices=[
            ("", _("Choose what happened")),
            *((each.value, each.label) for each in TrackingStatus if each != TrackingStatus.HANDED_OVER),
        ],
        error_messages={"required": _("Please choose what happened.")},
    )
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    note = forms.CharField(
        label=_("Note"), help_text=_("The buyer reads it."), max_length=200, required=False
    )
    at = forms.DateTimeField(
        label=_("When"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        error_messages={"invalid": _("This is not a date and time.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = language_now()
        zone = reading_zone(language)
        here = zone_name(clock.now().astimezone(zone), zone, language)
        self.fields["at"].help_text = format_lazy(_("In {zone}. Empty: now."), zone=here)

    def clean_at(self) -> datetime | None:
        """The moment, read in the zone in which the page writes times."""
        at: datetime | None = self.cleaned_data["at"]
        return at and at.replace(tzinfo=reading_zone(language_now()))


class CancellationForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Why can you not deliver?"),
        help_text=_("The buyer reads it, for example: sold out, damaged in our stock."),
        max_length=200,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Please tell the buyer why.")},
    )


class EvidenceForm(forms.Form):
    """What speaks against a chargeback."""

    evidence = forms.CharField(
        label=_("What speaks for you"),
        help_text=_("Tracking, messages, what was agreed. The bank reads it; some banks take it once only."),
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": _("Please write what speaks for you.")},
    )
