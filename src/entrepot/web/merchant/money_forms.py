"""What a merchant says of its bank account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from entrepot.payments.paying_out.numbers import KINDS
from entrepot.web.account.forms import RefusableForm


class BankAccountForm(RefusableForm):
    """Whose account it is, of which kind, and its number."""

    kind = forms.ChoiceField(label=_("Where the account is"), choices=list(KINDS.items()))
    holder = forms.CharField(
        label=_("Account holder"),
        help_text=_("Your business, written as the bank writes it."),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    routing = forms.CharField(
        label=_("Routing number"),
        help_text=_("Only for accounts in the United States: 9 digits."),
        max_length=20,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )
    number = forms.CharField(
        label=_("Account number or IBAN"),
        max_length=60,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
