"""Approving: an operator lets a business sell, or does not, and says why."""

from uuid import UUID

from entrepot.identity import queries as identity
from entrepot.identity.queries import LegalEntity
from entrepot.identity.rules import in_person
from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import NotFound
from entrepot.kit.events import record
from entrepot.kit.verb import verb
from entrepot.merchants.errors import AlreadyAnswered, OperatorCannotSell, OwnBusiness
from entrepot.merchants.models import Application, Approval, Merchant, Refusal
from entrepot.merchants.rules import check_reason, tidy

#: Whose approval it is when the system gives it: the demo's, which has no operator to ask.
_NOBODY = UUID(int=0)


@verb(allow={Caller.OPERATOR, Caller.SYSTEM})
def approve(application_id: UUID, *, reason: str = "", by: Actor) -> Merchant:
    """Let the business sell: it becomes a Merchant with the same id, and what it is called by law is copied.

    Raises OnlyInPerson, NotFound, OwnBusiness, AlreadyAnswered, OperatorCannotSell.
    """
    application, business = _open(application_id, by=by)
    if business.is_operators:
        raise OperatorCannotSell
    merchant = Merchant.objects.create(
        id=business.id,
        slug=application.slug,
        name=application.name,
        legal_name=business.legal_name,
        trade=application.trade,
        currency=application.currency,
        country=business.country,
        region=business.region,
        city=business.city,
    )
    Approval.objects.create(merchant=merchant, by_id=by.id or _NOBODY, reason=tidy(reason, 400))
    _answer(application)
    record("merchant.approved", merchant.pk, by=by, merchant_id=merchant.pk, application=application.pk)
    return merchant


@verb(allow={Caller.OPERATOR, Caller.SYSTEM})
def refuse(application_id: UUID, *, reason: str, by: Actor) -> Refusal:
    """Do not let the business sell; it reads the reason and may apply again.

    Raises OnlyInPerson, NotFound, OwnBusiness, AlreadyAnswered, Malformed (no reason).
    """
    application, business = _open(application_id, by=by)
    refusal = Refusal.objects.create(
        application=application, by_id=by.id or _NOBODY, reason=check_reason(reason)
    )
    _answer(application)
    record("merchant.refused", application.pk, by=by, business=business.id)
    return refusal


def _open(application_id: UUID, *, by: Actor) -> tuple[Application, LegalEntity]:
    """The application, locked and not yet answered, with its business, if this operator may judge it."""
    in_person(by)
    application = Application.objects.locked().filter(pk=application_id).first()
    if application is None:
        raise NotFound
    if application.business_id in by.memberships:
        raise OwnBusiness
    if application.answered_at is not None:
        raise AlreadyAnswered
    return application, identity.entities([application.business_id])[application.business_id]


def _answer(application: Application) -> None:
    application.answered_at = clock.now()
    application.save(update_fields=["answered_at"])
