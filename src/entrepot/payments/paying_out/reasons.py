"""Why money waits or came back, in words that a merchant can act on."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Why a bank sent a payout back, by the code that every bank's words are put into.
CAME_BACK: dict[str, Promise] = {
    "account_closed": _("The bank says that this account is closed. Please give us another one."),
    "account_unknown": _(
        "The bank says that there is no such account. Please check the number and give it again."
    ),
    "name_differs": _(
        "The bank says that the account belongs to somebody else. It has to be in your business's name."
    ),
    "refused": _(
        "Your bank did not take the money and gave no reason. Please ask your bank, or give us another account."
    ),
}


def why_came_back(code: str) -> Promise:
    """What the merchant reads; a code that we do not know is one without a reason."""
    return CAME_BACK.get(code, CAME_BACK["refused"])
