"""What an operator writes when the books are kept in person: amounts as people write them, and always why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entrepot.kit.money import Money
from entrepot.ledger.explaining import REASON_MAX
from entrepot.web.account.forms import RefusableForm

#: A settlement file is read whole; more than this is cut into days.
FILE_MAX_BYTES = 64 * 1024 * 1024


class ReasonForm(RefusableForm):
    """Why."""

    reason = forms.CharField(
        label=pgettext_lazy("of a journal", "Why"),
        help_text=_("Kept with the journal, for whoever reads the books later."),
        max_length=REASON_MAX,
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class AmountForm(ReasonForm):
    """So much of a currency, and why."""

    amount = forms.CharField(
        label=_("Amount"),
        max_length=24,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )
    currency = forms.CharField(
        label=_("Currency"), max_length=3, min_length=3, widget=forms.TextInput({"autocomplete": "off"})
    )
    field_order = ["amount", "currency", "reason"]

    def clean_currency(self) -> str:
        currency: str = self.cleaned_data["currency"].upper()
        if not (currency.isascii() and currency.isalpha()):
            raise forms.ValidationError(_("A currency is three letters, such as CNY."))
        return currency

    def clean(self) -> dict[str, Any]:
        """The amount is one of its currency."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "amount" in cleaned and "currency" in cleaned:
            try:
                cleaned["money"] = Money.parse(
                    cleaned["amount"].strip().replace(",", ""), cleaned["currency"]
                )
            except ValueError:
                self.add_error("amount", _("Write a plain amount, such as 120 or 99.50."))
        return cleaned


class DebtForm(AmountForm):
    """What of a merchant's debt, and what is done with it."""

    what = forms.ChoiceField(
        label=_("What is done"),
        choices=[
            ("provide", _("Provide for it: we no longer expect to see it (N2)")),
            ("write_off", _("Give it up, against what was provided for (N3)")),
        ],
        widget=forms.RadioSelect,
        initial="provide",
    )
    shop = forms.CharField(
        label=_("Address of the shop"),
        help_text=_("The last part of its page's address, such as little-oak."),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ["shop", "what", "amount", "currency", "reason"]


class FileForm(RefusableForm):
    """A provider's settlement file."""

    provider = forms.ChoiceField(label=_("Payment provider"))
    file = forms.FileField(
        label=_("Settlement file"),
        help_text=_("A table of comma-separated values, as the provider gives it."),
        widget=forms.ClearableFileInput({"accept": ".csv,text/csv"}),
    )

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]  # a ChoiceField

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > FILE_MAX_BYTES:
            raise forms.ValidationError(_("This file is too large: at most 64 MB."))
        return file
