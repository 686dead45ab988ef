"""A form with one field of each kind."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        help_text=_("As it stands on the identity card; customs compares the two."),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput({"autocomplete": "email"}))
    price = forms.DecimalField(
        label=_("Price"), decimal_places=2, min_value=0, widget=forms.NumberInput({"inputmode": "decimal"})
    )
    region = forms.ChoiceField(
        label=_("Province"),
        choices=[("", "—"), ("上海市", "上海市"), ("江苏省", "江苏省"), ("浙江省", "浙江省")],
    )
    speed = forms.ChoiceField(
        label=_("Delivery"),
        widget=forms.RadioSelect,
        choices=[("standard", _("Standard, 8 to 14 days")), ("fast", _("Fast, 4 to 6 days"))],
    )
    note = forms.CharField(
        label=_("Note to the merchant"), required=False, widget=forms.Textarea({"rows": 3})
    )
    picture = forms.FileField(
        label=_("Picture"), required=False, help_text=_("JPEG, PNG, WebP or HEIC, up to 20 MB.")
    )
    agreed = forms.BooleanField(label=_("I have read what happens to my data at customs."))
