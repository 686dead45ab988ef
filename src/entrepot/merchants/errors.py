"""Every way merchants can say no."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from entrepot.kit.errors import DomainError, NotAllowed


class OperatorCannotSell(NotAllowed):
    """The house would compete with those it judges."""

    code = "merchants.operator_cannot_sell"
    sentence = _("The business that runs this marketplace cannot sell on it.")


class AlreadyApplied(DomainError):
    """One application a business, until it is answered."""

    code = "merchants.already_applied"
    sentence = _("This business has applied already. You will hear from us by e-mail.")


class AlreadyMerchant(DomainError):
    """There is nothing to ask for any more."""

    code = "merchants.already_merchant"
    sentence = _("This business is approved to sell already.")


class SlugTaken(DomainError):
    """A shop's address leads to one shop, for ever."""

    code = "merchants.slug_taken"
    sentence = _("Another shop has this address. Please choose a different one.")


class AlreadyAnswered(DomainError):
    """Somebody was quicker."""

    code = "merchants.already_answered"
    sentence = _("This application has been answered already.")


class OwnBusiness(DomainError):
    """Nobody judges their own business."""

    code = "merchants.own_business"
    status = HTTPStatus.FORBIDDEN
    sentence = _("You are a member of this business. Another operator has to decide.")


class AlreadySuspended(DomainError):
    """It may not sell already."""

    code = "merchants.already_suspended"
    sentence = _("This merchant is suspended already.")


class NotSuspended(DomainError):
    """There is nothing to lift."""

    code = "merchants.not_suspended"
    sentence = _("This merchant is not suspended.")


class FeePlanOverlaps(DomainError):
    """What was charged on a day never changes afterwards."""

    code = "merchants.fee_plan_overlaps"
    sentence = _("A plan of the same kind begins on or after that day. Please choose a later day.")
