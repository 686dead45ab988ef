"""How payments say no."""

from django.utils.translation import gettext_lazy as _

from entrepot.kit.errors import DomainError


class RefundNotFailed(DomainError):
    """Only a refund that failed is asked for again."""

    code = "refund.not_failed"
    sentence = _("This refund did not fail, so it is not asked for again.")
