"""Every way that bank accounts and payouts can say no."""

from django.utils.translation import gettext_lazy as _

from entrepot.kit.errors import DomainError


class AccountUnchanged(DomainError):
    """The same account again would only begin its waiting time anew."""

    code = "bank_account.unchanged"
    sentence = _("This is the account that we pay to already. Nothing was changed.")


class BooksDiffer(DomainError):
    """What no payout has taken is not what is payable: nothing is paid before somebody has looked."""

    code = "payout.books_differ"
    sentence = _("The movements of this account do not add up to its balance. Nothing was paid out.")
