"""What an operator says of a term of search."""

from django import forms
from django.utils.translation import gettext_lazy as _

from entrepot.web.account.forms import RefusableForm

#: Names are written with these between them.
_BETWEEN = (",", "，", "、", ";", "；", "|", "\n")
_LENGTH_MAX = 800


class TermForm(RefusableForm):
    """The names of one thing in both languages."""

    en = forms.CharField(
        label=_("English names"),
        help_text=_("The commonest first, with commas between them."),
        max_length=_LENGTH_MAX,
    )
    zh = forms.CharField(
        label=_("Chinese names"),
        help_text=_("The commonest first, with commas between them."),
        max_length=_LENGTH_MAX,
    )

    def names(self, field: str) -> list[str]:
        """The names of one language."""
        text = self.cleaned_data[field]
        for sign in _BETWEEN:
            text = text.replace(sign, ",")
        return list(text.split(","))
