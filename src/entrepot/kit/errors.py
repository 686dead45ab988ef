"""Every way to say no is a sentence with a code. Pages and the API each render it in one place; nobody sees a stack trace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

type Sentence = (
    str | StrPromise
)  # a type alias is only read by checkers, so the name need not be there at run time


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field that is wrong: its path as the caller wrote it (`lines.0.quantity`), and what is wrong with it."""

    field: str
    message: Sentence


class DomainError(Exception):
    """A refusal that the caller is told about: a sentence in the reader's language, a stable code, the fields concerned.

    `facts` fill the sentence's placeholders; `extra` goes to a program as members of the problem document (RFC 9457).
    """

    code = "refused"
    status = HTTPStatus.CONFLICT
    sentence: Sentence = _("That is not possible.")

    def __init__(
        self,
        sentence: Sentence | None = None,
        *,
        fields: Sequence[FieldError] = (),
        extra: Mapping[str, Any] | None = None,
        **facts: Any,
    ) -> None:
        self.template = sentence or self.sentence
        self.facts = facts
        self.fields = tuple(fields)
        self.extra = dict(extra or {})
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.template).format(**self.facts)


class Malformed(DomainError):
    """The input cannot be understood; `fields` says where."""

    code = "malformed"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    sentence = _("Some of what you sent cannot be used. Please correct the fields named.")


class NotFound(DomainError):
    """It is not there, or it is not yours: the same answer, so that nobody learns which."""

    code = "not_found"
    status = HTTPStatus.NOT_FOUND
    sentence = _("There is nothing here, or it is not yours to see.")


class NotAllowed(DomainError):
    """You may see it, but this deed is not yours to do."""

    code = "not_allowed"
    status = HTTPStatus.FORBIDDEN
    sentence = _("You are not allowed to do this.")


class SignInNeeded(DomainError):
    """Nobody is signed in, and this needs somebody."""

    code = "sign_in_needed"
    status = HTTPStatus.UNAUTHORIZED
    sentence = _("Please sign in first.")


class IllegalMove(DomainError):
    """A thing cannot go from the state it is in to the one asked for."""

    code = "illegal_move"
    sentence = _("This is {state} and cannot become {wanted}.")
