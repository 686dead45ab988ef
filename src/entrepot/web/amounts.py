"""An amount of money that somebody writes into a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entrepot.kit.money import Money


class AmountField(forms.CharField):
    """A plain amount in one currency, read as Money; nothing written is None where it may be left out."""

    def __init__(self, currency: str, **kwargs: Any) -> None:
        self.currency = currency
        kwargs.setdefault("widget", forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> Money | None:
        text = str(super().clean(value)).strip().replace(",", "").replace("，", "")
        if not text:
            return None
        try:
            return Money.parse(text, self.currency)
        except ValueError:
            raise forms.ValidationError(_("Write a plain amount, such as 120 or 99.50.")) from None
