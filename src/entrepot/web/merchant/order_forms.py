"""What a merchant says of an order: that it left, where its parcel is, that it cannot be delivered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entrepot.kit import clock
from entrepot.kit.money import Money
from entrepot.shipping.statuses import Mode, TrackingStatus
from entrepot.trade.returning import Back
from entrepot.web import formatting
from entrepot.web.amounts import AmountField
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


@dataclass(frozen=True, slots=True)
class Goods:
    """A line of an order of which some, at most so many, are sent or come back."""

    line_id: UUID
    title: str
    most: int

    @property
    def name(self) -> str:
        return f"line-{self.line_id.hex}"


def _count(goods: Goods, *, initial: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=goods.title,
        help_text=format_lazy(_("0 to {most}"), most=goods.most),
        min_value=0,
        max_value=goods.most,
        initial=initial,
        required=False,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )


class ShipmentForm(forms.Form):
    """What is in the parcel, how it travels, with which carrier, under which number."""

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
    mode = forms.ChoiceField(
        label=_("How it travels"),
        help_text=_("For how long the buyer may be silent before the money is released depends on it."),
        choices=Mode.choices,
        initial=Mode.EXPRESS,
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

    def __init__(self, *args: Any, goods: Sequence[Goods] = (), **kwargs: Any) -> None:
        """goods: what is left to send; of each of them the form asks how many are in the parcel."""
        super().__init__(*args, **kwargs)
        self._goods = goods
        for each in goods:
            self.fields[each.name] = _count(each, initial=each.most)

    @property
    def counts(self) -> list[Any]:
        """The fields that ask how many, for the page."""
        return [self[each.name] for each in self._goods]

    @property
    def lines(self) -> dict[UUID, int] | None:
        """How many of each line are in the parcel; None, for all that is left, where the form did not ask."""
        if not any(each.name in self.data for each in self._goods):
            return None
        return {each.line_id: count for each in self._goods if (count := self.cleaned_data[each.name])}

    @property
    def carrier_name(self) -> str:
        """The carrier that was chosen or written."""
        chosen: str = self.cleaned_data["carrier"]
        return str(self.cleaned_data["other_carrier"]) if chosen == OTHER else chosen


class TrackingForm(forms.Form):
    """Where the parcel is; which one, where there are several."""

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

    def __init__(self, *args: Any, parcels: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        """parcels: (number, carrier) of each."""
        super().__init__(*args, **kwargs)
        if len(parcels) > 1:
            self.fields["tracking_number"] = forms.ChoiceField(
                label=_("Which parcel"),
                choices=[(number, f"{carrier} {number}") for number, carrier in parcels],
                initial=parcels[-1][0],
            )
            self.order_fields(["tracking_number"])
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


class AcceptanceForm(forms.Form):
    """How much is given of what was asked, and a word with it."""

    answer = forms.CharField(
        label=_("A word to the buyer"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, asked: Money, most: Money, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"] = _amount(most, required=True)
        self.fields["amount"].initial = min(asked, most).decimal
        self.order_fields(["amount", "answer"])


class RefusalForm(forms.Form):
    """Why not."""

    answer = forms.CharField(
        label=_("Why do you decline?"),
        help_text=_("The buyer reads it, and may then open a dispute."),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Please tell the buyer why.")},
    )


class RefundForm(forms.Form):
    """How much, and why."""

    reason = forms.CharField(
        label=_("Why do you give money back?"),
        help_text=_("The buyer reads it."),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Please tell the buyer why.")},
    )

    def __init__(self, *args: Any, most: Money, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"] = _amount(most, required=True)
        self.order_fields(["amount", "reason"])


class ReturnForm(forms.Form):
    """What came back, how much of it cannot be sold again, and what the buyer gets for it."""

    def __init__(self, *args: Any, goods: Sequence[Goods], most: Money | None, **kwargs: Any) -> None:
        """most: None for those who ship but do not account; the amount is then the usual one."""
        super().__init__(*args, **kwargs)
        self._goods = goods
        for each in goods:
            self.fields[each.name] = _count(each, initial=0)
            damaged = _count(each, initial=0)
            damaged.label = format_lazy(_("Of these damaged: {title}"), title=each.title)
            self.fields[f"{each.name}-damaged"] = damaged
        if most is not None:
            self.fields["amount"] = _amount(
                most, required=False, hint=_("Empty: what was agreed, else the price of these goods.")
            )

    @property
    def lines(self) -> dict[UUID, Back]:
        """What came back of each line."""
        values = self.cleaned_data
        return {
            each.line_id: Back(values[each.name], values.get(f"{each.name}-damaged") or 0)
            for each in self._goods
            if values.get(each.name) or values.get(f"{each.name}-damaged")
        }


def _amount(most: Money, *, required: bool, hint: Any = "") -> AmountField:
    at_most = format_lazy(_("At most {amount}."), amount=formatting.money(most))
    return AmountField(
        most.currency,
        label=_("Amount that goes back to the buyer"),
        help_text=format_lazy("{} {}", at_most, hint) if hint else at_most,
        required=required,
        error_messages={"required": _("Please enter an amount.")},
    )
