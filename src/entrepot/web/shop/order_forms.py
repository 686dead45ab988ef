"""What a buyer says of an order that was sent: that she wants money back, that she objects."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from entrepot.kit.money import Money
from entrepot.trade.claims import DisputeReason
from entrepot.web import formatting
from entrepot.web.amounts import AmountField

TEXT_MAX = 500


class RefundRequestForm(forms.Form):
    """How much, why, and whether the goods go back."""

    is_with_goods = forms.TypedChoiceField(
        label=_("What becomes of the goods?"),
        choices=[("no", _("I keep them")), ("yes", _("I send them back"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="no",
    )
    reason = forms.CharField(
        label=_("What is wrong?"),
        help_text=_("The merchant reads it."),
        max_length=TEXT_MAX,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Please tell the merchant what is wrong.")},
    )

    def __init__(self, *args: Any, most: Money, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"] = AmountField(
            most.currency,
            label=_("How much do you want back?"),
            help_text=format_lazy(
                _("At most {amount}: goods and freight. Empty: all of it."), amount=formatting.money(most)
            ),
            required=False,
        )
        self.order_fields(["amount", "is_with_goods", "reason"])


class DisputeForm(forms.Form):
    """Why."""

    reason = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[("", _("Choose what it is about")), *DisputeReason.choices],
        error_messages={"required": _("Please choose what it is about.")},
    )
    text = forms.CharField(
        label=_("What happened?"),
        help_text=_("The merchant and the marketplace read it."),
        max_length=TEXT_MAX,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": _("Please tell what happened.")},
    )
