"""Every way customs can say no. In precedence order, as `landing.landed_cost` raises them."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from entrepot.kit.errors import DomainError, Malformed


class IdNumberWrong(Malformed):
    """An identity number that cannot be one: its length, its date of birth or its check digit is wrong."""

    code = "customs.id_number"
    sentence = _("This is not a valid Chinese resident identity number. Please check it digit by digit.")


class IdNeeded(DomainError):
    """Customs clears a parcel to a Chinese consumer only for a named person with an identity number."""

    code = "customs.id_needed"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    sentence = _("Chinese customs needs the identity number of the person who buys.")


class DestinationOutside(DomainError):
    """Nothing is sold to that place yet."""

    code = "customs.destination"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    sentence = _(
        "We do not deliver to this place yet. We deliver to the Chinese mainland and to the United States."
    )


class RuleMissing(DomainError):
    """Something that the tax depends on is not known; a guess would charge the buyer wrongly, so no sale."""

    code = "customs.rule_missing"
    sentence = _(
        "The tax on this purchase cannot be worked out yet, because something it depends on is missing."
    )


class NotListed(DomainError):
    """Goods off the positive list, or failing its remark, cannot be sold to Chinese consumers this way."""

    code = "customs.not_listed"
    sentence = _("Some of these goods may not be sold to consumers in China across the border.")


class AnnualQuantity(DomainError):
    """The positive list lets one person bring in only so much of these goods in a year."""

    code = "customs.annual_quantity"
    sentence = _("One person may buy no more than {cap} {unit} of {name} across the border in a year.")


class AnnualLimit(DomainError):
    """The purchase would bring the buyer above the yearly amount per person."""

    code = "customs.annual_limit"
    sentence = _(
        "This purchase would use CNY {wanted} of your yearly cross-border allowance of CNY {limit}, "
        "of which CNY {left} is left. The allowance starts anew on 1 January."
    )


class SingleLimit(DomainError):
    """One order of several goods is worth more than the limit of one transaction."""

    code = "customs.single_limit"
    sentence = _(
        "Goods and freight of this order come to CNY {value}, and one order may be worth at most CNY {limit}. "
        "Please buy some of the goods in a separate order."
    )
