"""Every way identity can say no."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from entrepot.kit.errors import DomainError, Malformed, NotAllowed


class OnlyInPerson(NotAllowed):
    """A program's key may not widen what it, or anybody, can do."""

    code = "identity.only_in_person"
    sentence = _("This can only be done by you on the pages, not by a program with your API key.")


class LastOwner(DomainError):
    """A business without an owner could never be given one again."""

    code = "identity.last_owner"
    sentence = _("A business needs at least one owner. Make somebody else an owner first.")


class PersonUnknown(Malformed):
    """Nobody signed up and confirmed this e-mail address."""

    code = "identity.person_unknown"
    sentence = _("Nobody has an account with this e-mail address yet. Ask them to sign up first.")


class AlreadyMember(DomainError):
    """A person has one role in a business; another is a change of it."""

    code = "identity.already_member"
    sentence = _("{name} is a member already. Change the role instead.")


class EmailTaken(DomainError):
    """There is an account with this address."""

    code = "identity.email_taken"
    sentence = _("There is already an account with this e-mail address.")


class TooMany(DomainError):
    """More than anybody needs, and a way to fill the disk."""

    code = "identity.too_many"
    status = HTTPStatus.CONFLICT
    sentence = _("You have {most} of these already. Remove one first.")
