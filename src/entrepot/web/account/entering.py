"""allauth's forms, worded and shown like every other form here; what they check is allauth's."""

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _

_LABELS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password": _("Password"),
    "oldpassword": _("Your password now"),
    "password1": _("New password"),
    "password2": _("The new password again"),
}
_PASSWORD_HINT = _("At least 10 characters. A short sentence is easy to remember.")


class Plain(forms.Form):
    """Labels in our words, one hint for a new password, no placeholder that repeats the label."""

    labels: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name) or _LABELS.get(name) or field.label
            field.help_text = _PASSWORD_HINT if name == "password1" else ""


class SignIn(Plain, allauth.LoginForm):
    """E-mail and password."""


class SignUp(Plain, allauth.SignupForm):
    """A new account."""

    labels = {"password1": _("Password")}


class AddEmail(Plain, allauth.AddEmailForm):
    """One more address of a person."""

    labels = {"email": _("Another e-mail address")}


class ChangePassword(Plain, allauth.ChangePasswordForm):
    """A new password by somebody who knows the old one."""


class SetPassword(Plain, allauth.SetPasswordForm):
    """A first password."""


class AskForReset(Plain, allauth.ResetPasswordForm):
    """Where to send the link."""


class ResetPassword(Plain, allauth.ResetPasswordKeyForm):
    """A new password by somebody who has the mail."""


class Reauthenticate(Plain, allauth.ReauthenticateForm):
    """The password once more, before how the account is entered can change."""
