"""How payments say no."""

from django.utils.translation import gettext_lazy as _

from entrepot.kit.errors import DomainError, Malformed


class RefundNotFailed(DomainError):
    """Only a refund that failed is asked for again."""

    code = "refund.not_failed"
    sentence = _("This refund did not fail, so it is not asked for again.")


class SettlementUnreadable(Malformed):
    """A settlement file that says what nobody can post; its lines are named."""

    code = "settlement.unreadable"
    sentence = _("This settlement file cannot be taken. Nothing of it was posted.")


class SettlementSeen(Malformed):
    """Another file with lines that were taken before."""

    code = "settlement.seen"
    sentence = _("Lines of this file were in another file before. Nothing of it was posted.")


class SettlementUnknown(DomainError):
    """A provider whose settlement files we cannot read."""

    code = "settlement.unknown"
    sentence = _("We cannot read settlement files of this provider.")


class LineNotOpen(DomainError):
    """Only a line that is not matched is matched by hand."""

    code = "settlement.not_open"
    sentence = _("This line is matched already.")


class MatchImpossible(DomainError):
    """What the operator means is of another kind or currency, was settled before, or is not there."""

    code = "settlement.match_impossible"
    sentence = _(
        "This line cannot be matched with that: it is of another kind or currency, was settled before, or is not ours."
    )


class MoreThanEarned(DomainError):
    """Only our own money leaves the clients' bank account."""

    code = "books.more_than_earned"
    sentence = _("That is more than we have earned and hold in this currency.")


class NothingDue(DomainError):
    """No import tax is due yet."""

    code = "books.nothing_due"
    sentence = _("No import tax is due in this currency.")


class NotInBank(DomainError):
    """What is paid must have been paid out by the providers first."""

    code = "books.not_in_bank"
    sentence = _(
        "The clients' bank account does not hold that much yet. Take the providers' settlement files first."
    )


class MoreThanDebt(DomainError):
    """No more is provided for, or given up, than is owed."""

    code = "books.more_than_debt"
    sentence = _("That is more than this merchant owes and is not provided for.")


class MoreThanProvided(DomainError):
    """A debt is given up against what was provided for it."""

    code = "books.more_than_provided"
    sentence = _("That is more than was provided for. Provide for it first.")


class ChargebackDecided(DomainError):
    """What is decided stays so."""

    code = "chargeback.decided"
    sentence = _("This chargeback has been decided, so nothing can be added to it.")


class EvidenceNeeded(Malformed):
    """An answer says something."""

    code = "chargeback.evidence_needed"
    sentence = _("Please write what speaks for you: tracking, messages, what was agreed.")
